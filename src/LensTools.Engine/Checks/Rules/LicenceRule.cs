namespace LensTools.Engine.Checks.Rules;

/// <summary>It is known under which licence data may be used.</summary>
internal sealed class LicenceRule : IDatasetRule
{
    private const string Label = "licence";

    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.Licence",
        Name = "Licence",
        Description = "The collection states a licence, or the dataset has the label licence.",
        Explanation = "Without a licence nobody may copy the data, whatever their uploader meant.",
        Category = RuleCategory.Metadata,
        DefaultSeverity = Severity.Off,
        Needs = RuleNeeds.Labels,
        Source = "FAIR principle R1.1, Wilkinson et al., Sci. Data 3, 160018 (2016)",
        Remedy = new Remedy(Party.Uploader, "Under which licence may the data be used?", Label),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Collection is not { } collection || collection.Licence is { Length: > 0 } || context.Label(Label) is not null)
            yield break;
        yield return new Observation(
            Location.Of(context.Dataset),
            "neither lens.yaml nor a label states a licence",
            "a licence such as CC-BY-4.0",
            "State it in lens.yaml, or ask the uploader and set the label licence.");
    }
}
