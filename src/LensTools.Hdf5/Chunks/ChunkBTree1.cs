using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>The version 1 B-tree that indexes chunks (specification III.A.1, node type 1).</summary>
internal sealed class ChunkBTree1(FileContext file, long root, ChunkGrid grid)
{
    private const string Structure = "B-tree version 1 of chunks";
    private const int MaximumDepth = 32;

    private readonly List<ChunkRecord> _records = [];
    private long _budget = (file.Bytes.Length / 16) + 1;

    public IEnumerable<ChunkRecord> Records()
    {
        Read(root, 0);
        return _records;
    }

    private void Read(long address, int depth)
    {
        int o = file.OffsetSize, rank = grid.Chunk.Length;
        int prefix = 8 + (2 * o);
        int keySize = 8 + (8 * (rank + 1));
        Cursor head = Cursor.At(file, address, prefix, Structure);
        head.Expect("TREE"u8);
        if (head.U8() != 1) throw head.Fail("indexes a group's links, but chunks were expected");
        int level = head.U8();
        int count = head.U16();
        if (depth > MaximumDepth) throw head.Fail("nested too deeply");
        Cursor cursor = Cursor.At(file, address + prefix, count * (keySize + o), Structure);
        for (int i = 0; i < count; i++)
        {
            if (--_budget < 0) throw head.Fail("its nodes point at one another");
            long size = cursor.U32();
            uint mask = cursor.U32();
            if (level > 0)
            {
                cursor.Skip(8L * (rank + 1));
                Read(cursor.Offset(), depth + 1);
                continue;
            }
            long[] scaled = new long[rank];
            for (int d = 0; d < rank; d++)
            {
                ulong offset = cursor.U64();
                if (offset > long.MaxValue || (long)offset % grid.Chunk[d] != 0)
                    throw cursor.Fail($"a chunk at {offset}, which is not a multiple of {grid.Chunk[d]}");
                scaled[d] = (long)offset / grid.Chunk[d];
            }
            cursor.Skip(8);
            long at = cursor.Offset();
            if (at >= 0) _records.Add(new ChunkRecord(scaled, at, size, mask));
        }
    }
}
