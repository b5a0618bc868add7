using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>
/// Where one chunk is stored: <paramref name="Scaled"/> is its offset in units of chunks, <paramref name="Mask"/> the filters that were
/// skipped.
/// </summary>
internal readonly record struct ChunkRecord(long[] Scaled, long Address, long Size, uint Mask);

/// <summary>The shape of a chunked dataset's grid of chunks.</summary>
internal sealed class ChunkGrid
{
    public ChunkGrid(Hdf5Dataspace space, long[] chunk, int elementSize, Cursor forErrors, Hdf5Options options)
    {
        if (chunk.Length != space.Rank) throw forErrors.Fail($"chunks of {chunk.Length} dimensions in a dataset of {space.Rank}");
        Space = [.. space.Dimensions];
        Chunk = chunk;
        Counts = new long[chunk.Length];
        ChunkBytes = elementSize;
        Total = 1;
        for (int i = 0; i < chunk.Length; i++)
        {
            Counts[i] = (Space[i] + chunk[i] - 1) / chunk[i];
            ChunkBytes *= chunk[i];
            if (ChunkBytes > options.MaximumChunkBytes)
                throw forErrors.Unsupported($"chunks of more than {options.MaximumChunkBytes} bytes");
            Total *= Counts[i];
        }
    }

    public long[] Space { get; }

    public long[] Chunk { get; }

    /// <summary>The number of chunks along each dimension.</summary>
    public long[] Counts { get; }

    public long Total { get; }

    /// <summary>The size of a decoded chunk in bytes.</summary>
    public long ChunkBytes { get; }

    /// <summary>How many elements of the dataset a chunk holds, by the coordinates of its first one.</summary>
    public long ElementsOf(long[] first)
    {
        long elements = 1;
        for (int i = 0; i < first.Length; i++) elements *= Math.Min(Chunk[i], Space[i] - first[i]);
        return elements;
    }

    public long Linear(ReadOnlySpan<long> scaled)
    {
        long linear = 0;
        for (int i = 0; i < scaled.Length; i++) linear = (linear * Counts[i]) + scaled[i];
        return linear;
    }

    public long[] Scaled(long linear)
    {
        long[] scaled = new long[Counts.Length];
        for (int i = scaled.Length - 1; i >= 0; i--)
        {
            scaled[i] = linear % Counts[i];
            linear /= Counts[i];
        }
        return scaled;
    }

    public bool Contains(ReadOnlySpan<long> scaled)
    {
        for (int i = 0; i < scaled.Length; i++)
        {
            if (scaled[i] < 0 || scaled[i] >= Counts[i]) return false;
        }
        return true;
    }
}

/// <summary>Lists the stored chunks of a dataset from whichever index it has (specification III.A.1, VII).</summary>
internal static class ChunkTable
{
    public static IEnumerable<ChunkRecord> Read(FileContext file, StorageLayout layout, ChunkGrid grid, bool isFiltered)
    {
        if (layout.Address < 0 || grid.Total == 0) return [];
        return layout.Index switch
        {
            ChunkIndexType.BTree1 => new ChunkBTree1(file, layout.Address, grid).Records(),
            ChunkIndexType.Single => [Single(layout, grid)],
            ChunkIndexType.Implicit => Implicit(file, layout, grid),
            ChunkIndexType.FixedArray => new FixedArray(file, layout.Address, grid, isFiltered).Records(),
            ChunkIndexType.ExtensibleArray => new ExtensibleArray(file, layout.Address, grid, isFiltered).Records(),
            _ => new ChunkBTree2(file, layout.Address, grid, isFiltered).Records(),
        };
    }

    private static ChunkRecord Single(StorageLayout layout, ChunkGrid grid)
    {
        (long size, uint mask) = layout.SingleChunk;
        return new ChunkRecord(new long[grid.Counts.Length], layout.Address, size < 0 ? grid.ChunkBytes : size, mask);
    }

    private static IEnumerable<ChunkRecord> Implicit(FileContext file, StorageLayout layout, ChunkGrid grid)
    {
        if (grid.Total > file.Bytes.Length / Math.Max(1, grid.ChunkBytes))
            throw new Hdf5FormatException(
                file.Bytes.BaseAddress + layout.Address,
                "Implicit chunk index",
                $"{grid.Total} chunks of {grid.ChunkBytes} bytes are more than the file holds");
        for (long i = 0; i < grid.Total; i++)
            yield return new ChunkRecord(grid.Scaled(i), layout.Address + (i * grid.ChunkBytes), grid.ChunkBytes, 0);
    }
}
