using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Neutron or muon events with the pulses that they came from (NeXus base class NXevent_data). They are never loaded as a whole.
/// </summary>
internal sealed class EventStream
{
    // This many pulses are enough to find their usual spacing.
    private const int PulsesForPeriod = 10_001;

    private readonly Hdf5Dataset? _zero;

    private EventStream(Hdf5Group group, Hdf5Dataset events, Hdf5Dataset? zero)
    {
        Group = group;
        EventIds = events;
        _zero = zero;
    }

    public Hdf5Group Group { get; }

    public Hdf5Dataset EventIds { get; }

    public long Events => EventIds.Dataspace.ElementCount;

    /// <summary>The times of pulses; null if there are none.</summary>
    public Hdf5Dataset? Times => _zero;

    public long? Pulses => _zero?.Dataspace.ElementCount;

    /// <summary>
    /// Seconds from the first pulse to the last, for which two values are read; null if there are no pulses or their unit is unknown.
    /// </summary>
    public double? Duration => Pulses is > 0 && Seconds is { } unit ? Between(0, Pulses.Value - 1) * unit : null;

    /// <summary>The unit of the times of pulses in seconds; null if it is not known.</summary>
    public double? Seconds => _zero is null ? null : Units.Find(NexusValues.Unit(_zero), Dimension.Time)?.Factor;

    /// <summary>The stream in a group of class NXevent_data, or null.</summary>
    public static EventStream? In(Hdf5Object candidate)
    {
        if (!NexusValues.IsOfClass(candidate, "NXevent_data")
            || candidate is not Hdf5Group group
            || !group.TryGetDataset("event_id", out Hdf5Dataset? events))
            return null;
        return new EventStream(group, events, group.TryGetDataset("event_time_zero", out Hdf5Dataset? zero) ? zero : null);
    }

    /// <summary>What is doubtful about the pulses: fewer of them than indices, times that step back, none that pass.</summary>
    public IEnumerable<Doubt> FindDoubts(CancellationToken stop)
    {
        if (_zero is null || Pulses is not > 0) yield break;
        if (Group.TryGetDataset("event_index", out Hdf5Dataset? index) && index.Dataspace.ElementCount != Pulses)
            yield return new Doubt(
                DoubtKind.Incomplete,
                index.Path,
                $"{index.Dataspace.ElementCount} pulses have events, of {Pulses} whose times are given",
                "all events and all pulses");
        foreach (Doubt doubt in NexusDoubts.OfUnwritten(_zero)) yield return doubt;
        if (Audit(stop) is not { } pulses) yield break;
        if (pulses.Back > 0)
            yield return new Doubt(
                DoubtKind.DamagedRows, _zero.Path, $"the times of {pulses.Back} of {Pulses} pulses step back", "as they are");
        if (Duration == 0)
            yield return new Doubt(DoubtKind.DamagedRows, _zero.Path, "no time passes between the first and the last pulse", "as it is");
    }

    /// <summary>Events, pulses, their period and the gaps between them, read a piece at a time.</summary>
    public IEnumerable<MetadataItem> Describe(CancellationToken stop)
    {
        yield return Item("events", Events, null);
        if (_zero is null) yield break;
        yield return Item("pulses", Pulses ?? 0, null);
        if (Duration is { } duration) yield return Item("seconds from first to last pulse", duration, "s");
        if (Seconds is not { } unit || Pulses < 3 || Audit(stop) is not { Period: { } period } pulses) yield break;
        yield return Item("period of the pulses", period * unit, "s");
        yield return Item("gaps between pulses", pulses.Gaps, null);
        if (pulses.Gaps == 0) yield break;
        yield return Item("longest gap", pulses.LongestGap * unit, "s");
        yield return Item("seconds lost in gaps", pulses.Lost * unit, "s");
    }

    /// <summary>What the times of all pulses show; null if there are fewer than two, or they were never written: of those there may be as
    /// many as anyone writes into a header.</summary>
    public PulseAudit? Audit(CancellationToken stop) =>
        _zero is { UnwrittenElements: 0 } && Pulses > 1 ? PulseAudit.Read(_zero, FindPeriod(), stop) : null;

    // The usual time between two pulses, in the unit of their times; null if there are too few.
    private double? FindPeriod()
    {
        double[] steps = [.. Steps((int)Math.Min(Pulses ?? 0, PulsesForPeriod)).Order()];
        return steps.Length > 0 && steps[steps.Length / 2] > 0 ? steps[steps.Length / 2] : null;
    }

    // Times of whole nanoseconds since 1970 have more digits than a double.
    private double[] Steps(int count)
    {
        if (_zero!.Datatype.Class == Hdf5DatatypeClass.FixedPoint)
        {
            long[] whole = new long[count];
            _zero.Read(Hdf5Selection.Box([0], [count]), whole.AsSpan());
            return [.. whole.Zip(whole.Skip(1), (a, b) => (double)(b - a))];
        }
        double[] times = new double[count];
        _zero.Read(Hdf5Selection.Box([0], [count]), times.AsSpan());
        return [.. times.Zip(times.Skip(1), (a, b) => b - a)];
    }

    private double Between(long first, long last)
    {
        // One pulse may be written as a single value instead of an array of one.
        if (first == last) return 0;
        return _zero!.Datatype.Class == Hdf5DatatypeClass.FixedPoint
            ? One<long>(last) - One<long>(first)
            : One<double>(last) - One<double>(first);
    }

    private T One<T>(long index)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var one = new T[1];
        _zero!.Read(Hdf5Selection.Box([index], [1]), one.AsSpan());
        return one[0];
    }

    private MetadataItem Item(string name, double value, string? unit) =>
        new(name, value.ToString("G15", CultureInfo.InvariantCulture), unit, Group.Path);
}
