using System.Buffers.Binary;
using System.Numerics;

namespace LensTools.Hdf5.Storage;

/// <summary>Reads the fields of one structure in order; running past its end is an error of that structure.</summary>
internal ref struct Cursor
{
    // In twenty-five years, no structure's version has increased by more than this.
    private const int NewerVersions = 3;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly FileContext _file;
    private readonly string _structure;
    private readonly long _address;

    public Cursor(FileContext file, long address, ReadOnlySpan<byte> bytes, string structure)
    {
        _file = file;
        _address = address;
        _bytes = bytes;
        _structure = structure;
    }

    /// <summary>A cursor over <paramref name="count"/> bytes of the file from <paramref name="address"/> on.</summary>
    public static Cursor At(FileContext file, long address, int count, string structure) =>
        new(file, address, file.Bytes.Read(address, count, structure), structure);

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public readonly long Address => _address + Position;

    public readonly ReadOnlySpan<byte> All => _bytes;

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Remaining) throw Fail($"needs {count} more bytes, but only {Remaining} are left");
        ReadOnlySpan<byte> slice = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return slice;
    }

    public void Skip(long count) => Take(count);

    public void SkipToMultipleOf(int alignment, int start)
    {
        int used = (Position - start) % alignment;
        if (used != 0) Skip(alignment - used);
    }

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>An unsigned integer of 0 to 8 bytes.</summary>
    public ulong Unsigned(int size)
    {
        if (size is < 0 or > 8) throw Fail($"a field of {size} bytes cannot be read");
        ReadOnlySpan<byte> bytes = Take(size);
        if (size == 8) return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    /// <summary>A file address, or -1 if it is undefined (all ones).</summary>
    public long Offset()
    {
        ulong value = Unsigned(_file.OffsetSize);
        ulong undefined = _file.OffsetSize == 8 ? ulong.MaxValue : (1UL << (8 * _file.OffsetSize)) - 1;
        if (value == undefined) return -1;
        if (value > long.MaxValue) throw Fail($"address {value} lies outside any file");
        return (long)value;
    }

    /// <summary>A length; all ones (unlimited) is <see cref="long.MaxValue"/>.</summary>
    public long Length()
    {
        ulong value = Unsigned(_file.LengthSize);
        ulong unlimited = _file.LengthSize == 8 ? ulong.MaxValue : (1UL << (8 * _file.LengthSize)) - 1;
        return value == unlimited || value > long.MaxValue ? long.MaxValue : (long)value;
    }

    public void Expect(ReadOnlySpan<byte> signature)
    {
        ReadOnlySpan<byte> found = Take(signature.Length);
        if (!found.SequenceEqual(signature))
            throw Fail(
                $"found {Convert.ToHexString(found)} where the signature \"{System.Text.Encoding.ASCII.GetString(signature)}\" was "
                    + "expected");
    }

    /// <summary>The version of the structure, a byte.</summary>
    /// <exception cref="Hdf5NotSupportedException">A newer HDF5 wrote it.</exception>
    public byte ExpectVersion(byte minimum, byte maximum)
    {
        byte version = U8();
        CheckVersion(version, minimum, maximum);
        return version;
    }

    /// <summary>Fails on an unknown version: one slightly above the newest known is from a newer HDF5; any other is damage.</summary>
    public readonly void CheckVersion(int version, int minimum, int maximum)
    {
        if (version > maximum && version <= maximum + NewerVersions)
            throw Unsupported($"version {version} is of a newer HDF5; versions up to {maximum} are read");
        if (version < minimum || version > maximum)
            throw Fail(
                minimum == maximum ? $"version {version}, expected {minimum}" : $"version {version}, expected {minimum} to {maximum}");
    }

    /// <summary>The bytes before a NUL, which is consumed too.</summary>
    public ReadOnlySpan<byte> NullTerminated()
    {
        int length = _bytes[Position..].IndexOf((byte)0);
        if (length < 0) throw Fail("a name is not terminated by NUL");
        ReadOnlySpan<byte> text = Take(length);
        Skip(1);
        return text;
    }

    /// <summary>Checks that the next four bytes are the lookup3 checksum of all bytes before them.</summary>
    public void ExpectChecksum()
    {
        uint computed = Checksum.Lookup3(_bytes[..Position]);
        uint stored = U32();
        if (stored != computed) throw Fail($"its checksum is {stored:x8}, but its bytes give {computed:x8}");
    }

    public readonly Hdf5FormatException Fail(string problem) =>
        new(_file.Bytes.BaseAddress + _address, _structure, problem);

    public readonly Hdf5NotSupportedException Unsupported(string problem) =>
        new(_file.Bytes.BaseAddress + _address, _structure, problem);

    /// <summary>How many bytes hold any value from 0 to <paramref name="limit"/>.</summary>
    public static int EncodedSize(ulong limit) => (limit == 0 ? 0 : BitOperations.Log2(limit) / 8) + 1;
}
