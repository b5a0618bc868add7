namespace LensTools.Engine.Checks.Rules;

/// <summary>No other file of the same run of the checks has the same content.</summary>
internal sealed class DuplicateRule : IRule
{
    public string Id => "Collection.Duplicate";

    public string Description => "No file that was checked before it has the same content.";

    public Severity DefaultSeverity => Severity.Warning;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Seen.FindDuplicate(context.Dataset, context.Stop) is { } twin)
            yield return new Observation(context.Dataset.Path, $"the file is the same, byte for byte, as {Path.GetFileName(twin)}", "every measurement once", $"Keep one of the two: {twin} or {context.Dataset.Path}.");
    }
}
