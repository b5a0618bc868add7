namespace LensTools.Engine.Analysis.Averaging;

/// <summary>Where the detectors of a time-of-flight instrument are, and when they counted.</summary>
/// <param name="Primary">From the moderator to the sample, in metres.</param>
/// <param name="Secondary">From the sample to each detector, in metres.</param>
/// <param name="Angles">The angle of scattering of each, in radians.</param>
/// <param name="TimeEdges">The edges of the time bins after the pulse, in µs.</param>
internal sealed record FlightPaths(double Primary, double[] Secondary, double[] Angles, double[] TimeEdges)
{
    // h / m of the neutron, CODATA 2018, in angstrom · m / µs.
    private const double PlanckOverMass = 3.95603401e-3;

    /// <summary>The wavelength in angstrom of neutrons that a detector counted at a time.</summary>
    public double Wavelength(int detector, double time) => PlanckOverMass * time / (Primary + Secondary[detector]);

    /// <summary>The detectors that look at the sample from behind the beam: an angle of 180 degrees is what was never set.</summary>
    public int[] Scattering =>
        [.. Enumerable.Range(0, Angles.Length).Where(i => Angles[i] > 0 && Angles[i] < Math.PI / 2 && Secondary[i] > 0)];

    /// <summary>
    /// The detectors of the plane across the beam that has most of them, by their distance to within a centimetre; null if less than half
    /// are in one: then the file holds no geometry, whatever its numbers are.
    /// </summary>
    public int[]? LargestBank()
    {
        int[] all = Scattering;
        int[]? bank = all.GroupBy(i => Math.Round(Secondary[i] * Math.Cos(Angles[i]), 2))
            .Select(plane => plane.ToArray()).MaxBy(plane => plane.Length);
        return bank is not null && 2 * bank.Length >= all.Length ? bank : null;
    }

    /// <summary>These detectors, row by row, where a frame has them; others nowhere.</summary>
    public FlightPaths On(FrameGeometry frame, int[] detectors, int columns)
    {
        double[] secondary = new double[Secondary.Length], angles = new double[Secondary.Length];
        for (int i = 0; i < detectors.Length; i++)
        {
            angles[detectors[i]] = frame.AngleOf(i / columns, i % columns);
            secondary[detectors[i]] = frame.Distance / Math.Cos(angles[detectors[i]]);
        }
        return this with { Secondary = secondary, Angles = angles };
    }
}

/// <summary>Counts with the flight paths of their detectors.</summary>
/// <param name="Paths">Where and when they were counted.</param>
/// <param name="Counts">The counts [detector, time].</param>
/// <param name="Periods">Of how many periods they are the sum.</param>
internal sealed record FlightCounts(FlightPaths Paths, double[] Counts, int Periods);
