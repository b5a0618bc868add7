namespace LensTools.Engine.Processing;

/// <summary>The bins to count in.</summary>
public sealed record HistogramBins
{
    /// <summary>How many; null for what is usual.</summary>
    public int? Count { get; init; }

    /// <summary>Where the first begins and the last ends; null for the range of the events.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>Whether their widths have one ratio instead of being equal.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The edges themselves; null if the others say them.</summary>
    public IReadOnlyList<double>? Edges { get; init; }
}
