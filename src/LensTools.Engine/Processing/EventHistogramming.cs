using System.Numerics;
using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Histograms;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Nexus;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Hosting;
using LensTools.Hdf5;

namespace LensTools.Engine.Processing;

/// <summary>
/// Counts the events of datasets in bins. Events are read a piece at a time by several threads, and never held as a whole.
/// </summary>
public sealed class EventHistogramming
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Event histogram 1";

    private const string TimeUnit = "us", PulseUnit = "s";
    private const int UsualBins = 1000, UsualPulseBins = 100;

    // Counts of bins of each detector are held at once.
    private const long MostCounts = 1L << 25;

    /// <summary>What events are counted by.</summary>
    public HistogramAxis Axis { get; init; }

    /// <summary>The bins.</summary>
    public HistogramBins Bins { get; init; } = new();

    /// <summary>Whether each detector is counted apart.</summary>
    public bool IsPerDetector { get; init; }

    /// <summary>Which pulses events are taken from.</summary>
    public PulseFilter Filter { get; init; } = new();

    /// <summary>What counts are divided by.</summary>
    public FrameNormalisation Normalisation { get; init; }

    /// <summary>How many threads read.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>A histogram of each stream of events of a dataset.</summary>
    /// <exception cref="LensException">The dataset cannot be read, or has no events that can be counted so.</exception>
    public IReadOnlyList<EventHistogram> Count(Dataset dataset, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        IReadOnlyList<EventReading> streams = reading.OpenEvents();
        // Some banks of a file may have none.
        int[] counted = [.. Enumerable.Range(0, streams.Count).Where(i => streams[i].Events > 0)];
        return counted.Length == 0
            ? throw Failed(dataset, "it has no events")
            : [.. counted.Select(i => reading.Guard(() => Count(dataset, streams[i], i, stop)))];
    }

    private EventHistogram Count(Dataset dataset, EventReading events, int number, CancellationToken stop)
    {
        try
        {
            events.CheckWritten();
            EventPieces pieces = EventPieces.Of(events, Filter, countsFrames: Normalisation != FrameNormalisation.None, stop);
            (string? unit, double factor) = UnitOf(events);
            // The range of the events is exact in their own unit, and what a user says in the usual one.
            bool isOfEvents = Bins is { Edges: null, Range: null };
            double[] given = EdgesOf(events, stop);
            double[] edges = isOfEvents ? [.. given.Select(edge => edge * factor)] : given;
            double[] inFile = isOfEvents ? given : [.. given.Select(edge => edge / factor)];
            long[] detectors = IsPerDetector ? DetectorsOf(events, edges.Length - 1, stop) : [];
            long[] slots = Axis == HistogramAxis.PulseTime
                ? CountPulses(events, edges, stop)
                : CountEvents(dataset, number, pieces, inFile, detectors, stop);
            int bins = edges.Length - 1, rows = Math.Max(1, detectors.Length);
            long? divisor = DivisorOf(events, pieces);
            return new EventHistogram
            {
                Dataset = dataset,
                Location = events.Location,
                Axis = Axis,
                Unit = unit,
                Edges = edges,
                Detectors = detectors,
                Counts = [.. Enumerable.Range(0, rows).SelectMany(row => slots.AsMemory((row * (bins + 2)) + 1, bins).ToArray())],
                Events = events.Events,
                Before = Enumerable.Range(0, rows).Sum(row => slots[row * (bins + 2)]),
                Behind = Enumerable.Range(0, rows).Sum(row => slots[(row * (bins + 2)) + bins + 1]),
                // Of no pulse an event has no time of one.
                LeftOut = Axis == HistogramAxis.PulseTime ? events.Events - slots.Sum() : pieces.LeftOut,
                Frames = pieces.Taken,
                Normalisation = Normalisation,
                Divisor = divisor,
                Process = new ProcessStep("histogram", Algorithm, [.. Parameters(events, divisor)])
                {
                    Remarks = [.. Remarks(unit, pieces)],
                },
            };
        }
        catch (EventReadingException problem)
        {
            throw Failed(dataset, problem.Message);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Parameters(EventReading events, long? divisor)
    {
        yield return new("stream", events.Location);
        yield return new("axis", $"{Axis}");
        if (Filter.Times is { } times) yield return ProcessStep.Parameter("pulse times", $"{times.From:R} to {times.To:R} s");
        if (Filter.Frames is { } frames) yield return new("frames", $"{frames.First} to {frames.Last}");
        if (Filter.WithoutVetoed) yield return new("vetoed frames", "left out");
        if (Filter.Periods is { } periods) yield return new("periods", string.Join(", ", periods));
        if (divisor is { } number)
            yield return new($"divided by {(Normalisation == FrameNormalisation.GoodFrames ? "good" : "raw")} frames", $"{number}");
    }

    private IEnumerable<string> Remarks(string? unit, EventPieces pieces)
    {
        if (Normalisation == FrameNormalisation.GoodFrames && pieces.EventsOfVetoed > 0)
            yield return $"{pieces.EventsOfVetoed} events of frames that are not good are counted; -ExcludeVetoed leaves them out";
        if (Axis == HistogramAxis.TimeOfFlight && unit is null)
            yield return "the unit of event_time_offset is not known, and the edges are in it";
    }

    // The unit of the edges, and the factor that makes values of the file be in it.
    private (string? Unit, double Factor) UnitOf(EventReading events) => Axis switch
    {
        HistogramAxis.PulseTime when events.Duration is null =>
            throw new EventReadingException("there are no pulses, or the unit of their times is not known"),
        HistogramAxis.PulseTime => (PulseUnit, 1),
        HistogramAxis.DetectorId => (null, 1),
        _ when events.Offsets is null => throw new EventReadingException("not every event has an event_time_offset"),
        _ when Units.Find(events.OffsetUnit, Dimension.Time) is not null =>
            (TimeUnit, Units.Ratio(events.OffsetUnit, TimeUnit, Dimension.Time)),
        _ => (null, 1),
    };

    private double[] EdgesOf(EventReading events, CancellationToken stop)
    {
        Outcome<BinEdges> edges;
        if (Bins.Edges is { } given)
        {
            edges = BinEdges.Of([.. given]);
        }
        else if (Axis == HistogramAxis.DetectorId && Bins is { Count: null, IsLogarithmic: false })
        {
            (double from, double to) = Bins.Range ?? RangeOf(events, stop);
            // Between two numbers, so that the last bin does not have the number behind it.
            edges = to - from < BinEdges.Most
                ? BinEdges.Of([.. Enumerable.Range(0, (int)(to - from) + 2).Select(i => Math.Ceiling(from) + i - 0.5)])
                : Outcome<BinEdges>.None($"the numbers of detectors are from {from:0} to {to:0}, too many for a bin each");
        }
        else
        {
            (double from, double to) = Bins.Range ?? RangeOf(events, stop);
            int count = Bins.Count ?? (Axis == HistogramAxis.PulseTime ? UsualPulseBins : UsualBins);
            // All at one time, as a single pulse is.
            if (Bins.Range is null && from == to) to = from + 1;
            if (Bins is { Range: null, IsLogarithmic: true } && from == 0) from = to / Math.Pow(10, 6);
            edges = Bins.IsLogarithmic ? BinEdges.Logarithmic(from, to, count) : BinEdges.Linear(from, to, count);
        }
        return edges.Result?.Values ?? throw new EventReadingException(edges.Reason!);
    }

    private (double From, double To) RangeOf(EventReading events, CancellationToken stop) => Axis switch
    {
        HistogramAxis.PulseTime => (0, events.Duration!.Value),
        HistogramAxis.DetectorId => RangeOf<long>(events.Ids, stop),
        _ => events.Offsets!.Datatype.Class == Hdf5DatatypeClass.FixedPoint
            ? RangeOf<long>(events.Offsets, stop)
            : RangeOf<double>(events.Offsets, stop),
    };

    private static (double From, double To) RangeOf<T>(Hdf5Dataset array, CancellationToken stop)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var range = new ValueRange<T>(T.MinValue, T.MaxValue);
        foreach ((_, ReadOnlyMemory<T> piece) in array.ReadInPieces<T>())
        {
            stop.ThrowIfCancellationRequested();
            range.Add(piece.Span);
        }
        return range.Smallest <= range.Largest
            ? (double.CreateSaturating(range.Smallest), double.CreateSaturating(range.Largest))
            : throw new EventReadingException($"{array.Name} has no numbers");
    }

    private static long[] DetectorsOf(EventReading events, int bins, CancellationToken stop)
    {
        (double first, double last) = RangeOf<long>(events.Ids, stop);
        if ((last - first + 1) * (bins + 2) > MostCounts)
            throw new EventReadingException(
                $"{last - first + 1:0} detectors with {bins} bins each are more counts than {MostCounts}: ask for fewer bins");
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (long)first + i)];
    }

    private long[] CountPulses(EventReading events, double[] edges, CancellationToken stop)
    {
        if (IsPerDetector) throw new EventReadingException("detectors are counted apart by the time of flight, not by that of the pulse");
        var lookup = new BinLookup<double>(edges);
        long[] slots = new long[edges.Length + 1];
        foreach (Pulse pulse in events.Pulses(Filter, Filter.WithoutVetoed, stop))
        {
            if (pulse.IsTaken) slots[lookup.BinOf(pulse.Time) + 1] += pulse.End - pulse.First;
        }
        return slots;
    }

    // Slots [detector, bin], with one before the first bin and one behind the last.
    private long[] CountEvents(
        Dataset dataset, int number, EventPieces pieces, double[] edges, long[] detectors, CancellationToken stop)
    {
        Hdf5Datatype type = (Axis == HistogramAxis.DetectorId ? pieces.Events.Ids : pieces.Events.Offsets!).Datatype;
        return type switch
        {
            { Class: Hdf5DatatypeClass.FloatingPoint, Size: sizeof(float) } =>
                CountEvents<float>(dataset, number, pieces, edges, detectors, stop),
            { Class: Hdf5DatatypeClass.FloatingPoint } => CountEvents<double>(dataset, number, pieces, edges, detectors, stop),
            // There must be a number behind the last edge.
            { Size: sizeof(uint), IsSigned: false } when edges[^1] < uint.MaxValue =>
                CountEvents<uint>(dataset, number, pieces, edges, detectors, stop),
            _ => CountEvents<long>(dataset, number, pieces, edges, detectors, stop),
        };
    }

    private long[] CountEvents<T>(
        Dataset dataset, int number, EventPieces pieces, double[] edges, long[] detectors, CancellationToken stop)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var lookup = new BinLookup<T>(edges);
        // Each thread has counts of its own.
        long mostThreads = Math.Max(1, MostCounts / ((long)Math.Max(1, detectors.Length) * edges.Length));
        int threads = (int)Math.Min(Math.Clamp(ThrottleLimit, 1, Math.Max(1, pieces.Count)), mostThreads);
        long[][] counts = [.. OrderedParallel.Select(Enumerable.Range(0, threads), threads, CountPart, stop)];
        long[] all = counts[0];
        foreach (long[] more in counts.AsSpan(1))
            for (int i = 0; i < all.Length; i++) all[i] += more[i];
        return all;

        // Each thread reads every so many pieces, with a file of its own.
        long[] CountPart(int thread)
        {
            using DatasetReading reading = dataset.Open(stop);
            EventReading events = reading.OpenEvents()[number];
            Hdf5Dataset values = Axis == HistogramAxis.DetectorId ? events.Ids : events.Offsets!;
            return reading.Guard(() =>
            {
                var counter = new EventCounter<T>(lookup, detectors);
                for (int piece = thread; piece < pieces.Count; piece += threads)
                {
                    stop.ThrowIfCancellationRequested();
                    counter.Count(values, detectors.Length > 0 ? events.Ids : null, pieces[piece]);
                }
                return counter.Slots();
            });
        }
    }

    private long? DivisorOf(EventReading events, EventPieces pieces)
    {
        if (Normalisation == FrameNormalisation.None) return null;
        string name = Normalisation == FrameNormalisation.GoodFrames ? "good_frames" : "raw_frames";
        long? frames = Filter.IsAll && events.Stated(name) is { } stated ? stated
            : Normalisation == FrameNormalisation.GoodFrames ? pieces.Good
            : pieces.Raw;
        return frames > 0
            ? frames
            : throw new EventReadingException($"it does not say how many {name.Replace('_', ' ')} there are, or there are none");
    }

    private static LensException Failed(Dataset dataset, string reason) => new(new LensError(
        ErrorKind.NotComputable,
        $"The events of {dataset.Name} cannot be counted so: {reason}.",
        dataset.Path,
        "Give a dataset of events, and ask for what it has."));
}
