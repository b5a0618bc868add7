using System.Collections;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>Reads all of a stream of events once, a piece at a time, and tells what it looks like.</summary>
internal sealed class EventAudit(EventStream stream, Hdf5Group entry, CancellationToken stop)
{
    private const string Ids = "event_id", Offsets = "event_time_offset", Index = "event_index";

    // This many events are the beginning of a stream: no two runs share them by chance.
    private const int BeginningEvents = 64;

    // Ids of detectors are not larger in any file.
    private const long LargestId = 1L << 28;

    // The last part of a pulse may be counted in the next one's time.
    private const double OffsetTolerance = 1.01;

    private static readonly string[] DetectorIds = ["detector_number", "detector_id", "spectrum_index"];
    private static readonly string[] IncompleteMarks = ["frame_complete", "is_frame_complete"];
    private static readonly string[] VetoMarks = ["veto_flags", "veto_flag"];

    // More frames are not compared with each other: that is a week at 10 Hz, and they are held at once.
    private const long MostFrames = 1L << 23;

    /// <summary>The arrays that are read to their end.</summary>
    public static IEnumerable<Hdf5Dataset> ArraysOf(EventStream stream)
    {
        foreach (string name in (string[])[Ids, Offsets])
            if (Find(stream.Group, name) is { } array) yield return array;
    }

    // Of an array that was never written there may be as many elements as anyone writes into a header; a doubt names it.
    private static Hdf5Dataset? Find(Hdf5Group group, string name, long most = long.MaxValue) =>
        group.TryGetDataset(name, out Hdf5Dataset? array) && array.Dataspace.ElementCount <= most && array.UnwrittenElements == 0
            ? array
            : null;

    /// <summary>Reads it.</summary>
    /// <exception cref="Hdf5Exception">An array cannot be read.</exception>
    public EventFacts Read()
    {
        Hdf5Group group = stream.Group;
        var facts = new EventFacts
        {
            Location = group.Path,
            Events = stream.Events,
            Pulses = stream.Pulses,
            Duration = stream.Duration,
            StatedEvents = WholeNumber(group, "total_counts"),
            LoggedEvents = Find(entry, "framelog/events_log") is { } log ? Sum(log) : null,
        };
        facts = WithPulses(facts);
        facts = WithIndices(facts);
        facts = WithFrames(facts);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        facts = WithIds(facts, hash);
        facts = WithOffsets(facts, hash);
        return facts.Events < BeginningEvents ? facts : facts with { Beginning = Collections.Identities.ToText(hash) };
    }

    private EventFacts WithPulses(EventFacts facts) =>
        stream.Audit(stop) is not { } pulses
            ? facts
            : facts with
            {
                PulsesBack = pulses.NotLater,
                Period = pulses.Period * stream.Seconds,
                Gaps = pulses.Gaps,
                LongestGap = pulses.LongestGap * (stream.Seconds ?? 1),
                Lost = pulses.Lost * (stream.Seconds ?? 1),
            };

    private EventFacts WithIndices(EventFacts facts)
    {
        if (Find(stream.Group, Index) is not { } index) return facts;
        long back = 0, outside = 0, before = long.MinValue, first = 0, count = 0;
        foreach ((_, ReadOnlyMemory<long> piece) in index.ReadInPieces<long>())
        {
            stop.ThrowIfCancellationRequested();
            foreach (long value in piece.Span)
            {
                if (count++ == 0) first = value;
                else if (value < before) back++;
                // A pulse behind the last event has none.
                if (value < 0 || value > facts.Events) outside++;
                before = value;
            }
        }
        return facts with { Indices = count, FirstIndex = first, LastIndex = before, IndicesBack = back, IndicesOutside = outside };
    }

    private EventFacts WithFrames(EventFacts facts)
    {
        long Count(string[] names, Func<long, bool> isCounted) => names
            .Select(name => Find(stream.Group, name))
            .FirstOrDefault(marks => marks is not null && marks.Datatype.Class
                is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.Enumeration) is { } found
            ? Values(found).LongCount(isCounted)
            : 0;
        return facts with
        {
            IncompleteFrames = Count(IncompleteMarks, complete => complete == 0),
            VetoedFrames = Count(VetoMarks, veto => veto != 0),
            StoppedFrames = Count(["running"], running => running == 0),
            RepeatedFrames = Repeated(),
        };
    }

    private long Repeated()
    {
        if (Find(stream.Group, "frame_number", MostFrames) is not { Datatype.Class: Hdf5DatatypeClass.FixedPoint } numbers) return 0;
        long[] sorted = numbers.Read<long>();
        Array.Sort(sorted);
        return sorted.Zip(sorted.Skip(1)).LongCount(pair => pair.First == pair.Second);
    }

    private IEnumerable<long> Values(Hdf5Dataset marks)
    {
        if (marks.Datatype.IsBoolean)
        {
            foreach (byte mark in All<byte>(marks)) yield return mark;
        }
        else
        {
            foreach (long mark in All<long>(marks)) yield return mark;
        }
    }

    private IEnumerable<T> All<T>(Hdf5Dataset array)
        where T : unmanaged, INumber<T>
    {
        foreach ((_, ReadOnlyMemory<T> piece) in array.ReadInPieces<T>())
        {
            stop.ThrowIfCancellationRequested();
            for (int i = 0; i < piece.Length; i++) yield return piece.Span[i];
        }
    }

    private EventFacts WithIds(EventFacts facts, IncrementalHash hash)
    {
        if (Find(stream.Group, Ids) is null) return facts;
        BitArray? known = KnownIds();
        Hdf5Datatype type = stream.EventIds.Datatype;
        return type.Class == Hdf5DatatypeClass.FixedPoint && type.Size == sizeof(uint) && !type.IsSigned
            ? Scan<uint>(facts, known, hash)
            : Scan<long>(facts, known, hash);
    }

    private EventFacts Scan<T>(EventFacts facts, BitArray? known, IncrementalHash hash)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        // Where the numbers of the pixels have no holes, an interval has them all.
        bool isWhole = known is not null && known.HasAllSet();
        var range = new ValueRange<T>(T.Zero, isWhole ? T.CreateSaturating(known!.Length - 1) : T.MaxValue);
        long outside = 0;
        foreach ((long first, ReadOnlyMemory<T> piece) in stream.EventIds.ReadInPieces<T>())
        {
            stop.ThrowIfCancellationRequested();
            Begin(hash, first, piece.Span);
            range.Add(piece.Span);
            if (known is not null && !isWhole) outside += CountOutside(piece.Span, known);
        }
        return facts.Events == 0
            ? facts
            : facts with
            {
                Ids = (long.CreateSaturating(range.Smallest), long.CreateSaturating(range.Largest)),
                IdsOutside = known is null ? null : isWhole ? range.Outside : outside,
            };
    }

    private static long CountOutside<T>(ReadOnlySpan<T> ids, BitArray known)
        where T : unmanaged, INumber<T>
    {
        long outside = 0;
        foreach (T id in ids)
        {
            long number = long.CreateSaturating(id);
            if ((ulong)number >= (ulong)known.Length || !known[(int)number]) outside++;
        }
        return outside;
    }

    // What the detector of the stream says its pixels are; null if it does not.
    private BitArray? KnownIds()
    {
        Hdf5Dataset? numbers = DetectorIds
            .Select(name => Find(stream.Group, name) ?? Find(ParentOf(stream.Group), name))
            .FirstOrDefault(ids => ids is { Datatype.Class: Hdf5DatatypeClass.FixedPoint });
        if (numbers is null || numbers.Dataspace.ElementCount == 0) return null;
        var range = new ValueRange<long>(0, LargestId);
        foreach ((_, ReadOnlyMemory<long> piece) in numbers.ReadInPieces<long>())
        {
            stop.ThrowIfCancellationRequested();
            range.Add(piece.Span);
        }
        if (range.Outside > 0) return null;
        var known = new BitArray((int)range.Largest + 1);
        foreach (long number in All<long>(numbers)) known[(int)number] = true;
        return known;
    }

    private Hdf5Group ParentOf(Hdf5Group group)
    {
        string path = group.Path;
        int end = path.LastIndexOf('/');
        return end > 0 && entry.File.TryGetGroup(path[..end], out Hdf5Group? parent) ? parent : entry;
    }

    private EventFacts WithOffsets(EventFacts facts, IncrementalHash hash)
    {
        if (!stream.Group.TryGetDataset(Offsets, out Hdf5Dataset? offsets)) return facts;
        facts = facts with { Offsets = offsets.Dataspace.ElementCount };
        if (Find(stream.Group, Offsets) is null) return facts;
        double? unit = Units.Find(NexusValues.Unit(offsets), Dimension.Time)?.Factor;
        double limit = facts.Period is { } period && unit is { } factor ? OffsetTolerance * period / factor : double.PositiveInfinity;
        return offsets.Datatype switch
        {
            { Class: Hdf5DatatypeClass.FloatingPoint, Size: sizeof(float) } => ScanOffsets<float>(facts, offsets, limit, unit, hash),
            { Class: Hdf5DatatypeClass.FixedPoint, Size: sizeof(uint), IsSigned: false } =>
                ScanOffsets<uint>(facts, offsets, limit, unit, hash),
            _ => ScanOffsets<double>(facts, offsets, limit, unit, hash),
        };
    }

    private EventFacts ScanOffsets<T>(EventFacts facts, Hdf5Dataset offsets, double limit, double? unit, IncrementalHash hash)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var range = new ValueRange<T>(T.Zero, T.CreateSaturating(limit));
        foreach ((long first, ReadOnlyMemory<T> piece) in offsets.ReadInPieces<T>())
        {
            stop.ThrowIfCancellationRequested();
            Begin(hash, first, piece.Span);
            range.Add(piece.Span);
        }
        return facts.Offsets == 0
            ? facts
            : facts with
            {
                OffsetsOutside = range.Outside,
                SmallestOffset = double.CreateSaturating(range.Smallest) * unit,
                LargestOffset = double.CreateSaturating(range.Largest) * unit,
            };
    }

    private static void Begin<T>(IncrementalHash hash, long first, ReadOnlySpan<T> piece)
        where T : unmanaged
    {
        if (first < BeginningEvents)
            hash.AppendData(MemoryMarshal.AsBytes(piece[..(int)Math.Min(piece.Length, BeginningEvents - first)]));
    }

    private static long? WholeNumber(Hdf5Group group, string name) =>
        group.TryGetDataset(name, out Hdf5Dataset? value)
        && value.Datatype.Class is Hdf5DatatypeClass.FixedPoint
        && value.Dataspace.ElementCount == 1
            ? value.Read<long>()[0]
            : null;

    private long Sum(Hdf5Dataset log) => log.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint
        ? (long)All<double>(log).Sum()
        : 0;
}
