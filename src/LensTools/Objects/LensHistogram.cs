using System.Collections.Specialized;
using LensTools.Engine;
using LensTools.Engine.Processing;

namespace LensTools;

/// <summary>Events counted in bins. Every event is in a bin, or in Before, Behind or LeftOut.</summary>
public sealed class LensHistogram
{
    internal LensHistogram(EventHistogram histogram, Workspace workspace)
    {
        Histogram = histogram;
        Dataset = new LensDataset(histogram.Dataset, workspace);
        Curve = histogram.ToCurve() is { } curve ? new LensCurve(curve) : null;
    }

    /// <summary>The dataset.</summary>
    public LensDataset Dataset { get; }

    /// <summary>The dataset's name.</summary>
    public string Name => Dataset.Name;

    /// <summary>Where the stream of events is in the file.</summary>
    public string Location => Histogram.Location;

    /// <summary>What events are counted by.</summary>
    public LensHistogramAxis Axis => (LensHistogramAxis)Histogram.Axis;

    /// <summary>The unit of the edges; empty if it is not known, or there is none.</summary>
    public string? Unit => Histogram.Unit;

    /// <summary>The edges of the bins, one more than there are bins. Each bin has its lower edge, the last also its upper one.</summary>
    public IReadOnlyList<double> Edges => Histogram.Edges;

    /// <summary>The numbers of the detectors that are counted apart; none if they are counted together.</summary>
    public IReadOnlyList<long> Detectors => Histogram.Detectors;

    /// <summary>The counts of each bin; for detectors apart, those of one after those of the other.</summary>
    public IReadOnlyList<long> Counts => Histogram.Counts;

    /// <summary>The counts as a curve with their deviations, divided by frames where that was asked for; null for detectors apart.
    /// </summary>
    public LensCurve? Curve { get; }

    /// <summary>How many events are in bins.</summary>
    public long Counted => Histogram.Counts.Sum();

    /// <summary>How many events there are in all.</summary>
    public long Events => Histogram.Events;

    /// <summary>How many are before the first bin, or have no number there.</summary>
    public long Before => Histogram.Before;

    /// <summary>How many are behind the last bin.</summary>
    public long Behind => Histogram.Behind;

    /// <summary>How many are of pulses that were left out, or of no pulse.</summary>
    public long LeftOut => Histogram.LeftOut;

    /// <summary>How many frames they are from; null if that is not known.</summary>
    public long? Frames => Histogram.Frames;

    /// <summary>By what the curve is divided; null if it is not.</summary>
    public long? Divisor => Histogram.Divisor;

    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public string Algorithm => Histogram.Process.Algorithm;

    /// <summary>What it was done with.</summary>
    public OrderedDictionary Parameters => InOrder(Histogram.Process.Parameters);

    /// <summary>What to know of the result.</summary>
    public string[] Remarks => [.. Histogram.Process.Remarks];

    internal EventHistogram Histogram { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Edges.Count - 1} bins)";

    internal static OrderedDictionary InOrder(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var all = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in parameters) all[name] = value;
        return all;
    }
}
