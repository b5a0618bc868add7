namespace LensTools.Engine.Analysis.Muons;

/// <summary>The counts of a group of positron detectors, corrected for dead time, with their variances.</summary>
/// <param name="Counts">The counts of each bin.</param>
/// <param name="Variances">Their variances.</param>
internal sealed record DetectorGroup(double[] Counts, double[] Variances)
{
    /// <summary>The sum of detectors.</summary>
    /// <param name="histograms">The counts of each, aligned.</param>
    /// <param name="deadTimes">The dead time of each in the unit of <paramref name="width"/>; null for no correction.</param>
    /// <param name="width">The width of a bin.</param>
    /// <param name="frames">The number of pulses that were counted.</param>
    /// <returns>The group, and the largest factor of the correction; infinite if no counts would be left between dead times.</returns>
    /// <remarks>N = M / (1 - M τ / (Δt n)), as Mantid's ApplyDeadTimeCorr version 1 documents it.</remarks>
    public static (DetectorGroup Group, double Largest) Of(
        IReadOnlyList<ReadOnlyMemory<double>> histograms, IReadOnlyList<double>? deadTimes, double width, double frames)
    {
        int bins = histograms[0].Length;
        double[] counts = new double[bins], variances = new double[bins];
        double largest = 1;
        for (int detector = 0; detector < histograms.Count; detector++)
        {
            ReadOnlySpan<double> measured = histograms[detector].Span;
            double part = deadTimes is null ? 0 : deadTimes[detector] / (width * frames);
            for (int i = 0; i < bins; i++)
            {
                double alive = 1 - (measured[i] * part), factor = alive > 0 ? 1 / alive : double.PositiveInfinity;
                // Of no counts the deviation is about one.
                counts[i] += measured[i] * factor;
                variances[i] += Math.Max(1, measured[i]) * factor * factor * factor * factor;
                largest = Math.Max(largest, factor);
            }
        }
        return (new DetectorGroup(counts, variances), largest);
    }
}
