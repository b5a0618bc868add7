namespace LensTools.Engine.Checks.Rules;

/// <summary>The format can be read, and is not only known by name.</summary>
internal sealed class ReadableFormatRule : IDatasetRule
{
    public static readonly RuleInfo About = new()
    {
        Id = "Readability.Format",
        Name = "Format",
        Description = "The format can be read, and is not only known by name.",
        Explanation = "A file that cannot be read cannot be checked, labelled by content or learnt from.",
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
                $"it is {context.Dataset.Format.Description}, which cannot be read",
                "a supported format",
                context.Dataset.Format.Advice!);
        }
    }
}
