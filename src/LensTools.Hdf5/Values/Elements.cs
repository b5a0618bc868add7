using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>Converts stored elements to numbers and text.</summary>
internal static class Elements
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Numbers of a numeric type; the parts of an array type follow one another.</summary>
    public static T[] ToNumbers<T>(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> data, long address)
        where T : unmanaged, INumber<T>
    {
        Hdf5Datatype element = Flatten(type);
        CheckIsNumber(file, element, address);
        var numbers = new T[data.Length / element.Size];
        if (IsStoredAs<T>(element))
        {
            data[..(numbers.Length * element.Size)].CopyTo(MemoryMarshal.AsBytes(numbers.AsSpan()));
            FixByteOrder(element, MemoryMarshal.AsBytes(numbers.AsSpan()));
        }
        else
        {
            Convert(file, element, data, numbers.AsSpan(), address);
        }
        return numbers;
    }

    /// <summary>Whether the stored bytes, in native order, are <typeparamref name="T"/>s.</summary>
    public static unsafe bool IsStoredAs<T>(Hdf5Datatype type)
        where T : unmanaged
    {
        if (type.Size != sizeof(T)) return false;
        if (type.Class == Hdf5DatatypeClass.FloatingPoint)
            return IsIeee(type) && (typeof(T) == typeof(double) || typeof(T) == typeof(float) || typeof(T) == typeof(Half));
        if (!IsWholeInteger(type)) return false;
        return type.IsSigned
            ? typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(long)
            : typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint) || typeof(T) == typeof(ulong);
    }

    /// <summary>The numeric type inside an array type or an enumeration.</summary>
    public static Hdf5Datatype Flatten(Hdf5Datatype type)
    {
        while (type.Class == Hdf5DatatypeClass.Array && type.Base is not null) type = type.Base;
        return type;
    }

    /// <summary>Converts big-endian elements to native byte order, in place.</summary>
    public static void FixByteOrder(Hdf5Datatype type, Span<byte> data)
    {
        if (!type.IsBigEndian) return;
        switch (type.Size)
        {
            case 1:
                return;
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(data);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                return;
            case 4:
                Span<uint> ints = MemoryMarshal.Cast<byte, uint>(data);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                return;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(data);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                return;
            default:
                for (int at = 0; at + type.Size <= data.Length; at += type.Size) data.Slice(at, type.Size).Reverse();
                return;
        }
    }

    public static string[] ToStrings(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> data, long address)
    {
        Hdf5Datatype element = Flatten(type);
        if (!element.IsString) throw Fail(file, address, $"{element} is not text");
        if (element.Size == 0) return [];
        var strings = new string[data.Length / element.Size];
        for (int i = 0; i < strings.Length; i++)
        {
            ReadOnlySpan<byte> bytes = data.Slice(i * element.Size, element.Size);
            strings[i] = element.IsVariableString ? VariableText(file, bytes, address) : FixedText(element, bytes);
        }
        return strings;
    }

    public static byte[][] ToSequences(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> data, long address)
    {
        if (type.Class != Hdf5DatatypeClass.VariableLength || type.Base is null) throw Fail(file, address, $"{type} is not a sequence");
        var sequences = new byte[data.Length / type.Size][];
        for (int i = 0; i < sequences.Length; i++)
            sequences[i] = Sequence(file, type.Base, data.Slice(i * type.Size, type.Size), address).ToArray();
        return sequences;
    }

    private static ReadOnlySpan<byte> Sequence(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> element, long address)
    {
        var cursor = new Cursor(file, address, element, "Variable-length element");
        uint length = cursor.U32();
        long collection = cursor.Offset();
        uint index = cursor.U32();
        if (length == 0 || collection <= 0) return [];
        (long at, long size) = file.GlobalHeap.Find(collection, index);
        long wanted = length * (long)type.Size;
        if (wanted > size || wanted > int.MaxValue)
            throw cursor.Fail($"{length} parts of {type.Size} bytes in a heap object of {size} bytes");
        return file.Bytes.Read(at, (int)wanted, "Global heap object");
    }

    private static string VariableText(FileContext file, ReadOnlySpan<byte> element, long address)
    {
        var cursor = new Cursor(file, address, element, "Variable-length string");
        uint length = cursor.U32();
        long collection = cursor.Offset();
        uint index = cursor.U32();
        if (length == 0 || collection <= 0) return "";
        (long at, long size) = file.GlobalHeap.Find(collection, index);
        ReadOnlySpan<byte> bytes = file.Bytes.Read(at, (int)Math.Min(length, Math.Min(size, int.MaxValue)), "Global heap object");
        return Decode(UpToNull(bytes));
    }

    private static string FixedText(Hdf5Datatype type, ReadOnlySpan<byte> bytes) => Decode(type.Padding switch
    {
        Hdf5StringPadding.SpacePadded => bytes.TrimEnd((byte)' '),
        Hdf5StringPadding.NullPadded => bytes.TrimEnd((byte)0),
        _ => UpToNull(bytes),
    });

    private static ReadOnlySpan<byte> UpToNull(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }

    // Writers mark Latin-1 text as ASCII or UTF-8; bytes that are not valid UTF-8 are read as Latin-1, which loses nothing.
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes)) return Encoding.ASCII.GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <exception cref="Hdf5TypeMismatchException">Elements of the type are not numbers.</exception>
    public static void CheckIsNumber(FileContext file, Hdf5Datatype type, long address)
    {
        bool isNumber = type.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint or Hdf5DatatypeClass.BitField
            or Hdf5DatatypeClass.Enumeration or Hdf5DatatypeClass.Time;
        if (!isNumber || type.Size == 0) throw Fail(file, address, $"{type} is not a number");
    }

    /// <summary>Fills <paramref name="numbers"/> from elements of a type that has been checked.</summary>
    public static void Convert<T>(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> data, Span<T> numbers, long address)
        where T : unmanaged, INumber<T>
    {
        try
        {
            if (type.Class == Hdf5DatatypeClass.FloatingPoint) ConvertFloat(type, data, numbers);
            else ConvertInteger(file, type, data, numbers, address);
        }
        catch (OverflowException)
        {
            throw Fail(file, address, $"a value of type {type} does not fit into {typeof(T).Name}");
        }
    }

    private static void ConvertFloat<T>(Hdf5Datatype type, ReadOnlySpan<byte> data, Span<T> numbers)
        where T : unmanaged, INumber<T>
    {
        if (!IsIeee(type)) Each(type, data, numbers, static (bytes, t) => T.CreateChecked(DecodeFloat(bytes, t)));
        else if (type.Size == 2) Cast<Half, T>(type, data, numbers);
        else if (type.Size == 4) Cast<float, T>(type, data, numbers);
        else Cast<double, T>(type, data, numbers);
    }

    private static void ConvertInteger<T>(FileContext file, Hdf5Datatype type, ReadOnlySpan<byte> data, Span<T> numbers, long address)
        where T : unmanaged, INumber<T>
    {
        if (type.Size > 8) throw Fail(file, address, $"integers of {type.Size} bytes");
        switch (IsWholeInteger(type) ? (type.Size, type.IsSigned) : (0, type.IsSigned))
        {
            case (1, true): Cast<sbyte, T>(type, data, numbers); break;
            case (1, false): Cast<byte, T>(type, data, numbers); break;
            case (2, true): Cast<short, T>(type, data, numbers); break;
            case (2, false): Cast<ushort, T>(type, data, numbers); break;
            case (4, true): Cast<int, T>(type, data, numbers); break;
            case (4, false): Cast<uint, T>(type, data, numbers); break;
            case (8, true): Cast<long, T>(type, data, numbers); break;
            case (8, false): Cast<ulong, T>(type, data, numbers); break;
            case (_, true):
                Each(type, data, numbers, static (bytes, t) => T.CreateChecked((long)ExtractBits(bytes, t, signed: true)));
                break;
            default: Each(type, data, numbers, static (bytes, t) => T.CreateChecked(ExtractBits(bytes, t, signed: false))); break;
        }
    }

    private static unsafe void Cast<TFrom, TTo>(Hdf5Datatype type, ReadOnlySpan<byte> data, Span<TTo> numbers)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        const int Batch = 512;
        Span<TFrom> batch = stackalloc TFrom[Batch];
        while (!numbers.IsEmpty)
        {
            int count = Math.Min(Batch, numbers.Length);
            Span<byte> bytes = MemoryMarshal.AsBytes(batch[..count]);
            data[..bytes.Length].CopyTo(bytes);
            FixByteOrder(type, bytes);
            for (int i = 0; i < count; i++) numbers[i] = TTo.CreateChecked(batch[i]);
            data = data[bytes.Length..];
            numbers = numbers[count..];
        }
    }

    private static void Each<T>(Hdf5Datatype type, ReadOnlySpan<byte> data, Span<T> numbers, Decoder<T> decode)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (type.Size > bytes.Length) bytes = new byte[type.Size];
        bytes = bytes[..type.Size];
        for (int i = 0; i < numbers.Length; i++)
        {
            data.Slice(i * type.Size, type.Size).CopyTo(bytes);
            if (type.IsBigEndian) bytes.Reverse();
            numbers[i] = decode(bytes, type);
        }
    }

    private static ulong ExtractBits(ReadOnlySpan<byte> bytes, Hdf5Datatype type, bool signed)
    {
        ulong value = Bits(bytes, type.Bits.Offset, type.Bits.Precision);
        int unused = 64 - type.Bits.Precision;
        return signed ? (ulong)((long)(value << unused) >> unused) : value;
    }

    private static ulong Bits(ReadOnlySpan<byte> bytes, int offset, int count)
    {
        ulong value = 0;
        for (int i = Math.Min(count, 64) - 1; i >= 0; i--)
        {
            int bit = offset + i;
            value = (value << 1) | (uint)((bytes[bit >> 3] >> (bit & 7)) & 1);
        }
        return value;
    }

    private static double DecodeFloat(ReadOnlySpan<byte> bytes, Hdf5Datatype type)
    {
        FloatLayout layout = type.Float;
        long exponent = (long)Bits(bytes, layout.ExponentAt, layout.ExponentSize);
        // A double keeps 53 bits, so the leading 64 are enough for rounding.
        int size = Math.Min(layout.MantissaSize, 64);
        ulong mantissa = Bits(bytes, layout.MantissaAt + layout.MantissaSize - size, size);
        double sign = Bits(bytes, layout.Sign, 1) == 0 ? 1 : -1;
        bool implied = layout.Normalization == 2;
        // Without an implied one the leading bit itself stands for one.
        double fraction = Math.ScaleB(mantissa, implied ? -size : 1 - size);
        ulong behindPoint = implied ? mantissa : mantissa & ~(1UL << (size - 1));
        if (exponent == (1L << layout.ExponentSize) - 1) return behindPoint == 0 ? sign * double.PositiveInfinity : double.NaN;
        if (exponent == 0) return sign * Math.ScaleB(fraction, (int)(1L - layout.Bias));
        return sign * Math.ScaleB(implied ? 1 + fraction : fraction, (int)Math.Clamp(exponent - layout.Bias, -1_000_000, 1_000_000));
    }

    private static bool IsWholeInteger(Hdf5Datatype type) =>
        type.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.BitField or Hdf5DatatypeClass.Enumeration
            or Hdf5DatatypeClass.Time &&
        type.Size is 1 or 2 or 4 or 8 && type.Bits == (0, type.Size * 8);

    private static bool IsIeee(Hdf5Datatype type) => (type.Size, type.Float) switch
    {
        (2, { Sign: 15, ExponentAt: 10, ExponentSize: 5, MantissaAt: 0, MantissaSize: 10, Bias: 15 }) => true,
        (4, { Sign: 31, ExponentAt: 23, ExponentSize: 8, MantissaAt: 0, MantissaSize: 23, Bias: 127 }) => true,
        (8, { Sign: 63, ExponentAt: 52, ExponentSize: 11, MantissaAt: 0, MantissaSize: 52, Bias: 1023 }) => true,
        _ => false,
    };

    /// <summary>The error for elements that are not of the requested type.</summary>
    public static Hdf5TypeMismatchException Fail(FileContext file, long address, string problem) =>
        new(file.Bytes.BaseAddress + Math.Max(0, address), "Value", problem);

    private delegate T Decoder<T>(ReadOnlySpan<byte> bytes, Hdf5Datatype type);
}
