using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The format is one that is read, and not only known by name.</summary>
internal sealed class ReadableFormatRule : IRule
{
    public string Id => RuleRegistry.ReadableFormat;

    public string Description => "The format is one that is read, and not only known by name.";

    public Severity DefaultSeverity => Severity.Error;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Dataset.Level == DataLevel.Unread)
            yield return new Observation(context.Dataset.Path, $"it is {context.Dataset.Format.Description}, of which nothing is read", "a format that is read", context.Dataset.Format.Advice ?? "Convert it to NXcanSAS.");
    }
}
