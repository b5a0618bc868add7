namespace LensTools.Engine.Checks.Rules;

/// <summary>All data of one sample are in one part of a split.</summary>
internal sealed class SplitRule : ICollectionRule
{
    private const string Label = "split";

    public RuleInfo Info { get; } = new()
    {
        Id = "Collection.Split",
        Name = "Split",
        Description = "All data of one sample are in one part of a split.",
        Explanation = "A model that has seen the sample in training recognises it in the test, and seems better than it is.",
        Category = RuleCategory.Collection,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Labels,
        Source = "S. Kapoor and A. Narayanan, Patterns 4, 100804 (2023): leakage",
        Remedy = new Remedy(Party.Steward),
    };

    public ICollectionPass Begin() => new Pass();

    private sealed class Pass : ICollectionPass
    {
        private readonly Dictionary<string, DatasetFacts> _seen = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            if (facts.Sample is not { } sample || facts.Labels.GetValueOrDefault(Label) is not { } part) yield break;
            if (_seen.TryAdd(sample, facts) || _seen[sample].Labels[Label] == part) yield break;
            DatasetFacts other = _seen[sample];
            yield return new Observation(
                facts.Location,
                $"it is in {part}, and {other.Name} of the same sample, {sample}, is in {other.Labels[Label]}",
                "all data of a sample in one part",
                "Split again with New-LensSplit, which keeps samples together; Test-LensSplit shows all leaks.");
        }
    }
}
