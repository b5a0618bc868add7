using LensTools.Engine.Similarity;

namespace LensTools.Engine.Checks.Rules;

/// <summary>No curve of another file in the same check run is equal within noise, after a scale.</summary>
internal sealed class NearDuplicateRule : ICollectionRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Collection.NearDuplicate",
        Name = "Near duplicate",
        Description = "No curve of a file checked earlier is the same or equal within noise, also scaled, cut or on another grid of Q.",
        Explanation = "The same curve in another format, scaled or cut is not seen by its bytes, and leaks from training into test.",
        Category = RuleCategory.Collection,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(Party.Steward),
    };

    public ICollectionPass Begin() => new Pass();

    private sealed class Pass : ICollectionPass
    {
        private readonly NearDuplicateIndex<DatasetFacts> _index = new();

        // One finding a dataset, of the curve that is most like it: of many that are alike, each pair would be too much to read.
        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            var alike = new Dictionary<(string, string?), (DatasetFacts Other, CurveMatch Match)>();
            foreach (CurveFingerprint curve in facts.Curves)
            {
                foreach ((DatasetFacts other, CurveMatch match) in _index.Add(facts, curve))
                {
                    // Copies of a file are the business of another rule.
                    if (other.Path != facts.Path && !IsCopy(other, facts)) alike.TryAdd((other.Path, other.Entry), (other, match));
                }
            }
            if (alike.Count == 0) yield break;
            (DatasetFacts most, CurveMatch best) =
                alike.Values.OrderByDescending(one => one.Match.IsSameNoise).ThenBy(one => one.Match.ChiSquare).First();
            string where = most.Entry is null ? most.Path : $"{most.Path}#{most.Entry}";
            string others = alike.Count switch
            {
                1 => "",
                2 => "; so is that of another",
                _ => $"; so are those of {alike.Count - 1} others",
            };
            yield return new Observation(
                new Location(facts.Path) { Entry = facts.Entry },
                $"its curve is like that of {where}: {best}{others}",
                "curves of measurements that differ",
                best.IsSameNoise
                    ? $"Keep one of the two: {where} or {facts.Path}."
                    : "Keep the two in one part of a split, as New-LensSplit does.");
        }

        private static bool IsCopy(DatasetFacts one, DatasetFacts other) =>
            one.Length == other.Length && one.FindSha256() is { } hash && hash == other.FindSha256();
    }
}
