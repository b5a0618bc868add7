using System.Text;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5;

/// <summary>The classes of datatype, by their numbers in the specification (IV.A.2.d).</summary>
public enum Hdf5DatatypeClass : byte
{
    /// <summary>Integers.</summary>
    FixedPoint = 0,
    /// <summary>Floating point numbers.</summary>
    FloatingPoint = 1,
    /// <summary>Times, as seconds of Unix time.</summary>
    Time = 2,
    /// <summary>Strings of a fixed length.</summary>
    String = 3,
    /// <summary>Bit fields.</summary>
    BitField = 4,
    /// <summary>Bytes without a meaning to the format.</summary>
    Opaque = 5,
    /// <summary>Records of named members.</summary>
    Compound = 6,
    /// <summary>References to objects or regions.</summary>
    Reference = 7,
    /// <summary>Named integers.</summary>
    Enumeration = 8,
    /// <summary>Sequences or strings of variable length, kept in the global heap.</summary>
    VariableLength = 9,
    /// <summary>Arrays as elements.</summary>
    Array = 10,
}

/// <summary>How a string fills its space.</summary>
public enum Hdf5StringPadding : byte
{
    /// <summary>Ends at the first NUL.</summary>
    NullTerminated = 0,
    /// <summary>Padded with NUL.</summary>
    NullPadded = 1,
    /// <summary>Padded with blanks.</summary>
    SpacePadded = 2,
}

/// <summary>A member of a compound datatype.</summary>
public sealed record Hdf5CompoundMember(string Name, int Offset, Hdf5Datatype Type);

/// <summary>How one element is stored (specification IV.A.2.d, versions 1 to 4).</summary>
public sealed class Hdf5Datatype
{
    private const int MaximumDepth = 16;
    private const int MaximumMembers = 4_096;

    private Hdf5Datatype(Hdf5DatatypeClass @class, int size)
    {
        Class = @class;
        Size = size;
    }

    /// <summary>The class.</summary>
    public Hdf5DatatypeClass Class { get; }

    /// <summary>Bytes in one stored element.</summary>
    public int Size { get; }

    /// <summary>Whether the most significant byte comes first.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>Whether an integer has a sign.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>First significant bit and number of significant bits of an integer, float or bit field.</summary>
    public (int Offset, int Precision) Bits { get; private init; }

    /// <summary>Where the parts of a floating point number are.</summary>
    internal FloatLayout Float { get; private init; }

    /// <summary>How a string fills its space.</summary>
    public Hdf5StringPadding Padding { get; private init; }

    /// <summary>Whether a string is UTF-8 (otherwise ASCII).</summary>
    public bool IsUtf8 { get; private init; }

    /// <summary>Whether a variable-length type is a string.</summary>
    public bool IsVariableString { get; private init; }

    /// <summary>Whether one element is text, of fixed or variable length.</summary>
    public bool IsString => Class == Hdf5DatatypeClass.String || IsVariableString;

    /// <summary>Whether a reference is to a region of a dataset rather than to an object.</summary>
    public bool IsRegionReference { get; private init; }

    // Types 2 to 4 were added in HDF5 1.12 and have their own layout.
    internal bool IsRevisedReference { get; private init; }

    /// <summary>The tag of an opaque type.</summary>
    public string Tag { get; private init; } = "";

    /// <summary>The members of a compound type.</summary>
    public IReadOnlyList<Hdf5CompoundMember> Members { get; private init; } = [];

    /// <summary>The names and raw values of an enumeration.</summary>
    public IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> EnumerationMembers { get; private init; } = [];

    /// <summary>The dimensions of an array element.</summary>
    public IReadOnlyList<int> ArrayDimensions { get; private init; } = [];

    /// <summary>The base type of an enumeration, array or variable-length type.</summary>
    public Hdf5Datatype? Base { get; private init; }

    /// <summary>Whether this is the enumeration FALSE = 0, TRUE = 1 that h5py and PyTables write for booleans.</summary>
    public bool IsBoolean =>
        Class == Hdf5DatatypeClass.Enumeration && Size == 1 && EnumerationMembers.Count == 2 &&
        EnumerationMembers.Any(m => m.Name == "FALSE" && m.Value.Span[0] == 0) &&
        EnumerationMembers.Any(m => m.Name == "TRUE" && m.Value.Span[0] == 1);

    /// <inheritdoc/>
    public override string ToString() => Class switch
    {
        Hdf5DatatypeClass.FixedPoint => $"{(IsSigned ? "int" : "uint")}{Size * 8}{(IsBigEndian ? " big-endian" : "")}",
        Hdf5DatatypeClass.FloatingPoint => $"float{Size * 8}{(IsBigEndian ? " big-endian" : "")}",
        Hdf5DatatypeClass.String => $"string of {Size} bytes",
        Hdf5DatatypeClass.VariableLength => IsVariableString ? "string" : $"sequence of {Base}",
        Hdf5DatatypeClass.Compound => $"compound of {string.Join(", ", Members.Select(m => m.Name))}",
        Hdf5DatatypeClass.Enumeration => IsBoolean ? "boolean" : $"enumeration of {Base}",
        Hdf5DatatypeClass.Array => $"array {string.Join(" x ", ArrayDimensions)} of {Base}",
        Hdf5DatatypeClass.Reference => IsRegionReference ? "region reference" : "object reference",
        _ => $"{Class} of {Size} bytes",
    };

    /// <summary>Whether an element holds addresses that are valid only in its own file.</summary>
    internal bool PointsIntoFile =>
        Class is Hdf5DatatypeClass.VariableLength or Hdf5DatatypeClass.Reference
            || Base?.PointsIntoFile == true
            || Members.Any(m => m.Type.PointsIntoFile);

    /// <summary>Whether the bytes of an element have the same meaning in another type.</summary>
    internal bool IsStoredLike(Hdf5Datatype other) =>
        Class == other.Class
            && Size == other.Size
            && IsBigEndian == other.IsBigEndian
            && IsSigned == other.IsSigned
            && Bits == other.Bits
            && Float == other.Float
            && IsVariableString == other.IsVariableString &&
        (Base is null ? other.Base is null : other.Base is not null && Base.IsStoredLike(other.Base)) &&
        Members.Count == other.Members.Count
        && Members.Zip(other.Members, (a, b) => a.Name == b.Name && a.Offset == b.Offset && a.Type.IsStoredLike(b.Type)).All(same => same);

    internal static Hdf5Datatype Read(ObjectHeader header)
    {
        if (header.Find(MessageType.Datatype) is not { } message)
            throw new Hdf5FormatException(
                header.File.Bytes.BaseAddress + header.Address, "Object header", "a dataset without a datatype message");
        return Parse(header.File, header.Open(message, "Datatype message"));
    }

    internal static Hdf5Datatype Parse(FileContext file, Cursor cursor) => Parse(file, ref cursor, 0);

    private static Hdf5Datatype Parse(FileContext file, ref Cursor cursor, int depth)
    {
        if (depth > MaximumDepth) throw cursor.Fail($"types nested deeper than {MaximumDepth}");
        byte head = cursor.U8();
        int version = head >> 4;
        cursor.CheckVersion(version, 1, 4);
        byte bits0 = cursor.U8(), bits1 = cursor.U8();
        cursor.Skip(1);
        uint size = cursor.U32();
        if (size > int.MaxValue) throw cursor.Fail($"an element of {size} bytes");
        var @class = (Hdf5DatatypeClass)(head & 0x0f);
        if (size == 0 && @class is not (Hdf5DatatypeClass.String or Hdf5DatatypeClass.Opaque or Hdf5DatatypeClass.Compound))
            throw cursor.Fail("an element of 0 bytes");
        return @class switch
        {
            Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.BitField => new Hdf5Datatype(@class, (int)size)
            {
                IsBigEndian = (bits0 & 1) != 0,
                IsSigned = @class == Hdf5DatatypeClass.FixedPoint && (bits0 & 8) != 0,
                Bits = ReadBits(ref cursor, (int)size),
            },
            Hdf5DatatypeClass.FloatingPoint => ParseFloat(ref cursor, (int)size, bits0, bits1),
            Hdf5DatatypeClass.Time => new Hdf5Datatype(@class, (int)size)
            {
                IsBigEndian = (bits0 & 1) != 0,
                IsSigned = true,
                Bits = ReadTimeBits(ref cursor, (int)size)
            },
            Hdf5DatatypeClass.String =>
                new Hdf5Datatype(@class, (int)size) { Padding = (Hdf5StringPadding)(bits0 & 0x0f), IsUtf8 = bits0 >> 4 == 1 },
            Hdf5DatatypeClass.Opaque => new Hdf5Datatype(@class, (int)size) { Tag = ReadTag(ref cursor, bits0) },
            Hdf5DatatypeClass.Compound => ParseCompound(file, ref cursor, version, (int)size, bits0 | (bits1 << 8), depth),
            Hdf5DatatypeClass.Reference => new Hdf5Datatype(@class, (int)size)
            {
                IsRegionReference = (bits0 & 0x0f) is 1 or 3,
                IsRevisedReference = (bits0 & 0x0f) > 1
            },
            Hdf5DatatypeClass.Enumeration => ParseEnumeration(file, ref cursor, version, (int)size, bits0 | (bits1 << 8), depth),
            Hdf5DatatypeClass.VariableLength => new Hdf5Datatype(@class, (int)size)
            {
                IsVariableString = (bits0 & 0x0f) == 1,
                Padding = (Hdf5StringPadding)(bits0 >> 4),
                IsUtf8 = (bits1 & 0x0f) == 1,
                Base = Parse(file, ref cursor, depth + 1),
            },
            Hdf5DatatypeClass.Array => ParseArray(file, ref cursor, version, (int)size, depth),
            // HDF5 2.0 added complex numbers as class 11.
            _ => throw cursor.Unsupported($"datatype class {head & 0x0f} is of a newer HDF5; classes 0 to 10 are read"),
        };
    }

    private static (int, int) ReadBits(ref Cursor cursor, int size)
    {
        int offset = cursor.U16(), precision = cursor.U16();
        if (precision == 0 || offset + precision > size * 8L)
            throw cursor.Fail($"bits {offset} to {offset + precision} in an element of {size} bytes");
        return (offset, precision);
    }

    private static (int, int) ReadTimeBits(ref Cursor cursor, int size)
    {
        int precision = cursor.U16();
        return precision > 0 && precision <= size * 8L
            ? (0, precision)
            : throw cursor.Fail($"{precision} bits in an element of {size} bytes");
    }

    private static Hdf5Datatype ParseFloat(ref Cursor cursor, int size, byte bits0, byte sign)
    {
        if ((bits0 & 0x40) != 0) throw cursor.Unsupported("VAX byte order");
        (int, int) bits = ReadBits(ref cursor, size);
        int exponentAt = cursor.U8(), exponentSize = cursor.U8(), mantissaAt = cursor.U8(), mantissaSize = cursor.U8();
        uint bias = cursor.U32();
        if (sign >= size * 8
            || exponentAt + exponentSize > size * 8
            || mantissaAt + mantissaSize > size * 8
            || exponentSize is 0 or > 32
            || mantissaSize == 0)
            throw cursor.Fail($"sign, exponent and mantissa do not fit into {size} bytes");
        return new Hdf5Datatype(Hdf5DatatypeClass.FloatingPoint, size)
        {
            IsBigEndian = (bits0 & 1) != 0,
            Bits = bits,
            Float = new FloatLayout(sign, exponentAt, exponentSize, mantissaAt, mantissaSize, bias, (bits0 >> 4) & 3),
        };
    }

    private static string ReadTag(ref Cursor cursor, int length)
    {
        ReadOnlySpan<byte> bytes = cursor.Take(Math.Min(length, cursor.Remaining));
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static Hdf5Datatype ParseCompound(FileContext file, ref Cursor cursor, int version, int size, int count, int depth)
    {
        if (count > MaximumMembers) throw cursor.Fail($"{count} members, at most {MaximumMembers} are read");
        var members = new List<Hdf5CompoundMember>(Math.Min(count, cursor.Remaining / 8));
        for (int i = 0; i < count; i++)
        {
            int start = cursor.Position;
            string name = Encoding.UTF8.GetString(cursor.NullTerminated());
            if (version < 3) cursor.SkipToMultipleOf(8, start);
            long offset = (long)cursor.Unsigned(version < 3 ? 4 : Cursor.EncodedSize((ulong)size));
            int[] dimensions = [];
            if (version == 1)
            {
                int rank = cursor.U8();
                cursor.Skip(3 + 4 + 4);
                if (rank > 4) throw cursor.Fail($"member {name} has {rank} dimensions, at most 4 are allowed");
                dimensions = new int[rank];
                for (int d = 0; d < 4; d++)
                {
                    uint dimension = cursor.U32();
                    if (d < rank) dimensions[d] = (int)Math.Min(dimension, int.MaxValue);
                }
            }
            Hdf5Datatype type = Parse(file, ref cursor, depth + 1);
            if (dimensions.Length > 0) type = MakeArray(ref cursor, dimensions, type);
            if (offset + type.Size > size)
                throw cursor.Fail($"member {name} ends at byte {offset + type.Size} of an element of {size} bytes");
            members.Add(new Hdf5CompoundMember(name, (int)offset, type));
        }
        return new Hdf5Datatype(Hdf5DatatypeClass.Compound, size) { Members = members };
    }

    private static Hdf5Datatype ParseEnumeration(FileContext file, ref Cursor cursor, int version, int size, int count, int depth)
    {
        Hdf5Datatype type = Parse(file, ref cursor, depth + 1);
        if (type.Size != size) throw cursor.Fail($"an enumeration of {size} bytes based on a type of {type.Size} bytes");
        if (count > cursor.Remaining) throw cursor.Fail($"{count} members in {cursor.Remaining} bytes");
        string[] names = new string[count];
        for (int i = 0; i < count; i++)
        {
            int start = cursor.Position;
            names[i] = Encoding.UTF8.GetString(cursor.NullTerminated());
            if (version < 3) cursor.SkipToMultipleOf(8, start);
        }
        var members = new (string, ReadOnlyMemory<byte>)[count];
        for (int i = 0; i < count; i++) members[i] = (names[i], cursor.Take(size).ToArray());
        return new Hdf5Datatype(Hdf5DatatypeClass.Enumeration, size)
        {
            Base = type,
            EnumerationMembers = members,
            IsBigEndian = type.IsBigEndian,
            IsSigned = type.IsSigned,
            Bits = type.Bits,
        };
    }

    private static Hdf5Datatype ParseArray(FileContext file, ref Cursor cursor, int version, int size, int depth)
    {
        int rank = cursor.U8();
        if (version < 3) cursor.Skip(3);
        if (rank is 0 or > 32) throw cursor.Fail($"an array element with {rank} dimensions");
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++) dimensions[i] = (int)Math.Min(cursor.U32(), int.MaxValue);
        if (version < 3) cursor.Skip(4 * rank);
        Hdf5Datatype array = MakeArray(ref cursor, dimensions, Parse(file, ref cursor, depth + 1));
        return array.Size == size ? array : throw cursor.Fail($"an array element of {size} bytes whose parts need {array.Size}");
    }

    private static Hdf5Datatype MakeArray(ref Cursor cursor, int[] dimensions, Hdf5Datatype type)
    {
        long size = type.Size;
        foreach (int dimension in dimensions)
        {
            if (dimension == 0) throw cursor.Fail("an array element with a dimension of 0");
            size *= dimension;
            if (size > int.MaxValue) throw cursor.Fail("an array element of more than 2 GiB");
        }
        return new Hdf5Datatype(Hdf5DatatypeClass.Array, (int)size) { Base = type, ArrayDimensions = dimensions };
    }
}

/// <summary>Bit positions inside a floating point number; <paramref name="Normalization"/> 2 means an implied leading one.</summary>
internal readonly record struct FloatLayout(
    int Sign,
    int ExponentAt,
    int ExponentSize,
    int MantissaAt,
    int MantissaSize,
    uint Bias,
    int Normalization);
