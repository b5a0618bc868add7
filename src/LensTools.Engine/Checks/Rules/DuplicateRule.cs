namespace LensTools.Engine.Checks.Rules;

/// <summary>No other file in the same check run has the same content.</summary>
internal sealed class DuplicateRule : ICollectionRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Collection.Duplicate",
        Name = "Duplicate",
        Description = "No file checked earlier has the same content.",
        Explanation = "A measurement that is in a set twice counts twice, and leaks from training into test.",
        Category = RuleCategory.Collection,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Hash,
        Remedy = new Remedy(Party.Steward),
    };

    public ICollectionPass Begin() => new Pass();

    /// <summary>Hashes are computed only for files of equal size.</summary>
    private sealed class Pass : ICollectionPass
    {
        private readonly Dictionary<long, FilesOfSize> _bySize = [];

        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            if (!_bySize.TryGetValue(facts.Length, out FilesOfSize? files)) _bySize[facts.Length] = files = new FilesOfSize();
            if (files.FindOriginal(facts) is not { } original) yield break;
            yield return new Observation(
                new Location(facts.Path),
                $"the file is identical, byte for byte, to {original}",
                "each measurement only once",
                $"Keep one of the two: {original} or {facts.Path}.");
        }
    }

    private sealed class FilesOfSize
    {
        private readonly HashSet<string> _paths = [];
        private readonly Dictionary<string, string> _byHash = [];
        private DatasetFacts? _first;

        /// <summary>The earlier file with the same content, or null.</summary>
        public string? FindOriginal(DatasetFacts facts)
        {
            // Another entry of a file that was already added.
            if (!_paths.Add(facts.Path)) return null;
            if (_paths.Count == 1)
            {
                _first = facts;
                return null;
            }
            // The first file of a size is hashed only when a second one is added; one that has since been deleted does not count.
            if (_first?.FindSha256() is { } first) _byHash[first] = _first.Path;
            _first = null;
            if (facts.FindSha256() is not { } hash || _byHash.TryAdd(hash, facts.Path)) return null;
            return _byHash[hash];
        }
    }
}
