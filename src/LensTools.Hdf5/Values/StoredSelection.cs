using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>
/// A selection as files store it (specification VIII.A, dataspace selection): everything, points, a regular hyperslab
/// (which may be unlimited), or a union of boxes.
/// </summary>
internal sealed class StoredSelection
{
    private const int None = 0, Points = 1, Hyperslab = 2, All = 3;
    private const int MaximumRank = 32;
    private const long Unlimited = long.MaxValue;

    // A union of boxes is listed element by element, so its size is limited.
    private const long MostPoints = 1 << 21;

    private readonly (long Start, long Stride, long Count, long Block)[]? _dimensions;
    private readonly (int Rank, long[] Coordinates)? _points;
    private readonly (long[] First, long[] Last)[]? _boxes;

    private StoredSelection((long, long, long, long)[]? dimensions, (int, long[])? points = null, (long[], long[])[]? boxes = null)
    {
        _dimensions = dimensions;
        _points = points;
        _boxes = boxes;
    }

    /// <summary>The dimension in which the selection is unlimited, or -1.</summary>
    public int UnlimitedDimension =>
        _dimensions is null ? -1 : Array.FindIndex(_dimensions, d => d.Count == Unlimited || d.Block == Unlimited);

    public static StoredSelection Read(ref Cursor cursor)
    {
        uint type = cursor.U32();
        uint version = cursor.U32();
        switch (type)
        {
            case None:
                cursor.Skip(8);
                return new StoredSelection(null, (1, []));
            case All:
                cursor.Skip(8);
                return new StoredSelection(null);
            case Points when version is 1 or 2:
                return ReadPoints(ref cursor, version);
            case Hyperslab when version is 1 or 2 or 3:
                return ReadHyperslab(ref cursor, version);
            default:
                throw cursor.Unsupported($"a selection of type {type}, version {version}");
        }
    }

    /// <summary>The selection in a dataspace; an unlimited selection ends with the dataspace.</summary>
    public Hdf5Selection On(Hdf5Dataspace space, long offset)
    {
        Hdf5Selection selection = _boxes is not null
            ? Union(space, offset)
            : _points is { } points
                ? Hdf5Selection.Points(points.Coordinates.Length == 0 ? Math.Max(1, space.Rank) : points.Rank, points.Coordinates)
                : _dimensions is null ? Hdf5Selection.All(space)
                : Hdf5Selection.Hyperslab([.. _dimensions.Select((d, i) => i < space.Rank ? Clip(d, space.Dimensions[i], offset) : d)]);
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

    /// <summary>
    /// The selection made finite: the block of an ordinal, or as many blocks as hold <paramref name="elements"/> along the dimension
    /// that is unlimited.
    /// </summary>
    public StoredSelection WithEnd(long elements)
    {
        int unlimited = UnlimitedDimension;
        if (unlimited < 0) return this;
        var dimensions = ((long Start, long Stride, long Count, long Block)[])_dimensions!.Clone();
        (long start, long stride, long count, long block) = dimensions[unlimited];
        dimensions[unlimited] = block == Unlimited
            ? (start, stride, 1, elements)
            : (start, stride, count == Unlimited ? elements / Math.Max(1, block) : count, block);
        return new StoredSelection(dimensions);
    }

    /// <summary>One block of the unlimited dimension.</summary>
    public StoredSelection BlockOf(long ordinal)
    {
        int unlimited = UnlimitedDimension;
        var dimensions = ((long Start, long Stride, long Count, long Block)[])_dimensions!.Clone();
        (long start, long stride, _, long block) = dimensions[unlimited];
        dimensions[unlimited] = (Number((ulong)start + ((ulong)ordinal * (ulong)stride)), 1, 1, block);
        return new StoredSelection(dimensions);
    }

    /// <summary>Where the selection ends in a dimension: one more than its last coordinate.</summary>
    public long EndOf(int dimension)
    {
        if (_dimensions is null) return 0;
        (long start, long stride, long count, long block) = _dimensions[dimension];
        return count == 0 ? 0 : Number((ulong)start + ((ulong)(count - 1) * (ulong)stride) + (ulong)block);
    }

    private static (long, long, long, long) Clip((long Start, long Stride, long Count, long Block) slab, long size, long offset)
    {
        long rest = Math.Max(0, size - slab.Start);
        if (slab.Block == Unlimited) return (slab.Start, slab.Stride, rest == 0 ? 0 : 1, rest);
        if (slab.Count != Unlimited) return slab;
        long stride = Math.Max(1, slab.Stride), whole = rest / stride, last = rest % stride;
        if (last > 0 && last < slab.Block)
            throw new Hdf5NotSupportedException(offset, "Dataspace selection", "an unlimited selection stops inside a block");
        return (slab.Start, slab.Stride, whole + (last > 0 ? 1 : 0), slab.Block);
    }

    private static StoredSelection ReadPoints(ref Cursor cursor, uint version)
    {
        int width = 4;
        if (version == 1) cursor.Skip(8);
        else width = Width(ref cursor);
        int rank = Rank(ref cursor);
        ulong count = version == 1 ? cursor.U32() : cursor.Unsigned(width);
        if (count > (ulong)cursor.Remaining / (ulong)(rank * width)) throw cursor.Fail($"{count} points in {cursor.Remaining} bytes");
        long[] coordinates = new long[(int)count * rank];
        for (int i = 0; i < coordinates.Length; i++) coordinates[i] = Number(cursor.Unsigned(width));
        return new StoredSelection(null, (rank, coordinates));
    }

    private static StoredSelection ReadHyperslab(ref Cursor cursor, uint version)
    {
        byte flags = version == 1 ? (byte)0 : cursor.U8();
        int width = version == 3 ? Width(ref cursor) : version == 2 ? 8 : 4;
        if (version == 2) cursor.Skip(4);
        else if (version == 1) cursor.Skip(8);
        int rank = Rank(ref cursor);
        if ((flags & 1) == 0) return ReadBoxes(ref cursor, rank, width, version == 1 ? 4 : width);
        ulong unlimited = width == 8 ? ulong.MaxValue : (1UL << (8 * width)) - 1;
        var dimensions = new (long, long, long, long)[rank];
        for (int i = 0; i < rank; i++)
        {
            ulong start = cursor.Unsigned(width),
                stride = cursor.Unsigned(width),
                count = cursor.Unsigned(width),
                block = cursor.Unsigned(width);
            dimensions[i] = (
                Number(start),
                Number(stride),
                count == unlimited ? Unlimited : Number(count),
                block == unlimited ? Unlimited : Number(block));
        }
        return new StoredSelection(dimensions);
    }

    // The first and the last corner of each box.
    private static StoredSelection ReadBoxes(ref Cursor cursor, int rank, int width, int countWidth)
    {
        ulong count = cursor.Unsigned(countWidth);
        if (count > (ulong)cursor.Remaining / (ulong)(2 * rank * width)) throw cursor.Fail($"{count} boxes in {cursor.Remaining} bytes");
        var boxes = new (long[] First, long[] Last)[(int)count];
        for (int b = 0; b < boxes.Length; b++)
        {
            long[] first = new long[rank], last = new long[rank];
            for (int i = 0; i < rank; i++) first[i] = Number(cursor.Unsigned(width));
            for (int i = 0; i < rank; i++) last[i] = Number(cursor.Unsigned(width));
            boxes[b] = (first, last);
        }
        if (boxes.Length != 1) return new StoredSelection(null, boxes: boxes);
        return new StoredSelection([.. boxes[0].First.Select((first, i) => (first, 1L, 1L, Math.Max(0, boxes[0].Last[i] - first + 1)))]);
    }

    // Every element once, row by row: the order in which a union is read.
    private Hdf5Selection Union(Hdf5Dataspace space, long offset)
    {
        int rank = space.Rank;
        long total = 0;
        foreach ((long[] first, long[] last) in _boxes!)
        {
            if (first.Length != rank)
                throw new Hdf5FormatException(offset, "Dataspace selection", $"{first.Length} dimensions in a dataspace of {rank}");
            double size = 1;
            for (int d = 0; d < rank; d++)
            {
                if (last[d] >= space.Dimensions[d])
                    throw new Hdf5FormatException(
                        offset, "Dataspace selection", $"dimension {d}: {last[d]} lies outside its {space.Dimensions[d]} elements");
                size *= Math.Max(0, last[d] - first[d] + 1);
            }
            if (size > MostPoints - total)
                throw new Hdf5NotSupportedException(
                    offset, "Dataspace selection", $"a union of boxes with more than {MostPoints} elements");
            total += (long)size;
        }
        long[] places = new long[total];
        int count = 0;
        foreach ((long[] first, long[] last) in _boxes!)
        {
            if (first.Zip(last, (f, l) => f > l).Any(isEmpty => isEmpty)) continue;
            long[] at = [.. first];
            for (int d = 0; d >= 0;)
            {
                long place = 0;
                for (int i = 0; i < rank; i++) place = (place * space.Dimensions[i]) + at[i];
                places[count++] = place;
                for (d = rank - 1; d >= 0 && ++at[d] > last[d]; d--) at[d] = first[d];
            }
        }
        Array.Sort(places);
        var coordinates = new List<long>();
        long[] point = new long[rank];
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && places[i] == places[i - 1]) continue;
            long rest = places[i];
            for (int d = rank - 1; d >= 0; d--) (rest, point[d]) = Math.DivRem(rest, space.Dimensions[d]);
            coordinates.AddRange(point);
        }
        return Hdf5Selection.Points(Math.Max(1, rank), [.. coordinates]);
    }

    private static int Width(ref Cursor cursor)
    {
        byte width = cursor.U8();
        return width is 2 or 4 or 8 ? width : throw cursor.Fail($"numbers of {width} bytes");
    }

    private static int Rank(ref Cursor cursor)
    {
        uint rank = cursor.U32();
        return rank is > 0 and <= MaximumRank ? (int)rank : throw cursor.Fail($"a selection of {rank} dimensions");
    }

    private static long Number(ulong value) => (long)Math.Min(value, long.MaxValue / 4);
}
