using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks;

/// <summary>The files of one run of the checks, to tell the second copy of a content from the first.</summary>
public sealed class SeenDatasets(Identities identities)
{
    private readonly Dictionary<long, FilesOfSize> _bySize = [];
    private readonly object _lock = new();

    /// <summary>The path of a file that was seen before and has the same content, or null; remembers this one.</summary>
    /// <remarks>Files are only read where sizes are equal, and each once.</remarks>
    /// <exception cref="LensException">The dataset's own file cannot be read.</exception>
    public string? FindDuplicate(Dataset dataset, CancellationToken stop)
    {
        lock (_lock)
        {
            if (!_bySize.TryGetValue(dataset.Length, out FilesOfSize? files))
            {
                _bySize[dataset.Length] = new FilesOfSize(dataset.Path);
                return null;
            }
            if (!files.Paths.Add(dataset.Path)) return null;
            files.HashFirst(path => TryHash(path, stop));
            string hash = identities.Sha256(dataset.Path, stop);
            if (files.ByHash.TryGetValue(hash, out string? twin)) return twin;
            files.ByHash[hash] = dataset.Path;
            return null;
        }
    }

    // A file that is gone meanwhile is nobody's twin.
    private string? TryHash(string path, CancellationToken stop)
    {
        try
        {
            return identities.Sha256(path, stop);
        }
        catch (LensException problem) when (problem.Error.Kind.Category is ErrorCategory.NotFound or ErrorCategory.PermissionDenied or ErrorCategory.ReadError)
        {
            return null;
        }
    }

    // The first file of a size is only hashed when a second one comes.
    private sealed class FilesOfSize(string first)
    {
        private string? _unhashed = first;

        public HashSet<string> Paths { get; } = [first];

        public Dictionary<string, string> ByHash { get; } = [];

        public void HashFirst(Func<string, string?> hash)
        {
            if (_unhashed is { } path && hash(path) is { } value) ByHash[value] = path;
            _unhashed = null;
        }
    }
}
