using LensTools.Engine.Datasets;
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

    /// <summary>How many of them the file does not mark as vetoed; null if it has no marks.</summary>
    public long? Good { get; private init; }

    /// <summary>How many pulses there are in what the filter says, whether vetoed or not; null if the stream has none.</summary>
    public long? Raw { get; private init; }

    /// <summary>How many of the events that are taken are of vetoed pulses.</summary>
    public long EventsOfVetoed { get; private init; }

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
    /// <param name="events">The stream.</param>
    /// <param name="filter">Which pulses are taken.</param>
    /// <param name="countsFrames">Whether the numbers of pulses must be known if they are.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="EventReadingException">What the filter asks for is not known.</exception>
    public static EventPieces Of(EventReading events, PulseFilter filter, bool countsFrames, CancellationToken stop)
    {
        // Without a filter, events of no pulse are events too.
        if (filter.IsAll && !(countsFrames && events.HasPulses))
            return new EventPieces(events, null) { Taken = events.HasPulses ? events.PulseCount : null };
        bool readsMarks = filter.WithoutVetoed || countsFrames;
        var runs = new List<(long First, long End)>();
        long raw = 0, taken = 0, good = 0, kept = 0, ofVetoed = 0;
        foreach (Pulse pulse in events.Pulses(filter, readsMarks, stop))
        {
            if (pulse.IsWithin) raw++;
            if (!pulse.IsTaken) continue;
            taken++;
            if (!pulse.IsVetoed) good++;
            else ofVetoed += pulse.End - pulse.First;
            kept += pulse.End - pulse.First;
            if (pulse.End == pulse.First) continue;
            if (runs.Count > 0 && runs[^1].End == pulse.First) runs[^1] = (runs[^1].First, pulse.End);
            else runs.Add((pulse.First, pulse.End));
        }
        return new EventPieces(events, filter.IsAll ? null : runs)
        {
            LeftOut = filter.IsAll ? 0 : events.Events - kept,
            Taken = taken,
            Raw = raw,
            Good = readsMarks && events.HasVetoMarks ? good : null,
            EventsOfVetoed = ofVetoed,
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
