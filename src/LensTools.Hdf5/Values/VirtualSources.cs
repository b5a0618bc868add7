using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>
/// Bounds the work of one read of a virtual dataset, whose sources may be virtual themselves, and even the dataset
/// that is being read. One thread uses it.
/// </summary>
internal sealed class VirtualSources
{
    private const int MaximumDepth = 8;
    private const int MaximumSources = 1 << 20;

    private int _depth;
    private int _opened;

    /// <summary>The dataset with a given name in another file, or null if it does not exist.</summary>
    public Hdf5Dataset? Find(FileContext from, string file, string dataset, long offset, string structure)
    {
        if (++_opened > MaximumSources)
            throw new Hdf5FormatException(offset, structure, $"it is made of more than {MaximumSources} sources");
        if (from.ExternalFiles.TryOpen(file, offset, structure) is not { } open) return null;
        if (open.Resolve(open.Root, dataset, 0) is not Hdf5Dataset found) return null;
        found.VirtualSources = this;
        return found;
    }

    /// <summary>Runs an action on a source that may request its own sources.</summary>
    public T Inside<T>(long offset, string structure, Func<T> use)
    {
        if (_depth >= MaximumDepth)
            throw new Hdf5FormatException(offset, structure, $"virtual datasets are nested more than {MaximumDepth} deep");
        _depth++;
        try
        {
            return use();
        }
        finally
        {
            _depth--;
        }
    }
}
