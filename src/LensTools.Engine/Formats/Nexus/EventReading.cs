using System.Numerics;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>A stream of events that is open to be read: its arrays, and which of its pulses meet a filter.</summary>
internal sealed class EventReading(EventStream stream, Hdf5Group entry)
{
    // Pulses are read so many at a time.
    private const int PulsesAtOnce = 1 << 16;

    // What is left out is marked by what is not 0, or by what is 0. Sources: NXevent_data of ISIS' muon pipeline; ISIS' frame log.
    private static readonly (string Path, bool IsVeto)[] VetoMarks =
    [
        ("veto_flags", true), ("veto_flag", true), ("running", false), ("frame_complete", false), ("is_frame_complete", false),
        ("framelog/good_frame_log/value", false),
    ];

    private static readonly string[] PeriodMarks = ["period_number", "framelog/period_log/value"];

    /// <summary>Where it is in the file.</summary>
    public string Location => stream.Group.Path;

    /// <summary>How many events there are.</summary>
    public long Events => stream.Events;

    /// <summary>The detector of each event.</summary>
    public Hdf5Dataset Ids => stream.EventIds;

    /// <summary>The time of each event after its pulse; null if there is none for each.</summary>
    public Hdf5Dataset? Offsets =>
        stream.Group.TryGetDataset("event_time_offset", out Hdf5Dataset? offsets) && offsets.Dataspace.ElementCount == Events
            ? offsets
            : null;

    /// <summary>The unit of <see cref="Offsets"/> as written.</summary>
    public string? OffsetUnit => Offsets is { } offsets ? NexusValues.Unit(offsets) : null;

    /// <summary>How many pulses there are; null if there are none.</summary>
    public long? PulseCount => stream.Pulses;

    /// <summary>Whether it says which events are of which pulse.</summary>
    public bool HasPulses => stream.Pulses > 0
        && stream.Group.TryGetDataset("event_index", out Hdf5Dataset? index)
        && index.Dataspace.ElementCount == stream.Pulses;

    /// <summary>Fails if some of its arrays were never written: they would read as events and pulses at 0.</summary>
    /// <exception cref="EventReadingException">The array and how much of it.</exception>
    public void CheckWritten()
    {
        foreach (string name in (string[])["event_id", "event_time_offset", "event_index", "event_time_zero"])
        {
            if (stream.Group.TryGetDataset(name, out Hdf5Dataset? array) && array.UnwrittenElements is > 0 and var missing)
                throw new EventReadingException($"{missing} of {array.Dataspace.ElementCount} values of {name} were never written");
        }
    }

    /// <summary>Seconds from the first pulse to the last; null if they are not known.</summary>
    public double? Duration => stream.Duration;

    /// <summary>A whole number that the entry states about all of its frames; null if it does not.</summary>
    public long? Stated(string name) =>
        entry.TryGetDataset(name, out Hdf5Dataset? value)
        && value is { Datatype.Class: Hdf5DatatypeClass.FixedPoint, Dataspace.ElementCount: 1 }
            ? value.Read<long>()[0]
            : null;

    /// <summary>Whether frames are marked as good or not.</summary>
    public bool HasVetoMarks => Array.Exists(VetoMarks, mark => MarksOf(mark.Path) is not null);

    /// <summary>The pulses in the order of the file, with the events of each.</summary>
    /// <param name="filter">Which of them are taken.</param>
    /// <param name="readsMarks">Whether it must be known which of them are vetoed.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="EventReadingException">The events of pulses, or what the filter asks for, are not known.</exception>
    public IEnumerable<Pulse> Pulses(PulseFilter filter, bool readsMarks, CancellationToken stop)
    {
        if (!stream.Group.TryGetDataset("event_index", out Hdf5Dataset? index) || index.Dataspace.ElementCount == 0)
            throw new EventReadingException("it does not say which events are of which pulse: there is no event_index");
        if (stream.Times is not { } times || times.Dataspace.ElementCount != index.Dataspace.ElementCount)
            throw new EventReadingException(
                $"{index.Dataspace.ElementCount} pulses have events, of {stream.Pulses ?? 0} whose times are given");
        if (stream.Seconds is not { } second && filter.Times is not null)
            throw new EventReadingException("the unit of the times of pulses is not known");
        (Hdf5Dataset Marks, bool IsVeto)[] vetoes = [.. VetoMarks
            .Where(_ => readsMarks).Select(mark => (MarksOf(mark.Path)!, mark.IsVeto)).Where(mark => mark.Item1 is not null)];
        if (filter.WithoutVetoed && vetoes.Length == 0) throw new EventReadingException("no frame is marked as vetoed, incomplete or good");
        Hdf5Dataset? periods = filter.Periods is null ? null : PeriodMarks.Select(MarksOf).FirstOrDefault(marks => marks is not null);
        if (filter.Periods is not null && periods is null) throw new EventReadingException("frames have no number of a period");
        return Read(index, times, vetoes, periods, filter, stop);
    }

    private IEnumerable<Pulse> Read(
        Hdf5Dataset index,
        Hdf5Dataset times,
        (Hdf5Dataset Marks, bool IsVeto)[] vetoes,
        Hdf5Dataset? periods,
        PulseFilter filter,
        CancellationToken stop)
    {
        long count = index.Dataspace.ElementCount, zero = 0;
        // Whole nanoseconds since 1970 have more digits than a double.
        bool isWhole = times.Datatype.Class == Hdf5DatatypeClass.FixedPoint;
        double zeroTime = 0, second = stream.Seconds ?? 1;
        for (long at = 0; at < count; at += PulsesAtOnce)
        {
            stop.ThrowIfCancellationRequested();
            int length = (int)Math.Min(PulsesAtOnce, count - at);
            long[] first = Read<long>(index, at, (int)Math.Min(length + 1, count - at));
            long[] wholeTimes = isWhole ? Read<long>(times, at, length) : [];
            double[] realTimes = isWhole ? [] : Read<double>(times, at, length);
            bool[] isVetoed = new bool[length];
            foreach ((Hdf5Dataset marks, bool isVeto) in vetoes)
            {
                long[] values = ReadMarks(marks, at, length);
                for (int i = 0; i < length; i++) isVetoed[i] |= (values[i] != 0) == isVeto;
            }
            long[] numbers = filter.Periods is not null && periods is not null ? ReadMarks(periods, at, length) : [];
            if (at == 0 && isWhole) zero = wholeTimes[0];
            else if (at == 0) zeroTime = realTimes[0];
            for (int i = 0; i < length; i++)
            {
                long end = i + 1 < first.Length ? first[i + 1] : Events;
                if (first[i] < 0 || end < first[i] || end > Events)
                    throw new EventReadingException(
                        $"event_index says that pulse {at + i} has the events from {first[i]} to {end} of {Events}");
                double time = (isWhole ? wholeTimes[i] - zero : realTimes[i] - zeroTime) * second;
                bool isWithin = (filter.Times is not { } range || (time >= range.From && time < range.To))
                    && (filter.Frames is not { } frames || (at + i >= frames.First && at + i <= frames.Last))
                    && (filter.Periods is null || filter.Periods.Contains(numbers[i]));
                yield return new Pulse(time, first[i], end, isVetoed[i], isWithin, isWithin && !(filter.WithoutVetoed && isVetoed[i]));
            }
        }
    }

    private static T[] Read<T>(Hdf5Dataset dataset, long at, int count)
        where T : unmanaged, INumber<T>
    {
        var values = new T[count];
        dataset.Read(Hdf5Selection.Box([at], [count]), values.AsSpan());
        return values;
    }

    private static long[] ReadMarks(Hdf5Dataset marks, long at, int count) => marks.Datatype.IsBoolean
        ? [.. Read<byte>(marks, at, count).Select(mark => (long)mark)]
        : Read<long>(marks, at, count);

    // Of the stream or of the entry, one for each pulse; what is there and is not so is no answer to what was asked.
    private Hdf5Dataset? MarksOf(string path)
    {
        if (!stream.Group.TryGetDataset(path, out Hdf5Dataset? marks) && !entry.TryGetDataset(path, out marks)) return null;
        return marks is { Datatype.Class: Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.Enumeration, UnwrittenElements: 0 }
            && marks.Dataspace.ElementCount == stream.Pulses
                ? marks
                : throw new EventReadingException(
                    $"{path} has {marks.Dataspace.ElementCount} values of {marks.Datatype}, and not a number for each pulse");
    }
}

/// <summary>Events cannot be read as was asked; the message is a reason in words.</summary>
internal sealed class EventReadingException(string message) : Exception(message);
