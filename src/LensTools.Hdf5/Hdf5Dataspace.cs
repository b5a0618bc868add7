using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5;

/// <summary>The shape of a dataset or attribute (specification IV.A.2.b).</summary>
public sealed class Hdf5Dataspace
{
    private const int MaximumRank = 32;

    private Hdf5Dataspace(bool isNull, long[] dimensions, long[] maximum)
    {
        IsNull = isNull;
        Dimensions = dimensions;
        MaximumDimensions = maximum;
        ElementCount = isNull ? 0 : 1;
        foreach (long dimension in dimensions) ElementCount *= dimension;
    }

    internal static Hdf5Dataspace Scalar { get; } = new(false, [], []);

    /// <summary>Whether there are no elements (H5S_NULL).</summary>
    public bool IsNull { get; }

    /// <summary>Whether there is exactly one element and no dimensions.</summary>
    public bool IsScalar => !IsNull && Dimensions.Count == 0;

    /// <summary>Number of dimensions; 0 for a scalar.</summary>
    public int Rank => Dimensions.Count;

    /// <summary>The current size of each dimension, slowest first.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>The maximum size of each dimension; <see cref="long.MaxValue"/> is unlimited.</summary>
    public IReadOnlyList<long> MaximumDimensions { get; }

    /// <summary>The product of the dimensions; 1 for a scalar, 0 for a null dataspace.</summary>
    public long ElementCount { get; }

    /// <inheritdoc/>
    public override string ToString() => IsNull ? "null" : IsScalar ? "scalar" : string.Join(" x ", Dimensions);

    internal static Hdf5Dataspace Read(ObjectHeader header)
    {
        if (header.Find(MessageType.Dataspace) is not { } message)
            throw new Hdf5FormatException(
                header.File.Bytes.BaseAddress + header.Address, "Object header", "a dataset without a dataspace message");
        return Parse(header.Open(message, "Dataspace message"));
    }

    /// <summary>The same dataspace grown or shrunk.</summary>
    internal Hdf5Dataspace WithDimensions(long[] dimensions, Cursor forErrors)
    {
        CheckCount(dimensions, forErrors);
        return new Hdf5Dataspace(false, dimensions, [.. MaximumDimensions]);
    }

    internal static Hdf5Dataspace Parse(Cursor cursor)
    {
        byte version = cursor.ExpectVersion(1, 2);
        int rank = cursor.U8();
        byte flags = cursor.U8();
        bool isNull = false;
        if (version == 1) cursor.Skip(5);
        else isNull = cursor.U8() == 2;
        if (rank > MaximumRank) throw cursor.Fail($"{rank} dimensions, at most {MaximumRank} are allowed");
        if (isNull) return new Hdf5Dataspace(true, [], []);
        if (rank == 0) return Scalar;

        long[] dimensions = new long[rank];
        for (int i = 0; i < rank; i++) dimensions[i] = cursor.Length();
        CheckCount(dimensions, cursor);
        long[] maximum = dimensions;
        if ((flags & 1) != 0)
        {
            maximum = new long[rank];
            for (int i = 0; i < rank; i++) maximum[i] = cursor.Length();
        }
        return new Hdf5Dataspace(false, dimensions, maximum);
    }

    private static void CheckCount(long[] dimensions, Cursor forErrors)
    {
        long product = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] == long.MaxValue || (dimensions[i] != 0 && product > long.MaxValue / 64 / dimensions[i]))
                throw forErrors.Fail($"dimension {i} of size {dimensions[i]} gives more elements than can be counted");
            product *= dimensions[i];
        }
    }
}
