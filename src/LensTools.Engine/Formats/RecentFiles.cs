using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats;

/// <summary>
/// The content of small texts that were read recently. In a pipeline each command asks for the same file right after
/// the previous one, so it is opened and parsed once.
/// </summary>
internal sealed class RecentFiles
{
    /// <summary>Larger texts are read again.</summary>
    public const long LargestFile = 1 << 20;

    // The commands of a pipeline are only a few files apart.
    private const long MostBytes = 4 << 20;
    private const int MostFiles = 64;

    private readonly LinkedList<DatasetFile> _files = [];
    private readonly Dictionary<FileVersion, LinkedListNode<DatasetFile>> _byVersion = [];
    private long _bytes;

    /// <summary>Keeps a file that is no longer being read, evicting the oldest.</summary>
    public void Add(DatasetFile file)
    {
        lock (_files)
        {
            if (_byVersion.ContainsKey(file.Version)) return;
            _byVersion[file.Version] = _files.AddLast(file);
            _bytes += file.Length;
            while (_bytes > MostBytes || _files.Count > MostFiles) Remove(_files.First!).Dispose();
        }
    }

    /// <summary>Removes a file and returns it, or null if it is not kept.</summary>
    public DatasetFile? Take(FileVersion version)
    {
        lock (_files) return _byVersion.TryGetValue(version, out LinkedListNode<DatasetFile>? node) ? Remove(node) : null;
    }

    private DatasetFile Remove(LinkedListNode<DatasetFile> node)
    {
        _files.Remove(node);
        _byVersion.Remove(node.Value.Version);
        _bytes -= node.Value.Length;
        return node.Value;
    }
}
