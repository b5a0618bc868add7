using System.Collections.Immutable;

namespace LensTools.Engine.Datasets;

/// <summary>What the detectors and monitors of a raw dataset counted.</summary>
/// <param name="Detectors">The detectors.</param>
/// <param name="Monitors">The monitors.</param>
public sealed record RawCounts(IReadOnlyList<DetectorCounts> Detectors, IReadOnlyList<MonitorCounts> Monitors)
{
    /// <summary>Nothing that is known.</summary>
    public static RawCounts None { get; } = new([], []);

    /// <summary>What a detector counted in all, as the file states it; null if it does not.</summary>
    public double? StatedTotal { get; init; }

    /// <summary>Where it does.</summary>
    public string? StatedAt { get; init; }
}

/// <summary>The counts of a detector.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Location">Where the counts are.</param>
/// <param name="Shape">The dimensions of its pixels, the last one fastest.</param>
/// <param name="Pixels">The counts of each pixel, over all times and periods.</param>
public sealed record DetectorCounts(string Name, string Location, IReadOnlyList<long> Shape, ImmutableArray<double> Pixels)
{
    /// <summary>How many counts were added up: one for each pixel, unless there are times or periods.</summary>
    public required long Elements { get; init; }

    /// <summary>The largest of them, and how many are as large.</summary>
    public required (double Value, long Elements) Largest { get; init; }

    /// <summary>The largest number that one of them can hold; null if that is not known.</summary>
    public double? Capacity { get; init; }

    /// <summary>The boundaries of the time bins; empty if there are none.</summary>
    public ImmutableArray<double> TimeEdges { get; init; } = [];
}

/// <summary>The counts of a monitor.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Location">Where the counts are.</param>
/// <param name="Total">Their sum.</param>
public sealed record MonitorCounts(string Name, string Location, double Total);
