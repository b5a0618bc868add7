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
    private const string Ids = "event_id", Offsets = "event_time_offset", Index = "event_index", Zero = "event_time_zero";

    // A pulse is missing if two are further apart than this many periods.
    private const double GapPeriods = 1.5;

    // This many events are the beginning of a stream: no two runs share them by chance.
    private const int BeginningEvents = 64;

    // Ids of detectors are not larger in any file.
    private const long LargestId = 1L << 28;

    // The last part of a pulse may be counted in the next one's time.
    private const double OffsetTolerance = 1.01;

    private static readonly string[] DetectorIds = ["detector_number", "detector_id", "spectrum_index"];
    private static readonly string[] IncompleteMarks = ["frame_complete", "is_frame_complete"];
    private static readonly string[] VetoMarks = ["veto_flags", "veto_flag"];

    // More marks of frames and numbers of pixels than any instrument has.
    private const long MostMarks = 1L << 24;

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
            LoggedEvents = Find(entry, "framelog/events_log", MostMarks) is { } log ? Sum(log) : null,
        };
        facts = WithPulses(facts);
        facts = WithIndices(facts);
        facts = WithFrames(facts);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        facts = WithIds(facts, hash);
        facts = WithOffsets(facts, hash);
        return facts.Events < BeginningEvents ? facts : facts with { Beginning = Collections.Identities.ToText(hash) };
    }

    private EventFacts WithPulses(EventFacts facts)
    {
        if (Find(stream.Group, Zero) is not { } zero || zero.Dataspace.ElementCount < 2) return facts;
        double? unit = Units.Find(NexusValues.Unit(zero), Dimension.Time)?.Factor;
        double? period = stream.FindPeriod();
        long back = 0, gaps = 0;
        double lost = 0, longest = 0;
        // Whole nanoseconds since 1970 have more digits than a double.
        if (zero.Datatype.Class == Hdf5DatatypeClass.FixedPoint) Steps<long>(zero, Add, step => step);
        else Steps<double>(zero, Add, step => step);
        return facts with
        {
            PulsesBack = back,
            Period = period * unit,
            Gaps = gaps,
            LongestGap = longest * (unit ?? 1),
            Lost = lost * (unit ?? 1),
        };

        void Add(double step)
        {
            if (!(step > 0)) back++;
            if (!(step > GapPeriods * period)) return;
            gaps++;
            lost += step - (period ?? 0);
            longest = Math.Max(longest, step);
        }
    }

    private void Steps<T>(Hdf5Dataset zero, Action<double> add, Func<T, double> toDouble)
        where T : unmanaged, INumber<T>
    {
        T? before = null;
        foreach ((_, ReadOnlyMemory<T> piece) in zero.ReadInPieces<T>())
        {
            stop.ThrowIfCancellationRequested();
            foreach (T time in piece.Span)
            {
                if (before is { } earlier) add(toDouble(time - earlier));
                before = time;
            }
        }
    }

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
            .Select(name => Find(stream.Group, name, MostMarks))
            .FirstOrDefault(marks => marks is not null && marks.Datatype.Class
                is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.Enumeration) is { } found
            ? Values(found).LongCount(isCounted)
            : 0;
        long repeated = 0;
        if (Find(stream.Group, "frame_number", MostMarks) is { Datatype.Class: Hdf5DatatypeClass.FixedPoint } numbers)
        {
            var seen = new HashSet<long>();
            repeated = Values(numbers).LongCount(number => !seen.Add(number));
        }
        return facts with
        {
            IncompleteFrames = Count(IncompleteMarks, complete => complete == 0),
            VetoedFrames = Count(VetoMarks, veto => veto != 0),
            StoppedFrames = Count(["running"], running => running == 0),
            RepeatedFrames = repeated,
        };
    }

    private IEnumerable<long> Values(Hdf5Dataset marks)
    {
        stop.ThrowIfCancellationRequested();
        return marks.Datatype.IsBoolean ? marks.Read<byte>().Select(mark => (long)mark) : marks.Read<long>();
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
            .Select(name => Find(stream.Group, name, MostMarks) ?? Find(ParentOf(stream.Group), name, MostMarks))
            .FirstOrDefault(ids => ids is { Datatype.Class: Hdf5DatatypeClass.FixedPoint });
        if (numbers is null || numbers.Dataspace.ElementCount == 0) return null;
        long[] all = numbers.Read<long>();
        if (all.Min() < 0 || all.Max() > LargestId) return null;
        var known = new BitArray((int)all.Max() + 1);
        foreach (long number in all) known[(int)number] = true;
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

    private static long Sum(Hdf5Dataset log) => log.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint
        ? (long)log.Read<double>().Sum()
        : 0;
}
