using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>The current labels of datasets, from the ledgers of the collections they lie in.</summary>
public sealed class DatasetLabels(CollectionLocator locator, Identities identities)
{
    private static readonly IReadOnlyDictionary<string, LabelRecord> None = new Dictionary<string, LabelRecord>();

    /// <summary>The labels of a dataset by name; none where it lies in no collection.</summary>
    /// <exception cref="LensException">The ledger or the dataset's file cannot be read.</exception>
    public IReadOnlyDictionary<string, LabelRecord> Of(Dataset dataset, CancellationToken stop) => Of(dataset.Path, dataset.IsOnlyEntry ? null : dataset.Entry, stop);

    /// <summary>The labels by name of an entry of a file, or of its only one.</summary>
    /// <exception cref="LensException">The ledger or the file cannot be read.</exception>
    public IReadOnlyDictionary<string, LabelRecord> Of(string path, string? entry, CancellationToken stop)
    {
        // The file is read for its identity only where there is a label to be found.
        if (locator.Find(path) is not { } collection || collection.Ledger.Read() is not { History.Count: > 0 } ledger) return None;
        return ledger.Of(identities.Of(path, entry, stop));
    }
}
