using System.Buffers;
using LensTools.Hdf5.Chunks;
using LensTools.Hdf5.Filters;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>Elements in chunks of equal shape, each filtered on its own.</summary>
internal sealed class ChunkedData(
    FileContext file,
    StorageLayout layout,
    ChunkGrid grid,
    int elementSize,
    FilterPipeline? filters,
    byte[] fill) : RawData
{
    private const string Structure = "Chunk";

    // A zlib stream cannot expand by more than this factor, so a chunk that claims more is damaged.
    private const long DeflateLimit = 1032;
    private const int ParallelFrom = 1 << 20;

    private readonly object _lock = new();
    private Dictionary<long, ChunkRecord>? _chunks;

    public override IReadOnlyList<long> ChunkDimensions => grid.Chunk;

    public override bool IsStored => Chunks.Count > 0;

    public override IEnumerable<long[]> StoredChunks() =>
        Chunks.OrderBy(chunk => chunk.Key).Select(chunk => chunk.Value.Scaled.Select((scaled, d) => scaled * grid.Chunk[d]).ToArray());

    public override long CountUnwritten(long elements) => elements - StoredChunks().Sum(grid.ElementsOf);

    public override void CheckSize()
    {
        _ = Chunks;
    }

    private Dictionary<long, ChunkRecord> Chunks
    {
        get
        {
            lock (_lock) return _chunks ??= ReadTable();
        }
    }

    protected override unsafe void ReadSlab(Hdf5Selection selection, Span<byte> destination)
    {
        if (destination.IsEmpty) return;
        List<ChunkRecord> needed = Needed(selection, out long possible);
        if (needed.Count < possible) FillValue.Fill(destination, fill);
        fixed (byte* pinned = destination)
        {
            var target = new Target(pinned, destination.Length);
            int threads = file.Options.DegreeOfParallelism > 0 ? file.Options.DegreeOfParallelism : Environment.ProcessorCount;
            if (threads > 1 && needed.Count > 1 && destination.Length >= ParallelFrom)
            {
                try
                {
                    Parallel.ForEach(
                        needed, new ParallelOptions { MaxDegreeOfParallelism = threads }, record => ReadChunk(record, selection, target));
                }
                catch (AggregateException several) when (several.InnerException is Hdf5Exception or IOException)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.InnerException);
                }
                return;
            }
            foreach (ChunkRecord record in needed) ReadChunk(record, selection, target);
        }
    }

    // Each chunk is decoded once, however many of the points it holds.
    protected override void ReadPoints(Hdf5Selection points, Span<byte> destination)
    {
        FillValue.Fill(destination, fill);
        var byChunk = new Dictionary<long, List<(long Element, int Ordinal)>>();
        long[] scaled = new long[points.Rank];
        for (int i = 0; i < points.ElementCount; i++)
        {
            long element = 0;
            for (int d = 0; d < scaled.Length; d++)
            {
                (scaled[d], long within) = Math.DivRem(points.Point(i)[d], grid.Chunk[d]);
                element = (element * grid.Chunk[d]) + within;
            }
            long chunk = grid.Linear(scaled);
            if (!byChunk.TryGetValue(chunk, out List<(long, int)>? held)) byChunk[chunk] = held = [];
            held.Add((element, i));
        }
        foreach ((long chunk, List<(long Element, int Ordinal)> held) in byChunk)
        {
            if (!Chunks.TryGetValue(chunk, out ChunkRecord record)) continue;
            byte[] bytes = Decode(record);
            foreach ((long element, int ordinal) in held)
                bytes.AsSpan((int)(element * elementSize), elementSize).CopyTo(destination[(ordinal * elementSize)..]);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private Dictionary<long, ChunkRecord> ReadTable()
    {
        var chunks = new Dictionary<long, ChunkRecord>();
        foreach (ChunkRecord record in ChunkTable.Read(file, layout, grid, filters is not null))
        {
            if (!grid.Contains(record.Scaled)) continue;
            CheckChunk(record);
            chunks[grid.Linear(record.Scaled)] = record;
        }
        return chunks;
    }

    private void CheckChunk(ChunkRecord record)
    {
        file.Bytes.Check(record.Address, record.Size, Structure);
        if (IsUnfiltered(record) && record.Size < grid.ChunkBytes)
            throw new Hdf5FormatException(
                file.Bytes.BaseAddress + record.Address, Structure, $"is stored in {record.Size} bytes, expected {grid.ChunkBytes}");
        bool onlyDeflate = filters is not null && filters.Filters.All(f => f.Id is 1 or 2 or 3);
        double limit = onlyDeflate
            ? (record.Size + 64) * Math.Pow(DeflateLimit, filters!.Filters.Count(f => f.Id == 1))
            : double.PositiveInfinity;
        if (grid.ChunkBytes > limit)
            throw new Hdf5FormatException(
                file.Bytes.BaseAddress + record.Address, Structure, $"{record.Size} bytes cannot inflate to {grid.ChunkBytes}");
    }

    // The stored chunks that a selection touches, and how many of them there could be.
    private List<ChunkRecord> Needed(Hdf5Selection selection, out long possible)
    {
        int rank = grid.Chunk.Length;
        long[] first = new long[rank], last = new long[rank];
        possible = 1;
        for (int d = 0; d < rank; d++)
        {
            first[d] = selection.Coordinate(d, 0) / grid.Chunk[d];
            last[d] = selection.Coordinate(d, selection.Size(d) - 1) / grid.Chunk[d];
            possible *= last[d] - first[d] + 1;
        }
        var needed = new List<ChunkRecord>();
        if (possible >= Chunks.Count)
        {
            foreach (ChunkRecord record in Chunks.Values)
            {
                if (IsWithin(record.Scaled, first, last)) needed.Add(record);
            }
            return needed;
        }
        long[] scaled = [.. first];
        for (long i = 0; i < possible; i++)
        {
            if (Chunks.TryGetValue(grid.Linear(scaled), out ChunkRecord record)) needed.Add(record);
            for (int d = rank - 1; d >= 0; d--)
            {
                if (++scaled[d] <= last[d]) break;
                scaled[d] = first[d];
            }
        }
        return needed;
    }

    private static bool IsWithin(long[] scaled, long[] first, long[] last)
    {
        for (int d = 0; d < scaled.Length; d++)
        {
            if (scaled[d] < first[d] || scaled[d] > last[d]) return false;
        }
        return true;
    }

    private unsafe void ReadChunk(ChunkRecord record, Hdf5Selection selection, Target target)
    {
        if (WholeAt(record.Scaled, selection) is { } place)
        {
            Decode(record, new Span<byte>(target.Pointer + (place * elementSize), (int)grid.ChunkBytes));
            return;
        }
        byte[] chunk = Decode(record);
        try
        {
            CopyRows(record.Scaled, selection, 0, 0, 0, chunk, new Span<byte>(target.Pointer, target.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    // The ordinal of a chunk's first element if the whole chunk is selected and contiguous; it then needs no copy.
    private long? WholeAt(long[] scaled, Hdf5Selection selection)
    {
        long place = 0;
        for (int d = 0; d < scaled.Length; d++)
        {
            long origin = scaled[d] * grid.Chunk[d];
            (long first, long end) = selection.Within(d, origin, origin + grid.Chunk[d]);
            bool fills = end - first == grid.Chunk[d] && (d == 0 || selection.Size(d) == grid.Chunk[d]);
            if (!fills) return null;
            place = (place * selection.Size(d)) + first;
        }
        return place;
    }

    private byte[] Decode(ChunkRecord record)
    {
        byte[] stored = ReadStored(record, out int length);
        return IsUnfiltered(record) ? stored : filters!.Decode(stored, length, (int)grid.ChunkBytes, record.Mask, Offset(record));
    }

    private void Decode(ChunkRecord record, Span<byte> target)
    {
        if (IsUnfiltered(record))
        {
            file.Bytes.ReadInto(record.Address, target, Structure);
            return;
        }
        byte[] stored = ReadStored(record, out int length);
        filters!.Decode(stored, length, target, record.Mask, Offset(record));
    }

    private byte[] ReadStored(ChunkRecord record, out int length)
    {
        if (record.Size > int.MaxValue - 64)
            throw new Hdf5NotSupportedException(Offset(record), Structure, $"is stored in {record.Size} bytes");
        length = IsUnfiltered(record) ? (int)grid.ChunkBytes : (int)record.Size;
        byte[] stored = ArrayPool<byte>.Shared.Rent(length);
        file.Bytes.ReadInto(record.Address, stored.AsSpan(0, length), Structure);
        return stored;
    }

    private bool IsUnfiltered(ChunkRecord record) => filters is null || (layout.EdgesAreUnfiltered && SticksOut(record.Scaled));

    private long Offset(ChunkRecord record) => file.Bytes.BaseAddress + record.Address;

    private bool SticksOut(long[] scaled)
    {
        for (int d = 0; d < scaled.Length; d++)
        {
            if ((scaled[d] + 1) * grid.Chunk[d] > grid.Space[d]) return true;
        }
        return false;
    }

    private void CopyRows(
        long[] scaled,
        Hdf5Selection selection,
        int d,
        long chunkElement,
        long targetElement,
        byte[] chunk,
        Span<byte> target)
    {
        long origin = scaled[d] * grid.Chunk[d];
        (long first, long end) = selection.Within(d, origin, Math.Min(origin + grid.Chunk[d], grid.Space[d]));
        if (first >= end) return;
        long size = selection.Size(d);
        bool isLast = d == grid.Chunk.Length - 1;
        if (isLast && selection.IsContiguous(d))
        {
            long from = (chunkElement * grid.Chunk[d]) + selection.Coordinate(d, first) - origin;
            long to = (targetElement * size) + first;
            chunk.AsSpan((int)(from * elementSize), (int)((end - first) * elementSize)).CopyTo(target[(int)(to * elementSize)..]);
            return;
        }
        for (long k = first; k < end; k++)
        {
            long from = (chunkElement * grid.Chunk[d]) + selection.Coordinate(d, k) - origin;
            long to = (targetElement * size) + k;
            if (isLast) chunk.AsSpan((int)(from * elementSize), elementSize).CopyTo(target[(int)(to * elementSize)..]);
            else CopyRows(scaled, selection, d + 1, from, to, chunk, target);
        }
    }

    // Spans cannot cross threads; the destination is pinned while the chunks are decoded.
    private readonly unsafe struct Target(byte* pointer, int length)
    {
        public byte* Pointer { get; } = pointer;

        public int Length { get; } = length;
    }
}
