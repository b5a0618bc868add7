namespace LensTools.Engine.Checks.Rules;

/// <summary>The file says nothing about people. Names are not an error, but must not be made public without consent.</summary>
internal sealed class PersonalDataRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Privacy.PersonalData",
        Name = "Personal data",
        Description = "The file names no people and holds no e-mail addresses.",
        Explanation = "Names and addresses may be published only if those they belong to agree (GDPR, article 6).",
        Category = RuleCategory.Privacy,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Metadata,
        Remedy = new Remedy(Party.Steward),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Dataset.NamesPeople == false || context.Metadata.FirstOrDefault(PersonalData.Names) is not { } item) yield break;
        yield return new Observation(
            Location.Of(context.Dataset) with { Pointer = item.Location },
            $"{item.Name} names people",
            "no personal data in what everyone can read",
            "Publish it openly only if they agree, with -AllowPersonalData.");
    }
}
