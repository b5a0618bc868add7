using LensTools.Engine.Checks.Suppressions;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>The current labels of datasets, from the ledgers of the collections they are in. A damaged ledger is an error.</summary>
public sealed class DatasetLabels
{
    private static readonly IReadOnlyDictionary<string, LedgerEntry> None = new Dictionary<string, LedgerEntry>();
    private static readonly IReadOnlyDictionary<string, Suppression> NoneSuppressed = new Dictionary<string, Suppression>();

    private readonly CollectionLocator _locator;
    private readonly Identities _identities;

    internal DatasetLabels(CollectionLocator locator, Identities identities) => (_locator, _identities) = (locator, identities);

    /// <summary>The labels of a dataset by name; empty if it is not in a collection.</summary>
    /// <exception cref="LensException">The ledger is damaged, or it or the dataset's file cannot be read.</exception>
    public IReadOnlyDictionary<string, LedgerEntry> Of(Dataset dataset, CancellationToken stop) =>
        LedgerOf(dataset.Path) is { } ledger ? ledger.Of(_identities.Of(dataset, stop)) : None;

    /// <summary>The labels, by name, of an entry of a file, or of its only entry.</summary>
    /// <exception cref="LensException">The ledger is damaged, or it or the file cannot be read.</exception>
    public IReadOnlyDictionary<string, LedgerEntry> Of(string path, string? entry, CancellationToken stop) =>
        LedgerOf(path) is { } ledger ? ledger.Of(_identities.Of(path, entry, stop)) : None;

    /// <summary>A dataset with the values of its labels in the place of what its file lacks.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="labels">Its labels.</param>
    internal Dataset Amend(Dataset dataset, IReadOnlyDictionary<string, LedgerEntry> labels) =>
        labels.Count == 0 ? dataset : LabelAmendments.Apply(dataset, labels, CollectionOf(dataset)!.Vocabulary);

    /// <summary>The findings on an entry of a file, or its only one, that do not count on a day, by rule; empty if it is in no collection.
    /// </summary>
    /// <exception cref="LensException">The ledger is damaged, or it or the file cannot be read.</exception>
    internal IReadOnlyDictionary<string, Suppression> SuppressionsOf(string path, string? entry, DateOnly day, CancellationToken stop)
    {
        if (LedgerOf(path) is not { } ledger || ledger.Read().Intact() is not { HasSuppressions: true } state) return NoneSuppressed;
        return state.SuppressionsOf(_identities.Of(path, entry, stop))
            .Where(record => record.Suppression is { } suppression && (suppression.Until is null || suppression.Until >= day))
            .ToDictionary(record => record.Name, record => new Suppression(record.Reason ?? "", record.By, record.Suppression!.Until));
    }

    /// <summary>The collection that a dataset is in; null if it is in none.</summary>
    /// <exception cref="LensException">Its <c>lens.yaml</c> cannot be read.</exception>
    internal Collection? CollectionOf(Dataset dataset) => _locator.Find(dataset.Path);

    // The file is read for its identity only if the ledger has any labels.
    private Ledger? LedgerOf(string path) => _locator.Find(path)?.Ledger is { IsEmpty: false } ledger ? ledger : null;
}
