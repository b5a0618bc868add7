using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Labels;

/// <summary>
/// Gives labels of datasets to others too, in one transaction: all of them to the datasets that are named, or each to the dataset of the
/// same identity in another collection.
/// </summary>
public sealed class LabelCopy(Workspace workspace)
{
    private readonly List<LedgerEntry> _labels = [];

    /// <summary>Whether a label that a dataset has already is replaced, instead of refused.</summary>
    public bool Force { get; init; }

    /// <inheritdoc cref="LabelTransaction.AllowNew"/>
    public bool AllowNew { get; init; }

    /// <inheritdoc cref="LabelTransaction.Elsewhere"/>
    public Vocabulary? Elsewhere { get; init; }

    /// <inheritdoc cref="LabelTransaction.Reason"/>
    public string? Reason { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Adds a label.</summary>
    public void Add(LedgerEntry entry)
    {
        if (entry.Value is not null) _labels.Add(entry);
    }

    /// <summary>Gives all labels to each of the datasets, after asking for each distinct change.</summary>
    /// <returns>The labels that were written.</returns>
    /// <exception cref="LensException">Nothing was written: the labels are of several datasets that differ in one, a label is not in the
    /// vocabulary, or a file or the ledger cannot be read or written.</exception>
    public IReadOnlyList<WrittenLabel> ToDatasets(IEnumerable<Dataset> datasets, IOutputPort output, CancellationToken stop)
    {
        foreach (IGrouping<string, LedgerEntry> group in _labels.GroupBy(label => label.Name, StringComparer.OrdinalIgnoreCase))
        {
            string[] values = [.. group.Select(label => label.Value!).Distinct().Take(2)];
            if (values.Length > 1)
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid,
                    $"The labels are of several datasets, which differ in {group.Key}: {string.Join(", ", values)}.",
                    group.First().Path,
                    "Copy the labels of one dataset at a time; or give a folder of another collection, where each goes to the same data."));
        }
        var transaction = New();
        foreach (Dataset dataset in datasets)
        {
            IReadOnlyDictionary<string, LedgerEntry> there = workspace.Labels.Of(dataset, stop);
            LedgerEntry[] labels = [.. _labels.Where(label => IsFree(label, there, dataset.Path, output))];
            transaction.Add(dataset, labels.DistinctBy(label => label.Name).ToDictionary(label => label.Name, label => label.Value));
        }
        return transaction.Commit(output, stop);
    }

    /// <summary>Gives each label to the dataset of the same identity in a folder of a collection, after asking for each change.</summary>
    /// <returns>The labels that were written.</returns>
    /// <exception cref="LensException">Nothing was written: the folder is in no collection, a label is not in its vocabulary, or a file or
    /// the ledger cannot be read or written.</exception>
    public IReadOnlyList<WrittenLabel> ToFolder(string folder, IOutputPort output, CancellationToken stop)
    {
        _ = workspace.Collections.OfFolder(folder);
        var byId = new Dictionary<string, Dataset>();
        foreach ((string id, Dataset dataset) in OrderedParallel.Select(
            new Listing.DatasetListing(workspace) { Recurse = true }.Datasets([folder], output, stop),
            Environment.ProcessorCount,
            dataset => (workspace.Identities.Of(dataset, stop), dataset),
            stop)) byId.TryAdd(id, dataset);
        var transaction = New();
        var absent = new HashSet<string>();
        foreach (LedgerEntry label in _labels)
        {
            if (!byId.TryGetValue(label.Id, out Dataset? dataset)) absent.Add(label.Id);
            else if (IsFree(label, workspace.Labels.Of(dataset, stop), dataset.Path, output))
                transaction.Add(dataset, new Dictionary<string, string?> { [label.Name] = label.Value });
        }
        if (absent.Count > 0) output.Warning($"{absent.Count} datasets with labels are not in {folder}; their labels were not copied.");
        return transaction.Commit(output, stop);
    }

    private LabelTransaction New() => new(workspace) { Reason = Reason, Author = Author, AllowNew = AllowNew, Elsewhere = Elsewhere };

    private bool IsFree(LedgerEntry label, IReadOnlyDictionary<string, LedgerEntry> there, string path, IOutputPort output)
    {
        // As the vocabulary there spells them.
        (string name, string? value) =
            (workspace.Collections.Find(path) ?? throw Collection.NotFound(path)).Vocabulary.Check(label.Name, label.Value, out _);
        if (Force || there.GetValueOrDefault(name) is not { } other || other.Value == value) return true;
        string entry = Identities.EntryOf(other.Id) is { } part ? $"#{part}" : "";
        output.Error(new LensError(
            ErrorKind.LabelExists,
            $"{path}{entry} has the label {other.Name} already, as \"{other.Value}\" and not \"{label.Value}\".",
            path,
            "It keeps its own. Replace it with -Force."));
        return false;
    }
}
