using System.Text.RegularExpressions;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Labels;

/// <summary>A label whose dataset is not in its collection any more: its file was edited or deleted.</summary>
/// <param name="Entry">The label.</param>
/// <param name="Successors">
/// What its dataset may have become, by the names of files: the dataset at its path, else those of its file name, else of its name with
/// another extension, else of its run number.
/// </param>
public sealed record OrphanLabel(LedgerEntry Entry, IReadOnlyList<Dataset> Successors);

/// <summary>Finds the labels whose datasets are not there any more. Every file of the collection is looked at.</summary>
public sealed partial class OrphanLabels(Workspace workspace)
{
    private static readonly Func<string, string?>[] Likenesses = [
        path => path,
        path => Path.GetFileName(path),
        path => Path.GetFileNameWithoutExtension(path),
        path => RunNumber().Match(Path.GetFileName(path)) is { Success: true } run ? run.Value : null];

    /// <summary>The labels of a collection, by the paths that their datasets had.</summary>
    /// <exception cref="LensException">The ledger is damaged, or it cannot be read.</exception>
    public IReadOnlyList<OrphanLabel> Find(Collection collection, IOutputPort output, CancellationToken stop)
    {
        LedgerState ledger = collection.Ledger.Read().Intact();
        CollectionDataset[] datasets = [.. CollectionListing.Datasets(workspace, collection, output, stop)];
        var ids = datasets.Select(one => one.Id).ToHashSet();
        ILookup<string, Dataset>[] alike = [.. Likenesses.Select(likeness => datasets
            .Select(one => (Key: likeness(one.Path), one.Dataset))
            .Where(one => one.Key is not null)
            .ToLookup(one => one.Key!, one => one.Dataset, PortablePath.Comparer))];
        return [.. ledger.Current.Where(entry => !ids.Contains(entry.Id))
            .OrderBy(entry => entry.Path, StringComparer.Ordinal).ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => new OrphanLabel(entry, Successors(entry, alike)))];
    }

    private static Dataset[] Successors(LedgerEntry entry, ILookup<string, Dataset>[] alike)
    {
        string? part = Identities.EntryOf(entry.Id);
        for (int i = 0; i < alike.Length; i++)
        {
            if (Likenesses[i](entry.Path) is not { } key) continue;
            Dataset[] found = [.. alike[i][key].Where(dataset => part is null || dataset.Entry == part)];
            if (found.Length > 0) return found;
        }
        return [];
    }

    // As instruments name their files: LOQ00090100.nxs, 300202_silica.dat.
    [GeneratedRegex(@"\d{4,}")]
    private static partial Regex RunNumber();
}
