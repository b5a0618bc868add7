using LensTools.Engine.Datasets;

namespace LensTools.Engine.Processing;

/// <summary>Events counted in bins. Every event of the stream is in a bin or in one of the numbers beside them.</summary>
public sealed record EventHistogram
{
    /// <summary>The dataset.</summary>
    public required Dataset Dataset { get; init; }

    /// <summary>Where the stream of events is in the file.</summary>
    public required string Location { get; init; }

    /// <summary>What events are counted by.</summary>
    public required HistogramAxis Axis { get; init; }

    /// <summary>The unit of the edges; null if it is not known, or there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>The edges of the bins, one more than there are bins. Each bin has its lower edge, the last also its upper one.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>The numbers of the detectors that are counted apart; none if they are counted together.</summary>
    public IReadOnlyList<long> Detectors { get; init; } = [];

    /// <summary>The counts [detector, bin], or [bin].</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>How many events there are in all.</summary>
    public required long Events { get; init; }

    /// <summary>How many are before the first bin, or have no number there.</summary>
    public long Before { get; init; }

    /// <summary>How many are behind the last bin.</summary>
    public long Behind { get; init; }

    /// <summary>How many are of pulses that do not meet the filter, or of no pulse.</summary>
    public long LeftOut { get; init; }

    /// <summary>How many frames they are from; null if that is not known.</summary>
    public long? Frames { get; init; }

    /// <summary>What counts are divided by.</summary>
    public FrameNormalisation Normalisation { get; init; }

    /// <summary>By how much; null if they are not divided.</summary>
    public long? Divisor { get; init; }

    /// <summary>How it was computed.</summary>
    public required ProcessStep Process { get; init; }

    /// <summary>The counts at the middle of each bin, with the deviation of counting, divided where that was asked for; null for counts of
    /// each detector.</summary>
    public Curve? ToCurve()
    {
        if (Detectors.Count > 0) return null;
        double divisor = Divisor ?? 1;
        // Of no counts the deviation is about one.
        return new Curve(
            "histogram",
            Datasets.Axis.Of(
                Axis == HistogramAxis.DetectorId ? AxisQuantity.Other : AxisQuantity.Time,
                Axis switch { HistogramAxis.PulseTime => "pulse time", HistogramAxis.DetectorId => "detector", _ => "t" },
                [.. Edges.Zip(Edges.Skip(1), (low, high) => (low + high) / 2)],
                null,
                Unit),
            Datasets.Axis.Of(
                AxisQuantity.Counts,
                "counts",
                [.. Counts.Select(count => count / divisor)],
                [.. Counts.Select(count => Math.Sqrt(Math.Max(1, count)) / divisor)],
                Divisor is null ? "counts" : "counts/frame"),
            Location);
    }
}
