using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Muons;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// The histograms of ISIS' muon files as curves of counts by the time after t0 in µs, a curve for each spectrum of each period. The bins
/// of t0 and of the good data count from 1. Source: S. Cottrell et al., "ISIS Muon NeXus Instrument Definition", versions 1 and 2;
/// measured in files of HIFI and EMU.
/// </summary>
internal static class IsisMuonHistograms
{
    private const string BaseUnit = "us";

    // Version 2 has a detector beside the data, which some writers give t0 and the good bins.
    private const string Detector = "instrument/detector_1";

    /// <summary>
    /// The curves of one array of counts: [period, spectrum, time], or [spectrum, time], where version 1 has the spectra of all periods one
    /// after the other.
    /// </summary>
    public static IEnumerable<Curve> Read(Hdf5Group entry, Hdf5Dataset counts)
    {
        IReadOnlyList<long> shape = counts.Dataspace.Dimensions;
        if (shape.Count is not (2 or 3) || shape[^1] is 0 or > MuonHistogram.MostBins) yield break;
        // All at once, for a chunk may hold all spectra.
        double[] all = counts.Read<double>();
        long periods = shape.Count == 3 ? shape[0] : Periods(entry, shape[0]);
        int bins = (int)shape[^1], spectra = (int)(shape.Count == 3 ? shape[1] : shape[0] / periods);
        Hdf5Group[] places = [.. Places(entry, counts)];
        if (Array(places, "raw_time") is not { } rawTime || Times(rawTime, bins) is not { } times) yield break;
        double[]? numbers = Values(places, "spectrum_index", spectra);
        double[]? first = Bins(places, counts, "first_good_bin", spectra), last = Bins(places, counts, "last_good_bin", spectra);
        double[] zero = Zero(places, counts, times, spectra);
        for (long period = 0; period < periods; period++)
        {
            for (int spectrum = 0; spectrum < spectra; spectrum++)
            {
                string number = $"spectrum {(numbers is null ? spectrum + 1 : numbers[spectrum]):0}";
                yield return new MuonHistogram(
                    periods > 1 ? $"period {period + 1}, {number}" : number,
                    all.AsSpan((int)((period * spectra) + spectrum) * bins, bins).ToArray(),
                    [.. times.Select(time => time - zero[spectrum])],
                    counts.Path)
                {
                    Good = first is null || last is null
                        ? null
                        : MuonHistogram.GoodOf((long)first[spectrum] - 1, (long)last[spectrum] - 1, bins)
                }.ToCurve();
            }
        }
    }

    /// <summary>What the file knows of the detectors of an array of counts: dead times in µs, groups, good frames.</summary>
    public static MuonDetectors Detectors(Hdf5Group entry, Hdf5Dataset counts)
    {
        IReadOnlyList<long> shape = counts.Dataspace.Dimensions;
        int periods = (int)(shape.Count == 3 ? shape[0] : Periods(entry, shape[0]));
        int spectra = (int)(shape.Count == 3 ? shape[1] : shape[0] / periods);
        Hdf5Group[] places = [.. Places(entry, counts)];
        Hdf5Dataset? deadTimes = Array(places, "dead_time") ?? Array([.. DeadTimeGroups(entry)], "deadtimes");
        double[]? times = deadTimes is { Datatype.IsString: false } known && known.Dataspace.ElementCount == spectra && IsAvailable(known)
            ? known.Read<double>()
            : null;
        double factor = deadTimes is null ? 1 : Microseconds(deadTimes);
        return new MuonDetectors(
            Values(places, "spectrum_index", spectra)?.Select(number => (int)number).ToArray() ?? [.. Enumerable.Range(1, spectra)],
            times is null ? null : [.. times.Select(time => time * factor)],
            Array(places, "grouping") is { } grouping && IsAvailable(grouping)
                ? Values(places, "grouping", spectra)?.Select(group => (int)group).ToArray()
                : null,
            GoodFrames(entry, periods));
    }

    private static IEnumerable<Hdf5Group> DeadTimeGroups(Hdf5Group entry)
    {
        if (entry.TryGetGroup("instrument/detector", out Hdf5Group? detector)) yield return detector;
    }

    // An array that the program that wrote it did not fill says so.
    private static bool IsAvailable(Hdf5Dataset array) => NexusValues.Attribute(array, "available") is not "0";

    // For each period, or one number for the only one.
    private static double[]? GoodFrames(Hdf5Group entry, int periods)
    {
        foreach (string path in (string[])["periods/good_frames", "good_frames", "instrument/beam/frames_good"])
        {
            if (entry.TryGetDataset(path, out Hdf5Dataset? frames)
                && frames is { Datatype.IsString: false }
                && frames.Dataspace.ElementCount == periods)
                return frames.Read<double>();
        }
        return null;
    }

    private static long Periods(Hdf5Group entry, long rows) =>
        entry.TryGetDataset("switching_states", out Hdf5Dataset? states)
            && states is { Datatype.IsString: false, Dataspace.ElementCount: 1 }
            && Math.Abs(states.Read<long>()[0]) is > 1 and var count
            && rows % count == 0
                ? count
                : 1;

    private static IEnumerable<Hdf5Group> Places(Hdf5Group entry, Hdf5Dataset counts)
    {
        string parent = counts.Path[..counts.Path.LastIndexOf('/')];
        if (entry.File.TryGetGroup(parent, out Hdf5Group? beside)) yield return beside;
        if (entry.TryGetGroup(Detector, out Hdf5Group? detector)) yield return detector;
    }

    private static Hdf5Dataset? Array(IEnumerable<Hdf5Group> places, string name) => places
        .Select(place => place.TryGetDataset(name, out Hdf5Dataset? found) ? found : null)
        .FirstOrDefault(found => found is not null);

    // Of the boundaries of the bins, the middles.
    private static double[]? Times(Hdf5Dataset rawTime, int bins)
    {
        if (rawTime.Dataspace.ElementCount != bins && rawTime.Dataspace.ElementCount != bins + 1) return null;
        double factor = Microseconds(rawTime);
        double[] raw = rawTime.Read<double>();
        return [.. Enumerable.Range(0, bins).Select(i => factor * (raw.Length == bins ? raw[i] : (raw[i] + raw[i + 1]) / 2))];
    }

    private static double[] Zero(Hdf5Group[] places, Hdf5Dataset counts, double[] times, int spectra)
    {
        if (Array(places, "time_zero") is { } stated && stated.Dataspace.ElementCount is var count && (count == 1 || count == spectra))
        {
            double factor = Microseconds(stated);
            double[] zero = [.. stated.Read<double>().Select(value => value * factor)];
            return zero.Length == spectra ? zero : [.. Enumerable.Repeat(zero[0], spectra)];
        }
        double[]? bins = Bins(places, counts, "time_zero_bin", spectra) ?? Bins(places, counts, "t0_bin", spectra);
        return bins is null
            ? new double[spectra]
            : [.. bins.Select(bin => bin >= 1 && bin <= times.Length ? times[(int)bin - 1] : 0)];
    }

    // A bin for each spectrum, or one for all as an array or an attribute of the counts.
    private static double[]? Bins(Hdf5Group[] places, Hdf5Dataset counts, string name, int spectra)
    {
        if (Values(places, name, spectra) is { } all) return all;
        double[]? one = Values(places, name, 1)
            ?? (counts.TryGetAttribute(name, out Hdf5Attribute? attribute) && attribute.Dataspace.ElementCount == 1
                ? attribute.Read<double>()
                : null);
        return one is null ? null : [.. Enumerable.Repeat(one[0], spectra)];
    }

    private static double[]? Values(Hdf5Group[] places, string name, int count) =>
        Array(places, name) is { Datatype.IsString: false } array && array.Dataspace.ElementCount == count ? array.Read<double>() : null;

    private static double Microseconds(Hdf5Dataset dataset) =>
        NexusValues.Unit(dataset) is { } unit && Units.Find(unit, Dimension.Time) is not null
            ? Units.Ratio(unit, BaseUnit, Dimension.Time)
            : 1;
}
