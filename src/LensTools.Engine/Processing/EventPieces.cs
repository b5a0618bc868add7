using LensTools.Engine.Formats.Nexus;

namespace LensTools.Engine.Processing;

/// <summary>A stream of events in pieces that are read at once, and which events of each are taken.</summary>
internal sealed class EventPieces
{
    // A piece of so many events stays in the cache of a core. It is whole chunks, so that each is decoded once, unless they are huge.
    private const int EventsAtOnce = 1 << 17, LargestChunk = 1 << 26;

    private readonly int _length;
    private readonly List<(long First, long End)>? _runs;

    private EventPieces(EventReading events, List<(long First, long End)>? runs)
    {
        Events = events;
        _runs = runs;
        int chunk = (events.Offsets ?? events.Ids).ChunkDimensions is [var rows and > 0 and <= LargestChunk] ? (int)rows : 1;
        _length = Math.Max(1, EventsAtOnce / chunk) * chunk;
        Count = (int)((events.Events + _length - 1) / _length);
    }

    /// <summary>The stream.</summary>
    public EventReading Events { get; }

    /// <summary>How many pieces there are.</summary>
    public int Count { get; }

    /// <summary>How many events are of no pulse that is taken.</summary>
    public long LeftOut { get; private init; }

    /// <summary>How many pulses are taken; null if the stream has none.</summary>
    public long? Taken { get; private init; }

    /// <summary>How many of them the file does not mark as vetoed; null if it marks none.</summary>
    public long? Good { get; private init; }

    /// <summary>The events of a piece, as runs of those that are taken.</summary>
    public (long First, int Length, IEnumerable<(int First, int End)> Runs) this[int piece]
    {
        get
        {
            long first = (long)piece * _length;
            int length = (int)Math.Min(_length, Events.Events - first);
            return (first, length, RunsIn(first, length));
        }
    }

    /// <summary>The pieces of a stream whose pulses meet a filter.</summary>
    /// <exception cref="EventReadingException">What the filter asks for is not known.</exception>
    public static EventPieces Of(EventReading events, PulseFilter filter, CancellationToken stop)
    {
        // Without a filter, events of no pulse are events too.
        if (filter.IsAll && !events.HasPulses) return new EventPieces(events, null);
        var runs = new List<(long First, long End)>();
        long taken = 0, good = 0, kept = 0;
        foreach (Pulse pulse in events.Pulses(filter, stop))
        {
            if (!pulse.IsTaken) continue;
            taken++;
            if (!pulse.IsVetoed) good++;
            kept += pulse.End - pulse.First;
            if (pulse.End == pulse.First) continue;
            if (runs.Count > 0 && runs[^1].End == pulse.First) runs[^1] = (runs[^1].First, pulse.End);
            else runs.Add((pulse.First, pulse.End));
        }
        return new EventPieces(events, filter.IsAll ? null : runs)
        {
            LeftOut = filter.IsAll ? 0 : events.Events - kept,
            Taken = taken,
            Good = events.HasVetoMarks ? good : taken,
        };
    }

    private IEnumerable<(int First, int End)> RunsIn(long first, int length)
    {
        if (_runs is null)
        {
            yield return (0, length);
            yield break;
        }
        // The first that ends behind the beginning.
        int low = 0, high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_runs[middle].End <= first) low = middle + 1;
            else high = middle;
        }
        for (; low < _runs.Count && _runs[low].First < first + length; low++)
            yield return ((int)Math.Max(0, _runs[low].First - first), (int)Math.Min(length, _runs[low].End - first));
    }
}
