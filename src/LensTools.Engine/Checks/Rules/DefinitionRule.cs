using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The file follows the definition of its format to the letter; what it does differently is read all the same.</summary>
internal sealed class DefinitionRule : IRule
{
    public string Id => "Format.Definition";

    public string Description => "The file follows the definition of its format to the letter.";

    public Severity DefaultSeverity => Severity.Information;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        // One observation a kind: a unit that is spelled in its own way is so in every dataset.
        foreach (IGrouping<string, Nonconformity> kind in context.Dataset.ReadNonconformities(context.Stop).GroupBy(d => d.Id))
        {
            Nonconformity first = kind.First();
            string more = kind.Count() > 1 ? $", and {kind.Count() - 1} more" : "";
            yield return new Observation($"{context.Dataset.Path} {first.Location}{more}", $"{kind.Key}: {first.Seen}", first.Expected, "Nothing need be done to use the data; tell the writer of the program.");
        }
    }
}
