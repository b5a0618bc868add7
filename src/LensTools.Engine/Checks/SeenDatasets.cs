using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks;

/// <summary>The files of one run of the checks, to tell the second copy of a content from the first.</summary>
public sealed class SeenDatasets(Identities identities)
{
    private readonly Dictionary<long, List<string>> _bySize = [];
    private readonly object _lock = new();

    /// <summary>The path of a file that was seen before and has the same content, or null; remembers this one.</summary>
    /// <remarks>Files are only read where their sizes are equal.</remarks>
    public string? FindTwin(Dataset dataset, CancellationToken stop)
    {
        lock (_lock)
        {
            if (!_bySize.TryGetValue(dataset.Length, out List<string>? paths)) _bySize[dataset.Length] = paths = [];
            if (paths.Contains(dataset.Path)) return null;
            string? twin = null;
            if (paths.Count > 0)
            {
                string hash = identities.Sha256(dataset.Path, stop);
                twin = paths.Find(path => identities.Sha256(path, stop) == hash);
            }
            paths.Add(dataset.Path);
            return twin;
        }
    }
}
