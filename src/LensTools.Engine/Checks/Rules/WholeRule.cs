namespace LensTools.Engine.Checks.Rules;

/// <summary>A rule that is judged when all datasets are known.</summary>
internal abstract class WholeRule : ICollectionRule
{
    public abstract RuleInfo Info { get; }

    public ICollectionPass Begin() => new Pass(this);

    /// <summary>Whether it looks at a dataset.</summary>
    protected virtual bool Takes(DatasetFacts facts) => true;

    /// <summary>What is wrong with the datasets, which are in the order of their paths.</summary>
    protected abstract IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all);

    /// <summary>The folder of a dataset.</summary>
    protected static string FolderOf(DatasetFacts facts) => Path.GetDirectoryName(facts.Path) ?? "";

    private sealed class Pass(WholeRule rule) : ICollectionPass
    {
        private readonly List<DatasetFacts> _all = [];

        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            if (rule.Takes(facts)) _all.Add(facts);
            return [];
        }

        public IEnumerable<Observation> End() => rule.Judge(_all);
    }
}
