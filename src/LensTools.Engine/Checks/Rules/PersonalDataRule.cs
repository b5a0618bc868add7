namespace LensTools.Engine.Checks.Rules;

/// <summary>The file says nothing of people. Their names are no fault, but must not reach everybody unasked.</summary>
internal sealed class PersonalDataRule : IRule
{
    public string Id => "Privacy.PersonalData";

    public string Description => "The file names no people and holds no e-mail addresses.";

    public Severity DefaultSeverity => Severity.Information;

    public IEnumerable<Observation> Check(RuleContext context) => PersonalData.Find(context.Dataset, context.Stop).Take(1).Select(item => new Observation(
        item.Location, $"{item.Name} names people", "no personal data in what everybody can read", "Publish it openly only if they agree, with -AllowPersonalData."));
}
