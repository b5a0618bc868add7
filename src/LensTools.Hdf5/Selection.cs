namespace LensTools.Hdf5;

/// <summary>
/// A part of a dataset: in each dimension <c>Count</c> blocks of <c>Block</c> elements, <c>Stride</c> apart from
/// <c>Start</c> on (a hyperslab). What is read has the shape of <see cref="Shape"/>.
/// </summary>
public sealed class Selection
{
    private readonly (long Start, long Stride, long Count, long Block)[] _dimensions;

    private Selection((long Start, long Stride, long Count, long Block)[] dimensions) => _dimensions = dimensions;

    /// <summary>Number of dimensions.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>The selected size of each dimension.</summary>
    public IReadOnlyList<long> Shape => [.. _dimensions.Select(d => d.Count * d.Block)];

    /// <summary>How many elements are selected.</summary>
    public long ElementCount => _dimensions.Aggregate(1L, (product, d) => product * d.Count * d.Block);

    /// <summary>Everything in a dataspace.</summary>
    public static Selection All(Dataspace space) => new([.. space.Dimensions.Select(d => (0L, 1L, d, 1L))]);

    /// <summary>A contiguous box.</summary>
    public static Selection Box(ReadOnlySpan<long> start, ReadOnlySpan<long> shape)
    {
        if (start.Length != shape.Length) throw new ArgumentException("start and shape differ in rank", nameof(shape));
        var dimensions = new (long, long, long, long)[start.Length];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = (start[i], 1, shape[i], 1);
        return new Selection(dimensions);
    }

    /// <summary>Blocks of elements at regular distances.</summary>
    public static Selection Hyperslab(params (long Start, long Stride, long Count, long Block)[] dimensions) => new([.. dimensions]);

    internal void Check(Dataspace space)
    {
        if (Rank != space.Rank) throw new ArgumentException($"the selection has {Rank} dimensions, the dataset {space.Rank}");
        for (int i = 0; i < Rank; i++)
        {
            (long start, long stride, long count, long block) = _dimensions[i];
            bool empty = count == 0 || block == 0;
            if (start < 0 || stride < 1 || count < 0 || block < 0 || (!empty && count > 1 && stride < block) ||
                (!empty && (count - 1 > (space.Dimensions[i] - start - block) / stride || start + block > space.Dimensions[i])))
                throw new ArgumentOutOfRangeException(nameof(space), $"dimension {i}: start {start}, stride {stride}, count {count}, block {block} lie outside its {space.Dimensions[i]} elements");
        }
    }

    /// <summary>The selected ordinals of a dimension whose coordinates lie in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    internal (long First, long End) Within(int dimension, long from, long to) => (CountBelow(dimension, from), CountBelow(dimension, to));

    /// <summary>The coordinate of a selected ordinal.</summary>
    internal long Coordinate(int dimension, long ordinal)
    {
        (long start, long stride, _, long block) = _dimensions[dimension];
        return start + (ordinal / block * stride) + (ordinal % block);
    }

    /// <summary>Whether the ordinals of a dimension are neighbours in the dataset.</summary>
    internal bool IsContiguous(int dimension)
    {
        (_, long stride, long count, long block) = _dimensions[dimension];
        return stride == block || count <= 1;
    }

    internal long Size(int dimension) => _dimensions[dimension].Count * _dimensions[dimension].Block;

    private long CountBelow(int dimension, long coordinate)
    {
        (long start, long stride, long count, long block) = _dimensions[dimension];
        if (coordinate <= start || block == 0) return 0;
        long distance = coordinate - start;
        long whole = Math.Min(count, distance / stride);
        long rest = whole < count ? Math.Min(block, distance - (whole * stride)) : 0;
        return (whole * block) + rest;
    }
}
