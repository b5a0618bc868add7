using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>A label that was written.</summary>
/// <param name="Entry">Its line in the ledger.</param>
/// <param name="Collection">The collection whose ledger it is.</param>
/// <param name="Dataset">The dataset that it was given to.</param>
public sealed record WrittenLabel(LedgerEntry Entry, Collection Collection, Dataset Dataset);

/// <summary>Labels many datasets, in one transaction per collection.</summary>
public sealed class LabelTransaction(Workspace workspace)
{
    private const int ProgressEvery = 1_000;

    private readonly List<(Dataset Dataset, Collection Collection)> _datasets = [];

    /// <summary>The labels to set, by name; a null or empty value removes the label.</summary>
    public required IReadOnlyDictionary<string, string?> Labels { get; init; }

    /// <summary>Why, if there is a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>How many files are read at once to compute their identities.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>Adds a dataset to the transaction, after asking the port; false if the port declines.</summary>
    /// <exception cref="LensException">It is not in a collection, or a label is not in its vocabulary.</exception>
    public bool Add(Dataset dataset, IOutputPort output)
    {
        Collection collection = workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path);
        foreach ((string name, string? value) in Labels) _ = collection.Vocabulary.Check(name, value);
        if (!output.ShouldProcess(dataset.IsOnlyEntry ? dataset.Path : $"{dataset.Path}#{dataset.Entry}", $"set {Describe()}"))
            return false;
        _datasets.Add((dataset, collection));
        return true;
    }

    /// <summary>Writes the transaction.</summary>
    /// <returns>The entries that were written; unchanged labels have none.</returns>
    /// <exception cref="LensException">Nothing was written: a file cannot be read, or the ledger cannot be read or written.</exception>
    public IReadOnlyList<WrittenLabel> Commit(IOutputPort output, CancellationToken stop)
    {
        var written = new List<WrittenLabel>();
        string transaction = Guid.NewGuid().ToString("N");
        DateTime now = workspace.UtcNow;
        string by = $"{Environment.UserName}@{Environment.MachineName}";
        // Check every ledger before writing to any, so that a damaged one is found before anything changes.
        foreach (Collection collection in _datasets.Select(d => d.Collection).Distinct())
        {
            LedgerState ledger = collection.Ledger.Read().Intact();
            if (ledger.Newer.Count > 0)
                output.Warning(
                    $"{collection.Ledger.Path} has lines unknown to this version ({string.Join(", ", ledger.Newer)}). They are "
                        + "kept; update LensTools to use them.");
        }
        foreach (IGrouping<string, (Dataset Dataset, Collection Collection)> group in _datasets.GroupBy(
            d => d.Collection.Root, PortablePath.Comparer))
        {
            Collection collection = group.First().Collection;
            List<(string Id, string Path, Dataset Dataset)> targets = Identify(group.Select(d => d.Dataset), collection, output, stop);
            IReadOnlyList<LedgerEntry> entries = collection.Ledger.Append(
                state => Entries(collection, targets, state, now, by, transaction), stop);
            // If several files are identical, the first represents them all.
            var byId = targets.DistinctBy(target => target.Id).ToDictionary(target => target.Id, target => target.Dataset);
            written.AddRange(entries.Select(entry => new WrittenLabel(entry, collection, byId[entry.Id])));
        }
        if (workspace.Identities.CacheProblem is { } problem) output.Verbose(problem);
        return written;
    }

    private List<(string Id, string Path, Dataset Dataset)> Identify(
        IEnumerable<Dataset> datasets,
        Collection collection,
        IOutputPort output,
        CancellationToken stop)
    {
        var targets = new List<(string, string, Dataset)>();
        var sets = datasets.ToList();
        foreach ((string Id, string Path, Dataset Dataset) target in OrderedParallel.Select(
            sets,
            ThrottleLimit,
            dataset => (workspace.Identities.Of(dataset, stop), PortablePath.Relative(collection.Root, dataset.Path), dataset),
            stop))
        {
            targets.Add(target);
            if (targets.Count % ProgressEvery == 0)
                output.Progress(new LensProgress("Identifying datasets", target.Path, targets.Count, sets.Count));
        }
        return targets;
    }

    private IEnumerable<LedgerEntry> Entries(
        Collection collection,
        List<(string Id, string Path, Dataset Dataset)> targets,
        LedgerState state,
        DateTime now,
        string by,
        string transaction)
    {
        var labels = Labels.Select(label => collection.Vocabulary.Check(label.Key, label.Value)).ToList();
        var seen = new HashSet<string>();
        foreach ((string id, string path, _) in targets)
        {
            if (!seen.Add(id)) continue;
            IReadOnlyDictionary<string, LedgerEntry> current = state.Of(id);
            foreach ((string name, string? value) in labels)
            {
                if (current.GetValueOrDefault(name)?.Value == value) continue;
                yield return new LedgerEntry
                {
                    At = now,
                    By = by,
                    Transaction = transaction,
                    Id = id,
                    Path = path,
                    Name = name,
                    Value = value,
                    Reason = Reason,
                };
            }
        }
    }

    private string Describe() =>
        string.Join(
            ", ", Labels.Select(label => string.IsNullOrEmpty(label.Value) ? $"{label.Key} to nothing" : $"{label.Key} = {label.Value}"));
}
