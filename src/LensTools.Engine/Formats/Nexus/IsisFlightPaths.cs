using LensTools.Engine.Analysis.Averaging;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>The flight paths of ISIS' raw histograms: distances and angles of the spectra beside their counts (NXtofraw).</summary>
internal static class IsisFlightPaths
{
    private const string Detector = "instrument/detector_1", Moderator = "instrument/moderator/distance";

    /// <summary>The flight paths of counts [period, spectrum, time], and the counts [spectrum, time] over all periods; null if they are not
    /// all known.</summary>
    public static FlightCounts? Read(Hdf5Group entry, Hdf5Dataset counts, CancellationToken stop)
    {
        IReadOnlyList<long> shape = counts.Dataspace.Dimensions;
        if (shape.Count != 3 || !entry.TryGetGroup(Detector, out Hdf5Group? detector)) return null;
        (int spectra, int times) = ((int)shape[1], (int)shape[2]);
        string parent = counts.Path[..counts.Path.LastIndexOf('/')];
        if (!entry.File.TryGetGroup(parent, out Hdf5Group? data)
            || Values(data, "time_of_flight", Dimension.Time, "us", times + 1) is not { } edges
            || Values(detector, "distance", Dimension.Length, "m", spectra) is not { } distances
            || Values(detector, "polar_angle", null, "degree", spectra) is not { } angles
            || !entry.TryGetDataset(Moderator, out Hdf5Dataset? moderator)
            || Values(moderator, Dimension.Length, "m", 1) is not [var primary]) return null;
        double[] sums = new double[spectra * times];
        long at = 0;
        foreach ((_, ReadOnlyMemory<double> piece) in counts.ReadInPieces<double>())
        {
            stop.ThrowIfCancellationRequested();
            foreach (double count in piece.Span) sums[at++ % sums.Length] += count;
        }
        var paths = new FlightPaths(Math.Abs(primary), distances, [.. angles.Select(angle => angle * Math.PI / 180)], edges);
        return new FlightCounts(paths, sums, (int)shape[0]);
    }

    private static double[]? Values(Hdf5Group group, string name, Dimension? dimension, string unit, int count) =>
        group.TryGetDataset(name, out Hdf5Dataset? values) ? Values(values, dimension, unit, count) : null;

    private static double[]? Values(Hdf5Dataset values, Dimension? dimension, string unit, int count)
    {
        if (values.Datatype.IsString || values.Dataspace.ElementCount != count) return null;
        string? own = NexusValues.Unit(values);
        if (dimension is { } needed && Units.Find(own, needed) is null) return null;
        double factor = dimension is { } known ? Units.Ratio(own, unit, known) : 1;
        // An angle in radians would have no other name.
        return dimension is null && own is not (null or "degree" or "degrees")
            ? null
            : [.. values.Read<double>().Select(value => value * factor)];
    }
}
