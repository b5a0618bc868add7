using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Labels.Tables;

/// <summary>The datasets of a collection by identity, by path and by the name of the file.</summary>
internal sealed class TableDatasets
{
    private readonly Dictionary<string, CollectionDataset> _byId = [];
    private readonly ILookup<string, CollectionDataset> _byPath, _byName;
    private readonly string _root;

    public TableDatasets(Workspace workspace, Collection collection, IOutputPort output, CancellationToken stop)
    {
        _root = collection.Root;
        // Files that cannot be read matter only if a row is about one.
        CollectionDataset[] all = [.. CollectionListing.Datasets(workspace, collection, new ErrorsAsVerbose(output), stop)];
        foreach (CollectionDataset one in all) _byId.TryAdd(one.Id, one);
        _byPath = all.ToLookup(one => one.Path, PortablePath.Comparer);
        _byName = all.ToLookup(one => System.IO.Path.GetFileName(one.Path), PortablePath.Comparer);
    }

    /// <summary>The dataset with an identity; null if it is not in the collection.</summary>
    public Dataset? DatasetOf(string id) => _byId.GetValueOrDefault(id)?.Dataset;

    public LabelMatch Find(TableLabel label, LedgerState ledger)
    {
        bool hasId = Identities.IsIdentity(label.Id);
        string path = ToPortable(label.Path);
        CollectionDataset[] there = [.. _byPath[path].Where(IsEntry)];
        if (hasId && _byId.TryGetValue(label.Id, out CollectionDataset? known))
        {
            // As after one column alone was sorted.
            if (there.Length > 0 && there.All(one => one.Id != label.Id))
                return None(
                    LabelMatchStatus.Ambiguous,
                    $"the path is one dataset, and the identity is another, {known.Path}",
                    [.. there, known]);
            return Found(label.Id, known.Path);
        }
        // The table is about other bytes than those that are there now.
        if (hasId && there.Length > 0)
            return None(LabelMatchStatus.Changed, $"{path} has been changed since the table was written", there);
        // It had labels, but its file is gone.
        if (hasId && ledger.Of(label.Id).Values.FirstOrDefault() is { } orphan) return Found(label.Id, orphan.Path);
        if (hasId) return None(LabelMatchStatus.Unknown, "no dataset of the collection has this identity", []);
        if (there.Length == 0) there = [.. _byName[path[(path.LastIndexOf('/') + 1)..]].Where(IsEntry)];
        // Identical files are one dataset.
        return there.Select(one => one.Id).Distinct().Count() switch
        {
            0 when File.Exists(PortablePath.ToHostPath(_root, path)) =>
                None(LabelMatchStatus.Unknown, "the file cannot be read as a dataset, or has no such entry", []),
            0 => None(LabelMatchStatus.Unknown, "no file of the collection has this path or name", []),
            1 => Found(there[0].Id, there[0].Path),
            _ => None(LabelMatchStatus.Ambiguous, $"{there.Length} datasets may be meant", there),
        };

        bool IsEntry(CollectionDataset one) => label.Entry.Length == 0 || one.Dataset.Entry == label.Entry;

        LabelMatch Found(string id, string path) => new(label, LabelMatchStatus.Matched, id, path, [], "");

        LabelMatch None(LabelMatchStatus status, string why, CollectionDataset[] candidates) =>
            new(label, status, null, null, [.. candidates.Select(NameOf)], why);
    }

    // A path of another host keeps its name.
    private string ToPortable(string path) => System.IO.Path.IsPathFullyQualified(path)
        ? PortablePath.Relative(_root, path)
        : path.Replace('\\', '/').Normalize() is var portable && portable.StartsWith("./", StringComparison.Ordinal)
            ? portable[2..]
            : portable;

    private static string NameOf(CollectionDataset one) =>
        one.Dataset.IsOnlyEntry ? one.Path : $"{one.Path}#{one.Dataset.Entry}";
}
