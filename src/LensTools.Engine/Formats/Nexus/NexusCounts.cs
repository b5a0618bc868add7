using System.Runtime.InteropServices;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>The counts of the detectors and monitors of a raw NeXus entry.</summary>
internal static class NexusCounts
{
    // Of a larger array the pixels are not looked at.
    private const long MostCounts = 1L << 26;

    private static readonly string[] TimeAxes = ["time_of_flight", "raw_time", "tof", "time_bin"];
    private static readonly string[] MonitorArrays = ["data", "counts", "integral", "monsum"];

    /// <summary>The array whose pixels are looked at; null if it is not one of counts, or too large.</summary>
    public static Hdf5Dataset? ArrayOf(NexusSignal? signal) =>
        signal?.Data is { Datatype.Class: Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint, IsStored: true } data
        && data.Dataspace.Rank > 1
        && data.Dataspace.ElementCount is > 1 and <= MostCounts
        && data.UnwrittenElements == 0
            ? data
            : null;

    /// <summary>The counts of an entry.</summary>
    /// <exception cref="Hdf5Exception">An array cannot be read.</exception>
    public static RawCounts Read(Hdf5Group entry, NexusSignal? signal, CancellationToken stop)
    {
        DetectorCounts[] detectors = ArrayOf(signal) is { } data ? [Detector(entry, data, stop)] : [];
        return new RawCounts(detectors, [.. Monitors(entry)]);
    }

    private static DetectorCounts Detector(Hdf5Group entry, Hdf5Dataset data, CancellationToken stop)
    {
        long[] shape = [.. data.Dataspace.Dimensions];
        (double[] edges, bool isTime) = Times(entry, data, shape[^1]);
        long times = isTime || shape[^1] == 1 ? shape[^1] : 1;
        long[] pixelShape = isTime || shape[^1] == 1 ? shape[..^1] : shape;
        // Before the pixels may be periods or the frames of a scan, which are added up.
        int outer = Math.Max(0, pixelShape.Length - 2);
        while (outer < pixelShape.Length - 1 && pixelShape[outer] == 1) outer++;
        pixelShape = pixelShape[outer..];
        long pixels = pixelShape.Aggregate(1L, (product, length) => product * length);
        double[] sums = new double[pixels];
        long at = 0;
        foreach ((_, ReadOnlyMemory<double> piece) in data.ReadInPieces<double>())
        {
            stop.ThrowIfCancellationRequested();
            foreach (double count in piece.Span) sums[at++ / times % pixels] += count;
        }
        Hdf5Datatype type = data.Datatype;
        return new DetectorCounts(data.Name, data.Path, pixelShape, ImmutableCollectionsMarshal.AsImmutableArray(sums))
        {
            Capacity = type.Class == Hdf5DatatypeClass.FixedPoint ? Math.Pow(2, (8 * type.Size) - (type.IsSigned ? 1 : 0)) - 1 : null,
            TimeEdges = ImmutableCollectionsMarshal.AsImmutableArray(edges),
        };
    }

    private static (double[] Edges, bool IsTime) Times(Hdf5Group entry, Hdf5Dataset data, long length)
    {
        string path = data.Path;
        if (!entry.File.TryGetGroup(path[..path.LastIndexOf('/')], out Hdf5Group? group)) return ([], false);
        foreach (string name in TimeAxes)
        {
            if (group.TryGetDataset(name, out Hdf5Dataset? axis)
                && axis.Datatype.Class is Hdf5DatatypeClass.FloatingPoint or Hdf5DatatypeClass.FixedPoint
                && axis.IsStored
                && axis.Dataspace.ElementCount is var count && (count == length || count == length + 1))
                return (axis.Read<double>(), true);
        }
        return ([], false);
    }

    private static IEnumerable<MonitorCounts> Monitors(Hdf5Group entry)
    {
        foreach (Hdf5Group monitor in NexusValues.GroupsOfClass(entry, "NXmonitor"))
        {
            Hdf5Dataset? counts = MonitorArrays
                .Select(name => monitor.TryGetDataset(name, out Hdf5Dataset? array) ? array : null)
                .FirstOrDefault(array => array is
                { Datatype.Class: Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint, IsStored: true });
            if (counts is { UnwrittenElements: 0 } && counts.Dataspace.ElementCount is > 0 and <= MostCounts)
                yield return new MonitorCounts(monitor.Name, counts.Path, counts.Read<double>().Sum());
        }
    }
}
