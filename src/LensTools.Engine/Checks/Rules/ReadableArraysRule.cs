using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Every array can be read to its end: no chunk is missing, truncated or fails its checksum.</summary>
internal sealed class ReadableArraysRule : IDatasetRule
{
    public const string Expected = "arrays that can be read to the end";

    public static readonly RuleInfo About = new()
    {
        Id = "Readability.Arrays",
        Name = "Arrays",
        Description = "Every array can be read to its end and the columns have the same length.",
        Explanation = "What is damaged within a file is found only when somebody needs it.",
        Category = RuleCategory.Readability,
        DefaultSeverity = Severity.Error,
        Needs = RuleNeeds.Arrays,
        Remedy = new Remedy(Party.Uploader),
    };

    public RuleInfo Info => About;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        LensError? error = null;
        try
        {
            context.VerifyArrays();
        }
        catch (LensException problem) when (problem == context.ReadFailure)
        {
            error = problem.Error;
        }
        if (error is not null)
            yield return new Observation(Location.Of(context.Dataset), error.Message.TrimEnd('.'), Expected, error.Advice);
    }
}
