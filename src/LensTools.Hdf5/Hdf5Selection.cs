namespace LensTools.Hdf5;

/// <summary>
/// A part of a dataset. Either a hyperslab: in each dimension <c>Count</c> blocks of <c>Block</c> elements,
/// <c>Stride</c> apart from <c>Start</c> on; or a list of points. The data read have the shape <see cref="Shape"/>.
/// </summary>
public sealed class Hdf5Selection
{
    // The name of the parameter in callers of Check.
    private const string Argument = "selection";

    private readonly (long Start, long Stride, long Count, long Block)[] _dimensions;
    private readonly long[]? _points;

    private Hdf5Selection((long Start, long Stride, long Count, long Block)[] dimensions, long[]? points = null)
    {
        _dimensions = dimensions;
        _points = points;
    }

    /// <summary>Number of dimensions of the dataset.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>Whether single elements are selected, in the order in which they are listed.</summary>
    public bool IsPoints => _points is not null;

    /// <summary>The selected size of each dimension; one dimension for points.</summary>
    public IReadOnlyList<long> Shape => IsPoints ? [ElementCount] : [.. _dimensions.Select(d => d.Count * d.Block)];

    /// <summary>How many elements are selected.</summary>
    public long ElementCount => _points is null
        ? _dimensions.Aggregate(1L, (product, d) => product * d.Count * d.Block)
        : Rank == 0 ? 1 : _points.Length / Rank;

    /// <summary>Everything in a dataspace.</summary>
    public static Hdf5Selection All(Hdf5Dataspace space) => new([.. space.Dimensions.Select(d => (0L, 1L, d, 1L))]);

    /// <summary>A contiguous box.</summary>
    public static Hdf5Selection Box(ReadOnlySpan<long> start, ReadOnlySpan<long> shape)
    {
        if (start.Length != shape.Length) throw new ArgumentException("start and shape differ in rank", nameof(shape));
        var dimensions = new (long, long, long, long)[start.Length];
        for (int i = 0; i < dimensions.Length; i++) dimensions[i] = (start[i], 1, shape[i], 1);
        return new Hdf5Selection(dimensions);
    }

    /// <summary>Blocks of elements at regular distances.</summary>
    public static Hdf5Selection Hyperslab(params (long Start, long Stride, long Count, long Block)[] dimensions) =>
        // The stride of a single block is irrelevant; making it as large as the block avoids a special case.
        new([.. dimensions.Select(d => d.Count <= 1 && d.Stride >= 1 ? (d.Start, Math.Max(d.Stride, d.Block), d.Count, d.Block) : d)]);

    /// <summary>Single elements by their coordinates, those of the first element first.</summary>
    public static Hdf5Selection Points(int rank, ReadOnlySpan<long> coordinates)
    {
        if (rank < 1 || coordinates.Length % rank != 0)
            throw new ArgumentException($"{coordinates.Length} coordinates in {rank} dimensions", nameof(coordinates));
        return new Hdf5Selection(new (long, long, long, long)[rank], coordinates.ToArray());
    }

    internal void Check(Hdf5Dataspace space)
    {
        if (Rank != space.Rank) throw new ArgumentException($"the selection has {Rank} dimensions, the dataset {space.Rank}", Argument);
        for (int i = 0; i < (_points?.Length ?? 0); i++)
        {
            if (_points![i] < 0 || _points[i] >= space.Dimensions[i % Rank])
                throw new ArgumentOutOfRangeException(
                    Argument, $"dimension {i % Rank}: {_points[i]} lies outside its {space.Dimensions[i % Rank]} elements");
        }
        if (IsPoints) return;
        for (int i = 0; i < Rank; i++)
        {
            (long start, long stride, long count, long block) = _dimensions[i];
            bool empty = count == 0 || block == 0;
            if (start < 0 || stride < 1 || count < 0 || block < 0 || (!empty && count > 1 && stride < block) ||
                (!empty
                    && (start > space.Dimensions[i]
                        || block > space.Dimensions[i] - start
                        || count - 1 > (space.Dimensions[i] - start - block) / stride)))
                throw new ArgumentOutOfRangeException(
                    Argument,
                    $"dimension {i}: start {start}, stride {stride}, count {count}, block {block} lie outside its {space.Dimensions[i]} "
                        + "elements");
        }
    }

    /// <summary>The coordinates of the point with a given ordinal.</summary>
    internal ReadOnlySpan<long> Point(long ordinal) => _points.AsSpan((int)ordinal * Rank, Rank);

    /// <summary>The selected ordinals of a dimension whose coordinates are in [<paramref name="from"/>, <paramref name="to"/>).</summary>
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
