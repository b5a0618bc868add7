namespace LensTools.Engine.Datasets;

/// <summary>
/// What a stream of events and its pulses look like, found in one pass over them. Event streams have a pulse for each index (NeXus base
/// class NXevent_data): <c>event_index</c> is the first event of a pulse.
/// </summary>
public sealed record EventFacts
{
    /// <summary>Where the stream is.</summary>
    public required string Location { get; init; }

    /// <summary>How many events there are.</summary>
    public required long Events { get; init; }

    /// <summary>How many pulses have times; null if none has.</summary>
    public long? Pulses { get; init; }

    /// <summary>How many offsets of events within their pulses there are; null if there are none.</summary>
    public long? Offsets { get; init; }

    /// <summary>How many indices there are; null if there are none.</summary>
    public long? Indices { get; init; }

    /// <summary>How many indices are smaller than the one before.</summary>
    public long IndicesBack { get; init; }

    /// <summary>How many indices are negative or behind the last event.</summary>
    public long IndicesOutside { get; init; }

    /// <summary>The first index.</summary>
    public long FirstIndex { get; init; }

    /// <summary>The last index.</summary>
    public long LastIndex { get; init; }

    /// <summary>How many pulses are not later than the one before.</summary>
    public long PulsesBack { get; init; }

    /// <summary>The usual time between pulses in seconds; null if it is not known.</summary>
    public double? Period { get; init; }

    /// <summary>How often more than one and a half periods pass between two pulses.</summary>
    public long Gaps { get; init; }

    /// <summary>The longest time between two pulses in seconds.</summary>
    public double LongestGap { get; init; }

    /// <summary>The time that is lost in gaps, in seconds.</summary>
    public double Lost { get; init; }

    /// <summary>The time from the first pulse to the last in seconds; null if it is not known.</summary>
    public double? Duration { get; init; }

    /// <summary>How many offsets are negative, not a number, or longer than the file's own window or a hundred periods.</summary>
    public long OffsetsOutside { get; init; }

    /// <summary>The smallest offset in seconds; null if the unit is not known.</summary>
    public double? SmallestOffset { get; init; }

    /// <summary>The largest offset in seconds; null if the unit is not known.</summary>
    public double? LargestOffset { get; init; }

    /// <summary>How many events have an id that no detector has; null if the detectors are not known.</summary>
    public long? IdsOutside { get; init; }

    /// <summary>The smallest and largest id.</summary>
    public (long Smallest, long Largest) Ids { get; init; }

    /// <summary>How many events the file states; null if it does not.</summary>
    public long? StatedEvents { get; init; }

    /// <summary>How many events the log of the frames states; null if there is none.</summary>
    public long? LoggedEvents { get; init; }

    /// <summary>How many frames are marked as incomplete.</summary>
    public long IncompleteFrames { get; init; }

    /// <summary>How many frames are marked as vetoed; all of them is how a writer leaves the mark unset.</summary>
    public long VetoedFrames { get; init; }

    /// <summary>How many frames were not counted, as the run was not running.</summary>
    public long StoppedFrames { get; init; }

    /// <summary>How many frame numbers appear more than once.</summary>
    public long RepeatedFrames { get; init; }

    /// <summary>A hash of the first events; equal for two streams of which one is the beginning of the other.</summary>
    public string? Beginning { get; init; }
}
