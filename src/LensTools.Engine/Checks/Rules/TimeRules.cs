using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A measurement ends after it begins.</summary>
internal sealed class TimeOrderRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.TimeOrder",
        Name = "Order of times",
        Description = "The measurement ends after it begins, and neither is in the future.",
        Explanation = "Times that cannot be are a clock that was wrong or fields that were exchanged; rates computed from them are wrong.",
        Category = RuleCategory.Metadata,
        AppliesTo = DataKinds.Measured,
        DefaultSeverity = Severity.Warning,
        Remedy = new Remedy(Party.Uploader, "When did the measurement begin and end?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        DateTime? start = context.Dataset.Value(Term.StartTime) as DateTime?, end = context.Dataset.Value(Term.EndTime) as DateTime?;
        Location At(Term term) => Location.Of(context.Dataset) with { Pointer = context.Dataset.Source(term)?.Location };
        if (end < start)
            yield return new Observation(
                At(Term.EndTime),
                $"it ends at {Text(end)}, before it begins at {Text(start)}",
                "an end after the beginning",
                "Ask the uploader for the times.");
        if (start > DateTime.UtcNow.AddDays(1))
            yield return new Observation(
                At(Term.StartTime), $"it begins at {Text(start)}, which is in the future", "a time that has passed",
                    "Ask the uploader for the times.");
    }

    private static string Text(DateTime? time) => time!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>Times have a zone.</summary>
internal sealed class TimeZoneRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.TimeZone",
        Name = "Time zone",
        Description = "The time when the measurement began has a zone.",
        Explanation = "Without a zone a time is known to half a day only when data of several facilities are compared.",
        Category = RuleCategory.Metadata,
        AppliesTo = DataKinds.Raw,
        DefaultSeverity = Severity.Off,
        Source = "NeXus: ISO 8601 with a zone (NX_DATE_TIME)",
        Remedy = new Remedy(Party.Facility),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Dataset.Value(Term.StartTime) is not DateTime { Kind: DateTimeKind.Unspecified }) yield break;
        MetadataItem source = context.Dataset.Source(Term.StartTime)!;
        yield return new Observation(
            Location.Of(context.Dataset) with { Pointer = source.Location },
            $"{source.Name} is \"{source.Value}\", without a zone",
            "a time such as 2026-03-23T12:01:02+01:00",
            "Take it as local time of the facility; tell the author of the program that wrote it.");
    }
}
