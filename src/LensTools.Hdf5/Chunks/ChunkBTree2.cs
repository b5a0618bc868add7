using LensTools.Hdf5.Groups;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>
/// The version 2 B-tree that indexes chunks with more than one unlimited dimension (specification III.A.2, types 10 and 11).
/// </summary>
internal sealed class ChunkBTree2(FileContext file, long address, ChunkGrid grid, bool isFiltered)
{
    private const string Structure = "B-tree version 2 of chunks";

    public IEnumerable<ChunkRecord> Records()
    {
        var tree = new BTree2(file, address);
        int rank = grid.Chunk.Length;
        int sizeBytes = isFiltered ? tree.RecordSize - file.OffsetSize - 4 - (8 * rank) : 0;
        if (tree.Type != (isFiltered ? 11 : 10)
            || sizeBytes is < 0 or > 8
            || (!isFiltered && tree.RecordSize != file.OffsetSize + (8 * rank)))
            throw new Hdf5FormatException(
                file.Bytes.BaseAddress + address, Structure, $"records of type {tree.Type} and {tree.RecordSize} bytes");
        foreach (ReadOnlyMemory<byte> record in tree.Records()) yield return Parse(record, rank, sizeBytes);
    }

    private ChunkRecord Parse(ReadOnlyMemory<byte> record, int rank, int sizeBytes)
    {
        var cursor = new Cursor(file, address, record.Span, Structure);
        long at = cursor.Offset();
        long size = isFiltered ? (long)cursor.Unsigned(sizeBytes) : grid.ChunkBytes;
        uint mask = isFiltered ? cursor.U32() : 0;
        long[] scaled = new long[rank];
        for (int d = 0; d < rank; d++) scaled[d] = (long)Math.Min(cursor.U64(), long.MaxValue);
        return new ChunkRecord(scaled, at, size, mask);
    }
}
