using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>The elements of fixed and extensible arrays: an address, and for filtered chunks a size and a mask.</summary>
internal sealed class ChunkElements
{
    private readonly ChunkGrid _grid;
    private readonly bool _isFiltered;
    private readonly int _sizeBytes;

    public ChunkElements(FileContext file, ChunkGrid grid, bool isFiltered, int elementSize, Cursor forErrors)
    {
        _grid = grid;
        _isFiltered = isFiltered;
        Size = elementSize;
        _sizeBytes = isFiltered ? elementSize - file.OffsetSize - 4 : 0;
        if (_sizeBytes is < 0 or > 8 || (!isFiltered && elementSize != file.OffsetSize))
            throw forErrors.Fail($"elements of {elementSize} bytes");
    }

    public int Size { get; }

    /// <summary>Reads the element of chunk <paramref name="index"/>; null where that chunk was never written.</summary>
    public ChunkRecord? Read(ref Cursor cursor, long index)
    {
        long address = cursor.Offset();
        long size = _isFiltered ? (long)cursor.Unsigned(_sizeBytes) : _grid.ChunkBytes;
        uint mask = _isFiltered ? cursor.U32() : 0;
        return address < 0 || index >= _grid.Total ? null : new ChunkRecord(_grid.Scaled(index), address, size, mask);
    }
}
