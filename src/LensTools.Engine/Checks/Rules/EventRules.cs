using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Something about each stream of events of a dataset: rules that differ in what they look at.</summary>
internal sealed class EventRule : IDatasetRule
{
    private const string Nexus = "NeXus base class NXevent_data";
    private const string LostPart = "lostPart", OffsetPart = "offsetPart", FramePart = "badFramePart";

    private readonly Func<EventFacts, Func<string, double>, IEnumerable<string>> _find;
    private readonly string _expected, _advice;

    private EventRule(
        string id,
        string name,
        string description,
        string explanation,
        string expected,
        string advice,
        Severity severity,
        Remedy remedy,
        Func<EventFacts, Func<string, double>, IEnumerable<string>> find,
        params ThresholdInfo[] thresholds)
    {
        (_find, _expected, _advice) = (find, expected, advice);
        Info = new RuleInfo
        {
            Id = id,
            Name = name,
            Description = description,
            Explanation = explanation,
            Category = RuleCategory.Events,
            AppliesTo = DataKinds.Events,
            DefaultSeverity = severity,
            Needs = RuleNeeds.Events,
            Thresholds = thresholds,
            Source = Nexus,
            Remedy = remedy,
        };
    }

    /// <summary>One for each thing that is looked at.</summary>
    public static IReadOnlyList<EventRule> All { get; } =
    [
        new(
            "Events.Index",
            "Event index",
            "The indices of the events never step back and are within the events.",
            "The index says to which pulse an event belongs; a wrong one moves events to other times without a word.",
            "increasing indices, from 0 to the last event",
            "Ask the facility to write the file again; the times of these events cannot be trusted.",
            Severity.Error,
            new Remedy(Party.Facility),
            FindIndex),
        new(
            "Events.Pulses",
            "Pulse times",
            "Each pulse is later than the one before, and every event is of a pulse.",
            "Pulses out of order or written twice break every filter by time.",
            "increasing times of pulses",
            "Ask the facility to write the file again, in the order of time.",
            Severity.Warning,
            new Remedy(Party.Facility),
            FindPulses),
        new(
            "Events.Gaps",
            "Gaps",
            "No pulses are missing between others.",
            "Where the beam was off or messages were lost, rates per time are wrong.",
            "pulses at equal distances",
            "Compute rates by the number of pulses; at ESS a pulse without events is not written.",
            Severity.Information,
            new Remedy(Party.Nobody),
            static (facts, threshold) => facts.Gaps > 0 && facts.Lost > threshold(LostPart) * (facts.Duration ?? 0)
                ? [Text($"{facts.Gaps} gaps between pulses, the longest {facts.LongestGap:G4} s, of a period of {facts.Period:G4} s;")
                    + Text($" {facts.Lost:G4} s are lost")]
                : [],
            new ThresholdInfo(
                LostPart, "1", 0, "The part of the time that may be lost in gaps of more than one and a half periods.", "a proposal")),
        new(
            "Events.Offsets",
            "Offsets of events",
            "Every event has an offset, that is a number from 0 to the time between two pulses.",
            "An offset is the time of flight: a wrong one is a wrong wavelength.",
            "an offset within the period for each event",
            "Ask the facility in which unit the offsets are, and whether they are from the pulse.",
            Severity.Warning,
            new Remedy(Party.Facility),
            FindOffsets,
            new ThresholdInfo(
                OffsetPart, "1", 0.01, "The part of the events that may be later than the next pulse; slow neutrons are.", "a proposal")),
        new(
            "Events.Ids",
            "Ids of events",
            "Every event is of a pixel that the detector has.",
            "An event without a pixel has no place, and its energy and angle cannot be known.",
            "ids of the detector's pixels",
            "Ask the facility for the detector's numbers.",
            Severity.Warning,
            new Remedy(Party.Facility),
            static (facts, _) => facts.IdsOutside > 0
                ? [Text($"{facts.IdsOutside} of {facts.Events} events are of a pixel that the detector does not have")]
                : facts.Ids.Smallest < 0 ? [Text($"an id is {facts.Ids.Smallest}")] : []),
        new(
            "Events.Totals",
            "Totals of events",
            "There are as many events as the header and the log of the frames state.",
            "A file with fewer events than it states was cut off while it was written.",
            "as many events as are stated",
            "Compare the file with its source; ask the uploader to send it again.",
            Severity.Error,
            new Remedy(Party.Uploader, "The file has fewer events than it says. Can you send it again?"),
            FindTotals),
        new(
            "Events.Frames",
            "Frames",
            "Every frame is complete, counted once, and not vetoed.",
            "Frames that were vetoed or incomplete belong to no measurement; counting them changes rates.",
            "complete frames that are not vetoed",
            "Leave those frames out.",
            Severity.Information,
            new Remedy(Party.Nobody),
            FindFrames,
            new ThresholdInfo(FramePart, "1", 0, "The part of the frames that may be incomplete, vetoed or repeated.", "a proposal")),
    ];

    public RuleInfo Info { get; }

    // What is the same in all banks of a detector is one finding.
    public IEnumerable<Observation> Check(RuleContext context) => context.Events
        .SelectMany(facts => _find(facts, context.Threshold).Select(seen => (facts.Location, Seen: seen)))
        .GroupBy(one => one.Seen)
        .Select(same => new Observation(
            Location.Of(context.Dataset) with { Pointer = same.First().Location },
            same.Count() is > 1 and int streams ? Text($"{same.Key}; so in {streams} streams of events") : same.Key,
            _expected,
            _advice));

    private static IEnumerable<string> FindIndex(EventFacts facts, Func<string, double> threshold)
    {
        if (facts.Indices is null) yield break;
        if (facts.IndicesBack > 0) yield return Text($"{facts.IndicesBack} of {facts.Indices} indices step back");
        if (facts.IndicesOutside > 0) yield return Text(
            $"{facts.IndicesOutside} of {facts.Indices} indices are outside the {facts.Events} events");
    }

    private static IEnumerable<string> FindPulses(EventFacts facts, Func<string, double> threshold)
    {
        if (facts.PulsesBack > 0) yield return Text($"{facts.PulsesBack} of {facts.Pulses} pulses are not later than the one before");
        // Some writers give the end of each pulse in the place of its beginning; NXevent_data may be read so.
        if (facts.FirstIndex != 0 && facts.LastIndex != facts.Events)
            yield return Text($"{facts.FirstIndex} events are before the first pulse");
    }

    private static IEnumerable<string> FindOffsets(EventFacts facts, Func<string, double> threshold)
    {
        if (facts.Offsets is { } offsets && offsets != facts.Events) yield return Text(
            $"there are {offsets} offsets for {facts.Events} events");
        if (facts.SmallestOffset < 0) yield return Text($"an offset is {facts.SmallestOffset:G4} s");
        else if (facts.Events > 0 && facts.OffsetsOutside > threshold(OffsetPart) * facts.Events)
            yield return Text($"{facts.OffsetsOutside} of {facts.Events} offsets are no number or longer than the period; the largest is ")
                + Text($"{facts.LargestOffset:G4} s, and the period is {facts.Period:G4} s");
    }

    private static IEnumerable<string> FindTotals(EventFacts facts, Func<string, double> threshold)
    {
        if (facts.StatedEvents is { } stated && stated != facts.Events) yield return Text(
            $"there are {facts.Events} events, and {stated} are stated");
        if (facts.LoggedEvents is { } logged && logged != facts.Events)
            yield return Text($"there are {facts.Events} events, and the log of the frames has {logged}");
    }

    private static IEnumerable<string> FindFrames(EventFacts facts, Func<string, double> threshold)
    {
        long frames = facts.Pulses ?? facts.Indices ?? 0;
        double most = threshold(FramePart) * frames;
        if (facts.IncompleteFrames > most) yield return Text($"{facts.IncompleteFrames} of {frames} frames are incomplete");
        // A writer that does not know gives all of them the same mark.
        if (facts.VetoedFrames > most && facts.VetoedFrames < frames) yield return Text(
            $"{facts.VetoedFrames} of {frames} frames are vetoed");
        if (facts.StoppedFrames > most && facts.StoppedFrames < frames)
            yield return Text($"in {facts.StoppedFrames} of {frames} frames the run was not running");
        if (facts.RepeatedFrames > most) yield return Text($"{facts.RepeatedFrames} of {frames} frame numbers are repeated");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
