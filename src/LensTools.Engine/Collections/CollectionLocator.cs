using System.Collections.Concurrent;
using LensTools.Engine.Files;

namespace LensTools.Engine.Collections;

/// <summary>Finds the collections of many files, reading each <c>lens.yaml</c> once until it is refreshed.</summary>
public sealed class CollectionLocator
{
    private readonly ConcurrentDictionary<string, Collection?> _byFolder = new(PortablePath.Comparer);
    private readonly ConcurrentDictionary<string, Collection> _byRoot = new(PortablePath.Comparer);

    /// <summary>The collection that a file is in, or null.</summary>
    public Collection? Find(string path) =>
        _byFolder.GetOrAdd(
            Path.GetDirectoryName(path) ?? path,
            folder => Collection.Find(folder) is { } found ? _byRoot.GetOrAdd(found.Root, found) : null);

    /// <summary>The collection that a folder is, or is in.</summary>
    /// <exception cref="Hosting.LensException">It is in none, or a <c>lens.yaml</c> cannot be read.</exception>
    public Collection OfFolder(string folder) => Find(Path.Combine(folder, Collection.FileName)) ?? throw Collection.NotFound(folder);

    /// <summary>Forgets what it found: a <c>lens.yaml</c> may have been written or edited since.</summary>
    public void Refresh()
    {
        _byFolder.Clear();
        _byRoot.Clear();
    }
}
