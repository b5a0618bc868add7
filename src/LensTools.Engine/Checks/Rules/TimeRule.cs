using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The times that a file gives can be read.</summary>
internal sealed class TimeRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.Time",
        Name = "Time",
        Description = "The times that the file gives can be read, and mean one day.",
        Explanation = "03/04/2020 is in March or in April, and runs are ordered by it.",
        Category = RuleCategory.Metadata,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Description,
        Remedy = new Remedy(Party.Uploader, "When was it measured?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (TermInfo term in TermInfo.All.Where(term => term.Kind == TermKind.Time))
        {
            if (context.Dataset.Source(term.Term) is not { IsPlaceholder: false, Value.Length: > 0 } source) continue;
            if (context.Dataset.Value(term.Term) is not null) continue;
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = source.Location },
                $"{source.Name} is \"{source.Value}\"",
                "a time such as 2026-03-23T12:01:02+01:00",
                "Ask the uploader when it was measured.");
        }
    }
}
