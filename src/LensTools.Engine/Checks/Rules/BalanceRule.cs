namespace LensTools.Engine.Checks.Rules;

/// <summary>The classes of a collection are of about the same size.</summary>
internal sealed class BalanceRule : WholeRule
{
    private const string Label = "sample-class";
    private const int FewestLabelled = 20;
    private const double LargestRatio = 10;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.Balance",
        Name = "Balance",
        Description = "The largest class of samples has at most ten times as many datasets as the smallest.",
        Explanation = "A model learns the large classes and never says the small ones; accuracy hides it.",
        Category = RuleCategory.Collection,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Labels,
        Source = "H. He and E. A. Garcia, IEEE Trans. Knowl. Data Eng. 21, 1263 (2009)",
        Remedy = new Remedy(Party.Steward),
    };

    protected override bool Takes(DatasetFacts facts) => facts.Labels.ContainsKey(Label);

    protected override IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all)
    {
        if (all.Count < FewestLabelled) yield break;
        KeyValuePair<string, int>[] classes = [.. all.CountBy(facts => facts.Labels[Label]).OrderByDescending(one => one.Value)];
        if (classes.Length < 2 || classes[0].Value <= LargestRatio * classes[^1].Value) yield break;
        yield return new Observation(
            new Location(FolderOf(all[0])),
            $"{classes[0].Value} datasets are {classes[0].Key}, and {classes[^1].Value} are {classes[^1].Key}",
            "classes of about the same size",
            "Collect more of the small classes, or weigh them in training.");
    }
}
