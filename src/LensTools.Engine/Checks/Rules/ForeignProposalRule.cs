namespace LensTools.Engine.Checks.Rules;

/// <summary>The data of a folder are of one proposal.</summary>
internal sealed class ForeignProposalRule : WholeRule
{
    private const int FewestInFolder = 4;

    // Below this part of a folder, a proposal is a stranger there.
    private const double LargestStranger = 0.5;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.Proposal",
        Name = "Other proposal",
        Description = "No dataset names, in its title or as its proposal, another proposal than most of its folder do.",
        Explanation = "Runs of another group that were measured in between belong to that group, and may not be given away.",
        Category = RuleCategory.Collection,
        DefaultSeverity = Severity.Warning,
        Remedy = new Remedy(Party.Uploader, "These runs name another proposal. Do they belong to this set?"),
    };

    protected override IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all)
    {
        foreach (IGrouping<(string, string?), DatasetFacts> folder in all.GroupBy(facts => (FolderOf(facts), facts.Instrument)))
        {
            DatasetFacts[] sets = [.. folder];
            if (sets.Length < FewestInFolder) continue;
            // What most of them have: a proposal, or none that they name.
            Dictionary<string, int> counts = sets
                .SelectMany(facts => facts.Proposals.Count == 0 ? [""] : facts.Proposals.Select(NumberOf).Distinct())
                .CountBy(number => number)
                .ToDictionary();
            (string usual, int count) = counts.MaxBy(one => one.Value);
            if (count <= LargestStranger * sets.Length) continue;
            foreach (DatasetFacts facts in sets.Where(facts => facts.Proposals.Count > 0
                && !facts.Proposals.Select(NumberOf).Contains(usual)))
            {
                string other = facts.Proposals[0];
                yield return new Observation(
                    facts.Location,
                    $"it names the proposal {other}, as {counts[NumberOf(other)]} of the {sets.Length} datasets of its folder do",
                    "the data of one proposal in a folder",
                    "Ask the uploader whether it belongs to this set.");
            }
        }
    }

    private static string NumberOf(string proposal) => FactsReader.ProposalPrefix().Replace(proposal, "").ToUpperInvariant();
}
