using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Every array can be read to its end: no chunk is missing, cut off or fails its checksum.</summary>
internal sealed class ReadableArraysRule : IRule
{
    public string Id => RuleRegistry.ReadableArrays;

    public string Description => "Every array can be read to its end and the columns are of one length.";

    public Severity DefaultSeverity => Severity.Error;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        LensError? error = null;
        try
        {
            context.ReadArrays();
        }
        catch (LensException problem)
        {
            error = problem.Error;
        }
        if (error is not null) yield return new Observation(context.Dataset.Path, error.Message.TrimEnd('.'), "arrays that can be read to the end", error.Advice);
    }
}
