using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The file follows the definition of its format to the letter; deviations from it are still read.</summary>
internal sealed class DefinitionRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Format.Definition",
        Name = "Definition",
        Description = "The file follows the definition of its format to the letter.",
        Category = RuleCategory.Format,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Nonconformities,
        Source = "NeXus application definition NXcanSAS 1.1",
        Remedy = new Remedy(Party.Facility),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        // One observation per kind: a misspelled unit is misspelled in every dataset.
        foreach (IGrouping<string, Nonconformity> kind in context.Nonconformities.GroupBy(found => found.Id))
        {
            Nonconformity first = kind.First();
            string more = kind.Count() > 1 ? $", and {kind.Count() - 1} more" : "";
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = first.Location },
                $"{kind.Key}: {first.Seen}{more}",
                first.Expected,
                "The data can be used as they are; tell the author of the program that wrote them.");
        }
    }
}
