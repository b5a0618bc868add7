using System.Collections.Immutable;
using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Averaging;
using LensTools.Engine.Analysis.Histograms;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Processing;

/// <summary>
/// Turns planes into averages over directions, sectors and rings, and raw small-angle frames into a quick look: an intensity on a free
/// scale, without corrections for background, transmission or efficiency, for screening and not for publication.
/// </summary>
public sealed class CurveConversion(Workspace workspace)
{
    private const int UsualBins = 100, UsualRingBins = 36;

    /// <summary>The number of bins; null for what is usual.</summary>
    public int? Bins { get; init; }

    /// <summary>The direction of the middle of a sector and how far it reaches to each side, in degrees; null for all directions.</summary>
    public (double Middle, double HalfWidth)? Sector { get; init; }

    /// <summary>The magnitudes of Q of a ring, whose intensity is given by direction; null for none.</summary>
    public (double From, double To)? Ring { get; init; }

    /// <summary>What is said of the geometry of a frame.</summary>
    public GivenGeometry Geometry { get; init; } = new();

    /// <summary>Converts a dataset.</summary>
    /// <exception cref="LensException">It cannot be read, or has nothing that can be converted.</exception>
    public IReadOnlyList<ProcessedCurve> Convert(Dataset dataset, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        IReadOnlyDictionary<string, LedgerEntry> labels = workspace.Labels.Of(reading.Dataset, stop);
        Plane[] planes = [.. reading.Signals.Select(signal => LabelAmendments.Apply(signal, labels)).OfType<Plane>()];
        Dataset described = workspace.Labels.Amend(reading.Dataset, labels);
        if (planes.Length > 0 && Geometry != new GivenGeometry())
            throw Failed(dataset, "its planes are given against Q, and need no geometry");
        if (planes.Length > 0) return [.. planes.Select((plane, i) => Average(dataset, plane, planes.Length == 1 ? "" : $"-{i + 1}"))];
        if (Sector is not null || Ring is not null) throw Failed(dataset, "it has no plane, of which sectors and rings are");
        if (reading.ReadFlightPaths() is { } flight) return [QuickLook(dataset, reading, described, flight)];
        if (reading.Counts.Detectors is [{ TimeEdges.Length: > 2 }])
            throw Failed(dataset, "it was counted by time of flight, and its flight paths are not known");
        if (reading.Counts.Detectors is [{ Shape: [> 1, > 1] } detector]) return [QuickLook(dataset, reading, described, detector)];
        throw Failed(dataset, reading.Counts.Detectors.Count == 0
            ? "it has neither a plane nor the counts of a detector"
            : "its detector is not one of rows and columns, and its flight paths are not known");
    }

    private ProcessedCurve Average(Dataset dataset, Plane plane, string number)
    {
        int bins = Bins ?? (Ring is null ? UsualBins : UsualRingBins);
        Outcome<AveragedCurve> outcome = Ring is { } ring
            ? PlaneAverage.Ring(plane, bins, ring)
            : PlaneAverage.Radial(plane, bins, Sector);
        if (outcome.Result is not { } average) throw Failed(dataset, outcome.Reason!);
        KeyValuePair<string, string>[] parameters = (Ring, Sector) switch
        {
            ({ } limits, _) => [ProcessStep.Parameter("ring", $"{limits.From:R} to {limits.To:R} {plane.X.Unit}")],
            (_, { } sector) => [ProcessStep.Parameter("sector", $"{sector.Middle:R} ± {sector.HalfWidth:R} degrees and opposite")],
            _ => [],
        };
        var remarks = new List<string>();
        if (average.NotNumbers > 0) remarks.Add($"{average.NotNumbers} pixels have no value, and are left out");
        if (average.Sigma is null) remarks.Add("it has no uncertainties, because the pixels have none");
        Axis x = Ring is null
            ? plane.X with { Values = [.. average.X], Sigma = null }
            : Axis.Of(AxisQuantity.Other, "direction", average.X, null, "degree");
        return new ProcessedCurve(
            $"{dataset.Name}{number}-{(Ring is not null ? "ring" : Sector is not null ? "sector" : "average")}",
            new Curve("average", x, plane.Y with { Values = [.. average.Values], Sigma = average.Sigma?.ToImmutableArray() }, ""),
            [new ProcessSource(dataset)],
            new ProcessStep("average", PlaneAverage.Algorithm, [.. Parameters(bins, average), .. parameters]) { Remarks = remarks });
    }

    private ProcessedCurve QuickLook(Dataset dataset, DatasetReading reading, Dataset described, FlightCounts flight)
    {
        (FlightPaths paths, double[] counts) = (flight.Paths, flight.Counts);
        if (Geometry.Wavelength is not null) throw Failed(dataset, "it was counted by time of flight, and has no one wavelength");
        int[]? bank = paths.LargestBank();
        KeyValuePair<string, string>[] geometry = [];
        // What a user says counts more than the file.
        if (Geometry != new GivenGeometry() || bank is null)
            (paths, bank, geometry) = OnFrame(dataset, reading, described, paths, counts);
        int bins = Bins ?? UsualBins;
        Outcome<AveragedCurve> outcome = FlightPathCurve.Of(paths, bank, counts, bins);
        if (outcome.Result is not { } curve) throw Failed(dataset, outcome.Reason!);
        var remarks = new List<string>();
        if (flight.Periods > 1) remarks.Add($"the counts of {flight.Periods} periods are added");
        if (paths.Secondary.Length - bank.Length is > 0 and var others)
            remarks.Add($"{others} of {paths.Secondary.Length} detectors are left out: they are behind the beam stop, or not of the frame");
        return QuickLook(dataset, curve, FlightPathCurve.Algorithm, [.. Parameters(bins, curve), .. geometry], remarks);
    }

    // Of a file without the places of its detectors, those that may scatter are a square where their number is one.
    private (FlightPaths Paths, int[] Detectors, KeyValuePair<string, string>[] Parameters) OnFrame(
        Dataset dataset, DatasetReading reading, Dataset described, FlightPaths paths, double[] counts)
    {
        int[] detectors = paths.Scattering;
        int side = (int)Math.Round(Math.Sqrt(detectors.Length)), times = paths.TimeEdges.Length - 1;
        if (side < 2 || side * side != detectors.Length)
            throw Failed(dataset, "the places of its detectors are not known, and they are no square of rows and columns");
        double[] sums = [.. detectors.Select(detector => counts.AsSpan(detector * times, times).ToArray().Sum())];
        // Of each time the wavelength is another.
        (FrameGeometry? frame, string text) = (Geometry with { Wavelength = 1 }).Of(reading, described, sums, side, side);
        if (frame is null) throw Failed(dataset, text);
        int shadow = frame.ShadowRadius(sums, side);
        // At the centre Q is 0.
        int[] lit = [.. detectors.Where((_, i) => frame.RadiusOf(i / side, i % side) is > 0 and var radius && radius >= shadow)];
        return (paths.On(frame, detectors, side), lit, [.. Parameters(frame, text, shadow)]);
    }

    private ProcessedCurve QuickLook(Dataset dataset, DatasetReading reading, Dataset described, DetectorCounts detector)
    {
        (int rows, int columns) = ((int)detector.Shape[0], (int)detector.Shape[1]);
        (FrameGeometry? geometry, string text) = Geometry.Of(reading, described, detector.Pixels, rows, columns);
        if (geometry is null) throw Failed(dataset, text);
        int bins = Bins ?? Math.Min(UsualBins, Math.Max(rows, columns) / 2);
        int shadow = geometry.ShadowRadius(detector.Pixels, columns);
        (double Q, double Counts, double SolidAngle)[] pixels = [.. Enumerable.Range(0, detector.Pixels.Length)
            .Where(i => geometry.RadiusOf(i / columns, i % columns) >= shadow)
            .Select(i => geometry.Of(i / columns, i % columns) is var (q, angle) ? (q, detector.Pixels[i], angle) : default)];
        Outcome<BinEdges> edges = BinEdges.Linear(0, pixels.Max(pixel => pixel.Q), bins);
        Outcome<AveragedCurve> outcome = edges.Result is { } known
            ? AveragedCurve.Counted(known, pixels)
            : Outcome<AveragedCurve>.None(edges.Reason!);
        if (outcome.Result is not { } curve) throw Failed(dataset, outcome.Reason!);
        return QuickLook(
            dataset,
            curve,
            PlaneAverage.Algorithm,
            [
                .. Parameters(bins, curve),
                ProcessStep.Parameter("wavelength", $"{geometry.Wavelength:R} angstrom"),
                .. Parameters(geometry, text, shadow),
            ],
            [.. Remarks()]);

        IEnumerable<string> Remarks()
        {
            if (shadow > 0) yield return $"{detector.Pixels.Length - pixels.Length} pixels behind the beam stop are left out";
            if (detector.Elements > detector.Pixels.Length)
                yield return $"{detector.Elements / detector.Pixels.Length} counts of each pixel, of periods or of a scan, are added";
        }

    }

    private static ProcessedCurve QuickLook(
        Dataset dataset, AveragedCurve curve, string algorithm, IEnumerable<KeyValuePair<string, string>> parameters, List<string> remarks)
    {
        if (curve.NotNumbers > 0) remarks.Add($"{curve.NotNumbers} pixels have no value, and are left out");
        remarks.Insert(0, "for screening: the scale is free, and nothing is subtracted or corrected");
        return new ProcessedCurve(
            $"{dataset.Name}-quicklook",
            new Curve(
                "quick look",
                Curves.QAxis(curve.X, null, Curves.QUnit),
                Axis.Of(AxisQuantity.Intensity, "I", curve.Values, curve.Sigma, "arbitrary"),
                ""),
            [new ProcessSource(dataset)],
            new ProcessStep("quick look", algorithm, [.. parameters]) { Remarks = remarks });
    }

    private static IEnumerable<KeyValuePair<string, string>> Parameters(int bins, AveragedCurve curve) =>
    [
        ProcessStep.Parameter("bins", $"{bins}"),
        ProcessStep.Parameter("pixels", $"{curve.Pixels.Sum()}"),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Parameters(FrameGeometry frame, string centre, int shadow) =>
    [
        ProcessStep.Parameter("distance", $"{frame.Distance:R} m"),
        ProcessStep.Parameter("pixel", $"{frame.PixelWidth:R} by {frame.PixelHeight:R} mm"),
        ProcessStep.Parameter("beam centre", $"column {frame.CentreColumn:0.00}, row {frame.CentreRow:0.00}, {centre}"),
        new("beam stop", shadow == 0 ? "none seen" : $"{shadow} pixels about the beam"),
    ];

    private static LensException Failed(Dataset dataset, string reason) => new(new LensError(
        ErrorKind.NotComputable,
        $"{dataset.Name} cannot be converted to a curve: {reason}.",
        dataset.Path,
        "Give a plane, or a raw frame whose distance, pixel size and wavelength the file or the command says."));
}
