using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Listing;

/// <summary>A dataset of a collection.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Path">Its file, relative to the collection.</param>
/// <param name="Dataset">The dataset.</param>
internal sealed record CollectionDataset(string Id, string Path, Dataset Dataset);

/// <summary>Finds all datasets of a collection, but not those of collections within it, with their identities.</summary>
internal static class CollectionListing
{
    /// <exception cref="LensException">A file cannot be read for its identity.</exception>
    public static IEnumerable<CollectionDataset> Datasets(
        Workspace workspace, Collection collection, IOutputPort output, CancellationToken stop) => OrderedParallel.Select(
            new DatasetListing(workspace) { Recurse = true }.Datasets([collection.Root], output, stop)
                .Where(dataset => workspace.Collections.Find(dataset.Path)?.Root == collection.Root),
            Environment.ProcessorCount,
            dataset => new CollectionDataset(
                workspace.Identities.Of(dataset, stop), PortablePath.Relative(collection.Root, dataset.Path), dataset),
            stop);
}
