namespace LensTools.Engine.Checks.Rules;

/// <summary>The file's structure can be read. A dataset that got this far has passed; the checker reports the files that did not.</summary>
internal sealed class ReadableFileRule : IRule
{
    public string Id => RuleRegistry.ReadableFile;

    public string Description => "The file can be opened and its structure read.";

    public Severity DefaultSeverity => Severity.Error;

    public IEnumerable<Observation> Check(RuleContext context) => [];
}
