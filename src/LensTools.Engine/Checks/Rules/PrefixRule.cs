namespace LensTools.Engine.Checks.Rules;

/// <summary>No stream of events begins as another one does.</summary>
internal sealed class PrefixRule : ICollectionRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Collection.Prefix",
        Name = "Beginning",
        Description = "The events of a file do not begin as those of a file checked earlier do.",
        Explanation = "A run that was copied while it was written, and again when it was complete, is in the set one and a half times.",
        Category = RuleCategory.Collection,
        AppliesTo = Datasets.DataKinds.Events,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Events,
        Remedy = new Remedy(Party.Steward),
    };

    public ICollectionPass Begin() => new Pass();

    private sealed class Pass : ICollectionPass
    {
        private readonly Dictionary<string, DatasetFacts> _seen = [];

        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            if (facts.Beginning is null || _seen.TryAdd(facts.Beginning, facts)) yield break;
            DatasetFacts other = _seen[facts.Beginning];
            // Copies of a file are the business of another rule.
            if (other.Path == facts.Path || (other.Length == facts.Length && other.FindSha256() == facts.FindSha256())) yield break;
            (DatasetFacts longer, DatasetFacts shorter) = other.Events >= facts.Events ? (other, facts) : (facts, other);
            yield return new Observation(
                facts.Location,
                longer.Events == shorter.Events
                    ? $"it has the same {facts.Events} events as {other.Name}"
                    : $"{shorter.Name} has {shorter.Events} events, with which the {longer.Events} of {longer.Name} begin",
                "each measurement only once",
                $"Keep {longer.Name}.");
        }
    }
}
