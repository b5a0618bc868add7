using System.Runtime.InteropServices;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>The counts of the detectors and monitors of a raw NeXus entry.</summary>
internal static class NexusCounts
{
    // Of a larger array the pixels are not looked at: no detector has more, and they are all held at once.
    private const long MostCounts = 1L << 26, MostPixels = 1L << 23, MostTimes = 1L << 20;

    private static readonly string[] TimeAxes = ["time_of_flight", "raw_time", "tof", "time_bin"];
    private static readonly string[] MonitorArrays = ["data", "counts", "integral", "monsum"];

    /// <summary>The array whose pixels are looked at; null if it is not one of counts, or too large.</summary>
    public static Hdf5Dataset? ArrayOf(NexusSignal? signal) => LayoutOf(signal)?.Data;

    /// <summary>The counts of an entry.</summary>
    /// <exception cref="Hdf5Exception">An array cannot be read.</exception>
    public static RawCounts Read(Hdf5Group entry, NexusSignal? signal, CancellationToken stop) =>
        new(LayoutOf(signal) is { } layout ? [Detector(layout, stop)] : [], [.. Monitors(entry, stop)]);

    private static Layout? LayoutOf(NexusSignal? signal)
    {
        if (signal?.Data is not { } data || !IsOfNumbers(data) || data.Dataspace.Rank < 2
            || data.Dataspace.ElementCount is <= 1 or > MostCounts || data.UnwrittenElements > 0) return null;
        long[] shape = [.. data.Dataspace.Dimensions];
        Hdf5Dataset? axis = TimeAxis(data, shape[^1]);
        bool hasTimes = axis is not null || shape[^1] == 1;
        long[] pixels = hasTimes ? shape[..^1] : shape;
        // Before the pixels may be periods or the frames of a scan, which are added up.
        int outer = Math.Max(0, pixels.Length - 2);
        while (outer < pixels.Length - 1 && pixels[outer] == 1) outer++;
        var layout = new Layout(data, pixels[outer..], hasTimes ? shape[^1] : 1, axis);
        return layout.Pixels <= MostPixels ? layout : null;
    }

    private static DetectorCounts Detector(Layout layout, CancellationToken stop)
    {
        double[] sums = new double[layout.Pixels];
        double largest = double.NegativeInfinity;
        long at = 0, atLargest = 0;
        foreach ((_, ReadOnlyMemory<double> piece) in layout.Data.ReadInPieces<double>())
        {
            stop.ThrowIfCancellationRequested();
            foreach (double count in piece.Span)
            {
                sums[at++ / layout.Times % layout.Pixels] += count;
                if (!(count >= largest)) continue;
                atLargest = count > largest ? 1 : atLargest + 1;
                largest = count;
            }
        }
        Hdf5Datatype type = layout.Data.Datatype;
        return new DetectorCounts(layout.Data.Name, layout.Data.Path, layout.Shape, ImmutableCollectionsMarshal.AsImmutableArray(sums))
        {
            Elements = at,
            Largest = (largest, atLargest),
            Capacity = type.Class == Hdf5DatatypeClass.FixedPoint ? Math.Pow(2, (8 * type.Size) - (type.IsSigned ? 1 : 0)) - 1 : null,
            TimeEdges = layout.Axis is { } axis ? ImmutableCollectionsMarshal.AsImmutableArray(axis.Read<double>()) : [],
        };
    }

    private static Hdf5Dataset? TimeAxis(Hdf5Dataset data, long length)
    {
        string path = data.Path;
        if (length > MostTimes || !data.File.TryGetGroup(path[..path.LastIndexOf('/')], out Hdf5Group? group)) return null;
        return TimeAxes
            .Select(name => group.TryGetDataset(name, out Hdf5Dataset? axis) ? axis : null)
            .FirstOrDefault(axis => axis is not null
                && IsOfNumbers(axis)
                && axis.Dataspace.ElementCount is var count && (count == length || count == length + 1));
    }

    private static IEnumerable<MonitorCounts> Monitors(Hdf5Group entry, CancellationToken stop)
    {
        foreach (Hdf5Group monitor in NexusValues.GroupsOfClass(entry, "NXmonitor"))
        {
            Hdf5Dataset? counts = MonitorArrays
                .Select(name => monitor.TryGetDataset(name, out Hdf5Dataset? array) ? array : null)
                .FirstOrDefault(array => array is not null && IsOfNumbers(array));
            if (counts is not { UnwrittenElements: 0 } || counts.Dataspace.ElementCount is <= 0 or > MostCounts) continue;
            double total = 0;
            foreach ((_, ReadOnlyMemory<double> piece) in counts.ReadInPieces<double>())
            {
                stop.ThrowIfCancellationRequested();
                foreach (double count in piece.Span) total += count;
            }
            yield return new MonitorCounts(monitor.Name, counts.Path, total);
        }
    }

    private static bool IsOfNumbers(Hdf5Dataset array) =>
        array is { Datatype.Class: Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint, IsStored: true };

    /// <summary>How the counts of pixels lie in an array.</summary>
    /// <param name="Data">The array.</param>
    /// <param name="Shape">The dimensions of the pixels, the last one fastest.</param>
    /// <param name="Times">How many counts of a pixel lie side by side.</param>
    /// <param name="Axis">Their times; null if there are none.</param>
    private sealed record Layout(Hdf5Dataset Data, long[] Shape, long Times, Hdf5Dataset? Axis)
    {
        public long Pixels { get; } = Shape.Aggregate(1L, (product, length) => product * length);
    }
}
