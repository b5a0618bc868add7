using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>The classes of layout (specification IV.A.2.i).</summary>
internal enum LayoutClass
{
    Compact = 0,
    Contiguous = 1,
    Chunked = 2,
    Virtual = 3,
}

/// <summary>The indexes of chunks; numbered as in layout version 4; older layouts use a version 1 B-tree.</summary>
internal enum ChunkIndexType
{
    BTree1 = 0,
    Single = 1,
    Implicit = 2,
    FixedArray = 3,
    ExtensibleArray = 4,
    BTree2 = 5,
}

/// <summary>Where and how a dataset's raw data are stored: the layout message, versions 1 to 4.</summary>
internal sealed record StorageLayout(LayoutClass Class, long Address, long Size)
{
    private const string Structure = "Data layout message";

    /// <summary>The size of a chunk in each dimension of the dataspace.</summary>
    public long[] ChunkDimensions { get; private init; } = [];

    public ChunkIndexType Index { get; private init; }

    /// <summary>Whether chunks that extend beyond the dataset are stored without filters.</summary>
    public bool EdgesAreUnfiltered { get; private init; }

    /// <summary>Stored size and filter mask of a single filtered chunk; size -1 if it is not filtered.</summary>
    public (long Size, uint Mask) SingleChunk { get; private init; } = (-1, 0);

    public static StorageLayout Read(ObjectHeader header)
    {
        HeaderMessage message = header.Find(MessageType.Layout)!.Value;
        Cursor cursor = header.Open(message, Structure);
        byte version = cursor.ExpectVersion(1, 5);
        return version < 3 ? ReadOld(cursor) : ReadNew(cursor, version);
    }

    private static StorageLayout ReadOld(Cursor cursor)
    {
        int rank = cursor.U8();
        LayoutClass layout = ReadClass(ref cursor);
        cursor.Skip(5);
        long address = layout == LayoutClass.Compact ? -1 : cursor.Offset();
        long[] dimensions = new long[rank];
        for (int i = 0; i < rank; i++) dimensions[i] = cursor.U32();
        return layout switch
        {
            LayoutClass.Compact => new StorageLayout(layout, address, cursor.U32()) { Address = cursor.Address },
            LayoutClass.Contiguous => new StorageLayout(layout, address, -1),
            _ => new StorageLayout(layout, address, -1) { ChunkDimensions = WithoutElementSize(cursor, dimensions) },
        };
    }

    private static StorageLayout ReadNew(Cursor cursor, byte version)
    {
        LayoutClass layout = ReadClass(ref cursor);
        switch (layout)
        {
            case LayoutClass.Compact:
                int size = cursor.U16();
                return new StorageLayout(layout, cursor.Address, size);
            case LayoutClass.Contiguous:
                return new StorageLayout(layout, cursor.Offset(), cursor.Length());
            case LayoutClass.Virtual:
                return new StorageLayout(layout, cursor.Offset(), cursor.U32());
            default:
                return version == 3 ? ReadChunked3(cursor) : ReadChunked4(cursor);
        }
    }

    private static StorageLayout ReadChunked3(Cursor cursor)
    {
        int rank = cursor.U8();
        long address = cursor.Offset();
        long[] dimensions = new long[rank];
        for (int i = 0; i < rank; i++) dimensions[i] = cursor.U32();
        return new StorageLayout(LayoutClass.Chunked, address, -1) { ChunkDimensions = WithoutElementSize(cursor, dimensions) };
    }

    private static StorageLayout ReadChunked4(Cursor cursor)
    {
        byte flags = cursor.U8();
        int rank = cursor.U8();
        int width = cursor.U8();
        long[] dimensions = new long[rank];
        for (int i = 0; i < rank; i++) dimensions[i] = (long)cursor.Unsigned(width);
        var index = (ChunkIndexType)cursor.U8();
        (long, uint) single = (-1, 0);
        switch (index)
        {
            case ChunkIndexType.Single when (flags & 2) != 0: single = (cursor.Length(), cursor.U32()); break;
            case ChunkIndexType.Single or ChunkIndexType.Implicit: break;
            case ChunkIndexType.FixedArray: cursor.Skip(1); break;
            case ChunkIndexType.ExtensibleArray: cursor.Skip(5); break;
            case ChunkIndexType.BTree2: cursor.Skip(6); break;
            default: throw cursor.Fail($"chunk index {(int)index}, expected 1 to 5");
        }
        return new StorageLayout(LayoutClass.Chunked, cursor.Offset(), -1)
        {
            ChunkDimensions = WithoutElementSize(cursor, dimensions),
            Index = index,
            EdgesAreUnfiltered = (flags & 1) != 0,
            SingleChunk = single,
        };
    }

    private static LayoutClass ReadClass(ref Cursor cursor)
    {
        byte layout = cursor.U8();
        return layout <= 3 ? (LayoutClass)layout : throw cursor.Fail($"layout class {layout}, expected 0 to 3");
    }

    // The last "dimension" of a chunk is the element's size.
    private static long[] WithoutElementSize(Cursor cursor, long[] dimensions)
    {
        if (dimensions.Length is < 2 or > 33) throw cursor.Fail($"{dimensions.Length} chunk dimensions, expected 2 to 33");
        foreach (long dimension in dimensions)
        {
            if (dimension is <= 0 or > uint.MaxValue) throw cursor.Fail($"a chunk dimension of {dimension}");
        }
        return dimensions[..^1];
    }
}
