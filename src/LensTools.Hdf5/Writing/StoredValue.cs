using System.Runtime.InteropServices;
using System.Text;

namespace LensTools.Hdf5.Writing;

/// <summary>Text or numbers with a shape, ready to be written.</summary>
internal sealed class StoredValue
{
    private readonly long[] _dimensions;

    private StoredValue(byte[] type, byte[] data, long[] dimensions)
    {
        Type = type;
        Data = data;
        _dimensions = dimensions;
    }

    internal byte[] Type { get; }

    internal byte[] Data { get; }

    /// <summary>A scalar string, UTF-8.</summary>
    public static implicit operator StoredValue(string text) => String(text);

    /// <summary>A scalar 64-bit float.</summary>
    public static implicit operator StoredValue(double value) => Scalar(FloatType(8), [value]);

    /// <summary>A scalar 32-bit integer.</summary>
    public static implicit operator StoredValue(int value) => Scalar(IntegerType(4), [value]);

    /// <summary>A scalar string, UTF-8.</summary>
    public static StoredValue String(string text) => new(StringType(text), Encode(text, Size(text)), []);

    /// <summary>A string in an array of one, as ISIS writes its scalars.</summary>
    public static StoredValue StringArray(string text) => new(StringType(text), Encode(text, Size(text)), [1]);

    /// <summary>64-bit floats with a shape; without one, a vector.</summary>
    public static StoredValue Array(ReadOnlySpan<double> values, params long[] shape) => Shaped(FloatType(8), values, shape);

    /// <summary>32-bit floats with a shape; without one, a vector.</summary>
    public static StoredValue Array(ReadOnlySpan<float> values, params long[] shape) => Shaped(FloatType(4), values, shape);

    /// <summary>32-bit integers with a shape; without one, a vector.</summary>
    public static StoredValue Array(ReadOnlySpan<int> values, params long[] shape) => Shaped(IntegerType(4), values, shape);

    internal byte[] DataspaceMessage()
    {
        var message = new MessageBuilder();
        message.U8(2);
        message.U8((byte)_dimensions.Length);
        message.U8(0);
        message.U8((byte)(_dimensions.Length == 0 ? 0 : 1));
        foreach (long dimension in _dimensions) message.U64((ulong)dimension);
        return message.ToArray();
    }

    private static StoredValue Scalar<T>(byte[] type, ReadOnlySpan<T> values)
        where T : unmanaged => new(type, MemoryMarshal.AsBytes(values).ToArray(), []);

    private static StoredValue Shaped<T>(byte[] type, ReadOnlySpan<T> values, long[] shape)
        where T : unmanaged
    {
        if (shape.Length == 0) shape = [values.Length];
        long count = shape.Aggregate(1L, (product, d) => product * d);
        if (count != values.Length) throw new ArgumentException($"{values.Length} values for a shape of {count}", nameof(shape));
        return new StoredValue(type, MemoryMarshal.AsBytes(values).ToArray(), shape);
    }

    // A string type of zero bytes is not allowed.
    private static int Size(string text) => Math.Max(1, Encoding.UTF8.GetByteCount(text));

    private static byte[] Encode(string text, int size)
    {
        byte[] bytes = new byte[size];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    private static byte[] StringType(string text)
    {
        var type = new MessageBuilder();
        type.U8(0x10 | (byte)Hdf5DatatypeClass.String);
        type.U8((byte)Hdf5StringPadding.NullPadded | 0x10);
        type.U16(0);
        type.U32((uint)Size(text));
        return type.ToArray();
    }

    private static byte[] IntegerType(int size)
    {
        var type = new MessageBuilder();
        type.U8(0x10 | (byte)Hdf5DatatypeClass.FixedPoint);
        type.U8(0x08);
        type.U16(0);
        type.U32((uint)size);
        type.U16(0);
        type.U16((ushort)(size * 8));
        return type.ToArray();
    }

    private static byte[] FloatType(int size)
    {
        (byte exponentAt, byte exponentSize, int bias) = size == 8 ? ((byte)52, (byte)11, 1023) : ((byte)23, (byte)8, 127);
        var type = new MessageBuilder();
        type.U8(0x10 | (byte)Hdf5DatatypeClass.FloatingPoint);
        type.U8(0x20);
        type.U8((byte)((size * 8) - 1));
        type.U8(0);
        type.U32((uint)size);
        type.U16(0);
        type.U16((ushort)(size * 8));
        type.U8(exponentAt);
        type.U8(exponentSize);
        type.U8(0);
        type.U8(exponentAt);
        type.U32((uint)bias);
        return type.ToArray();
    }
}
