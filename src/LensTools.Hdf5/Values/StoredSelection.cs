using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>A selection as files store it (specification VIII.A, dataspace selection): everything, or a regular hyperslab.</summary>
internal sealed class StoredSelection
{
    private const int All = 3, Hyperslab = 2;
    private const int MaximumRank = 32;

    private readonly (long Start, long Stride, long Count, long Block)[]? _dimensions;

    private StoredSelection((long, long, long, long)[]? dimensions) => _dimensions = dimensions;

    public static StoredSelection Read(ref Cursor cursor)
    {
        uint type = cursor.U32();
        uint version = cursor.U32();
        switch (type)
        {
            case All:
                cursor.Skip(8);
                return new StoredSelection(null);
            case Hyperslab when version == 1:
                return ReadBlocks(ref cursor);
            case Hyperslab when version is 2 or 3:
                return ReadRegular(ref cursor, version);
            default:
                throw cursor.Unsupported($"a selection of type {type}, version {version}");
        }
    }

    /// <summary>The selection in a dataspace.</summary>
    public Selection On(Dataspace space, long offset)
    {
        Selection selection = _dimensions is null ? Selection.All(space) : Selection.Hyperslab(_dimensions);
        try
        {
            selection.Check(space);
        }
        catch (ArgumentException problem)
        {
            throw new Hdf5FormatException(offset, "Dataspace selection", problem.Message);
        }
        return selection;
    }

    private static StoredSelection ReadRegular(ref Cursor cursor, uint version)
    {
        byte flags = cursor.U8();
        int width = 8;
        if (version == 3) width = cursor.U8();
        else cursor.Skip(4);
        uint rank = cursor.U32();
        if (rank is 0 or > MaximumRank) throw cursor.Fail($"a selection of {rank} dimensions");
        if ((flags & 1) == 0) throw cursor.Unsupported("an irregular selection");
        ulong unlimited = width == 8 ? ulong.MaxValue : (1UL << (8 * width)) - 1;
        var dimensions = new (long, long, long, long)[rank];
        for (int i = 0; i < rank; i++)
        {
            ulong start = cursor.Unsigned(width), stride = cursor.Unsigned(width), count = cursor.Unsigned(width), block = cursor.Unsigned(width);
            if (count == unlimited || block == unlimited) throw cursor.Unsupported("a selection without an end");
            dimensions[i] = (Number(start), Number(stride), Number(count), Number(block));
        }
        return new StoredSelection(dimensions);
    }

    // Version 1 lists the corners of blocks; one block is a box.
    private static StoredSelection ReadBlocks(ref Cursor cursor)
    {
        cursor.Skip(8);
        uint rank = cursor.U32(), blocks = cursor.U32();
        if (rank is 0 or > MaximumRank) throw cursor.Fail($"a selection of {rank} dimensions");
        if (blocks != 1) throw cursor.Unsupported($"a selection of {blocks} blocks");
        var dimensions = new (long, long, long, long)[rank];
        uint[] start = new uint[rank];
        for (int i = 0; i < rank; i++) start[i] = cursor.U32();
        for (int i = 0; i < rank; i++) dimensions[i] = (start[i], 1, Math.Max(0, (long)cursor.U32() - start[i] + 1), 1);
        return new StoredSelection(dimensions);
    }

    private static long Number(ulong value) => (long)Math.Min(value, long.MaxValue / 4);
}
