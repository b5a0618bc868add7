using System.Globalization;
using LensTools.Engine.Analysis.Muons;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Muons;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Processing;

/// <summary>Computes the asymmetry of muon histograms, of each period.</summary>
public sealed class MuonAsymmetry
{
    // A correction beyond this is itself uncertain.
    private const double LargeCorrection = 1.05;

    // Widths are written as single numbers.
    private const double SameWidth = 1e-5;

    /// <summary>The numbers of the forward detectors; null for the first group of the file.</summary>
    public IReadOnlyCollection<int>? Forward { get; init; }

    /// <summary>The numbers of the backward detectors; null for the second group of the file.</summary>
    public IReadOnlyCollection<int>? Backward { get; init; }

    /// <summary>How many times more the forward group counts of the same decays, α; null for 1, or to estimate it.</summary>
    public double? Alpha { get; init; }

    /// <summary>Whether α is the ratio of all good counts, as is right for muons without polarisation on the whole.</summary>
    public bool EstimatesAlpha { get; init; }

    /// <summary>Whether dead times of the file are not used.</summary>
    public bool WithoutDeadTime { get; init; }

    /// <summary>The asymmetry over the good bins of each period of a dataset.</summary>
    /// <exception cref="LensException">It cannot be read, has no muon histograms, or its groups are not known.</exception>
    public IReadOnlyList<ProcessedCurve> Of(Dataset dataset, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        Curve[] histograms = [.. reading.Signals.OfType<Curve>()
            .Where(curve => curve.X.Quantity == AxisQuantity.Time && curve.Y.Quantity == AxisQuantity.Counts)];
        if (histograms.Length == 0) throw Failed(dataset, "it has no muon histograms");
        MuonDetectors? detectors = reading.ReadMuonDetectors();
        int spectra = detectors?.Numbers.Length ?? histograms.Length;
        int[] numbers = detectors?.Numbers ?? [.. Enumerable.Range(1, spectra)];
        (int[] forward, int[] backward) = Groups(dataset, detectors, numbers);
        return [.. Enumerable.Range(0, histograms.Length / spectra).Select(period => Of(
            dataset,
            histograms.AsMemory(period * spectra, spectra),
            detectors,
            (forward, backward),
            histograms.Length > spectra ? period : null))];
    }

    private ProcessedCurve Of(
        Dataset dataset, ReadOnlyMemory<Curve> histograms, MuonDetectors? detectors, (int[] Forward, int[] Backward) groups, int? period)
    {
        Curve first = histograms.Span[groups.Forward[0]];
        double width = (first.Q[^1] - first.Q[0]) / (first.Q.Length - 1);
        PointRange own = first.Good ?? new PointRange(0, first.Q.Length - 1);
        Curve[] all = [.. groups.Forward.Concat(groups.Backward).Select(i => histograms.Span[i])];
        PointRange good = GoodOfAll(dataset, all, first, own, width);
        double? frames = detectors?.GoodFrames is { } known ? known[Math.Min(period ?? 0, known.Length - 1)] : null;
        bool isCorrected = !WithoutDeadTime && detectors?.DeadTimes is not null && frames > 0;
        (DetectorGroup f, double largestForward) = Sum(groups.Forward);
        (DetectorGroup b, double largestBackward) = Sum(groups.Backward);
        double largest = Math.Max(largestForward, largestBackward);
        if (!double.IsFinite(largest))
            throw Failed(dataset, "its detectors counted more than their dead times allow; -NoDeadTime leaves them as they are");
        Range bins = good.First..(good.Last + 1);
        double alpha = Alpha ?? (EstimatesAlpha ? AsymmetryCurve.AlphaOf(f.Counts.AsSpan(bins), b.Counts.AsSpan(bins)) : 1);
        if (!(alpha > 0) || !double.IsFinite(alpha)) throw Failed(dataset, "α is no number above 0: one of the groups counted nothing");
        var asymmetry = AsymmetryCurve.Of(f, b, alpha);
        var curve = new Curve(
            "asymmetry",
            Axis.Of(AxisQuantity.Time, "t", [.. first.Q.AsSpan()[bins]], null, "us"),
            Axis.Of(AxisQuantity.Other, "asymmetry", asymmetry.Values[bins], asymmetry.Sigma[bins]),
            "");
        var parameters = new List<KeyValuePair<string, string>>
        {
            new("alpha", Text(alpha)),
            new("alpha is", Alpha is not null ? "given" : EstimatesAlpha ? "estimated from all good counts" : "assumed"),
            new("forward detectors", Numbers(groups.Forward)),
            new("backward detectors", Numbers(groups.Backward)),
            new("good bins", good.ToString()),
            new("dead time", isCorrected ? "corrected" : "not corrected"),
        };
        if (period is { } number) parameters.Add(new("period", Text(number + 1)));
        if (isCorrected)
        {
            parameters.Add(new("good frames", Text(frames!.Value)));
            parameters.Add(new("largest correction", Text(largest)));
        }
        return new ProcessedCurve(
            $"{dataset.Name}{(period is { } p ? $"-period {p + 1}" : "")}-asymmetry",
            curve,
            [new ProcessSource(dataset)],
            new ProcessStep("asymmetry", AsymmetryCurve.Algorithm, parameters) { Remarks = [.. Remarks()] });

        (DetectorGroup, double) Sum(int[] group) => DetectorGroup.Of(
            [.. group.Select(i => Aligned(histograms.Span[i], first, width))],
            isCorrected ? [.. group.Select(i => detectors!.DeadTimes![i])] : null,
            width,
            frames ?? 1);

        string Numbers(int[] group) => string.Join(", ", group.Select(i => detectors?.Numbers[i] ?? i + 1));

        IEnumerable<string> Remarks()
        {
            if (Alpha is null && !EstimatesAlpha) yield return "α is taken as 1";
            if (first.Good is null) yield return "the file does not say which bins are good, and all are taken";
            if (good != own) yield return $"bins {good} are good of all detectors, and {own} of the first";
            if (!isCorrected && !WithoutDeadTime)
                yield return "dead times are not corrected: the file does not give them and the number of good frames";
            if (largest > LargeCorrection)
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"the correction for dead time reaches {100 * (largest - 1):0.0} %");
        }
    }

    // The bins of the first histogram that are good of all at the same time after t0.
    private static PointRange GoodOfAll(Dataset dataset, Curve[] histograms, Curve like, PointRange own, double width)
    {
        (int from, int to) = (own.First, own.Last);
        foreach (Curve histogram in histograms)
        {
            double other = (histogram.Q[^1] - histogram.Q[0]) / (histogram.Q.Length - 1);
            if (!(Math.Abs(other - width) <= SameWidth * width))
                throw Failed(dataset, $"the bins of {like.Name} and {histogram.Name} have different widths");
            int shift = Shift(histogram, like, width);
            PointRange good = histogram.Good ?? new PointRange(0, histogram.Q.Length - 1);
            (from, to) = (Math.Max(from, good.First - shift), Math.Min(to, good.Last - shift));
        }
        return from <= to ? new PointRange(from, to) : throw Failed(dataset, "no time after t0 is good of all its detectors");
    }

    private static int Shift(Curve histogram, Curve like, double width) => (int)Math.Round((like.Q[0] - histogram.Q[0]) / width);

    // The counts at the times of another histogram, which may have its t0 in another bin; 0 where it has none.
    private static ReadOnlyMemory<double> Aligned(Curve histogram, Curve like, double width)
    {
        int shift = Shift(histogram, like, width);
        if (shift == 0 && histogram.I.Length == like.I.Length) return histogram.I.AsMemory();
        double[] counts = new double[like.I.Length];
        for (int i = 0; i < counts.Length; i++)
            if (i + shift >= 0 && i + shift < histogram.I.Length) counts[i] = histogram.I[i + shift];
        return counts;
    }

    private (int[] Forward, int[] Backward) Groups(Dataset dataset, MuonDetectors? detectors, int[] numbers)
    {
        if (Forward is { } forward && Backward is { } backward)
        {
            int[] all = [.. forward, .. backward];
            return all.Distinct().Count() == all.Length
                ? (Indices(forward), Indices(backward))
                : throw Failed(dataset, "a detector is named twice");
        }
        if (Forward is not null || Backward is not null) throw Failed(dataset, "one group is given, and the other is not");
        int[] groups = [.. (detectors?.Groups ?? []).Distinct().Order()];
        if (groups.Length != 2)
            throw Failed(dataset, groups.Length == 0
                ? "it does not say which detectors are forward and which are backward"
                : $"its detectors are in {groups.Length} groups, and not in two");
        return (InGroup(groups[0]), InGroup(groups[1]));

        int[] InGroup(int group) => [.. Enumerable.Range(0, numbers.Length).Where(i => detectors!.Groups![i] == group)];

        int[] Indices(IEnumerable<int> wanted) => [.. wanted.Select(number => Array.IndexOf(numbers, number) is >= 0 and int index
            ? index
            : throw Failed(dataset, $"it has no detector {number}, but {numbers[0]} to {numbers[^1]}"))];
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static LensException Failed(Dataset dataset, string reason) => new(new LensError(
        ErrorKind.NotComputable,
        $"The asymmetry of {dataset.Name} cannot be computed: {reason}.",
        dataset.Path,
        "Give muon histograms; -Forward and -Backward name the detectors of the groups."));
}
