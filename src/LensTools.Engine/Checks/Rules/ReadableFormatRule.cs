namespace LensTools.Engine.Checks.Rules;

/// <summary>The format is one that is read, and not only known by name.</summary>
internal sealed class ReadableFormatRule : IDatasetRule
{
    public static readonly RuleInfo About = new()
    {
        Id = "Readability.Format",
        Name = "Format",
        Description = "The format is one that is read, and not only known by name.",
        Category = RuleCategory.Readability,
        DefaultSeverity = Severity.Error,
        Remedy = new Remedy(Party.Uploader),
    };

    public RuleInfo Info => About;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (!context.Dataset.IsReadable)
        {
            yield return new Observation(
                Location.Of(context.Dataset),
                $"it is {context.Dataset.Format.Description}, of which nothing is read",
                "a format that is read",
                context.Dataset.Format.Advice!);
        }
    }
}
