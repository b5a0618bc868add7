using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Headers;

/// <summary>The superblock, versions 0 to 3 (specification II.A): field sizes, the end of the file, the root group.</summary>
internal sealed record Superblock(int Version, long RootAddress, long ExtensionAddress)
{
    private const string Structure = "Superblock";
    private static readonly byte[] Hdf4 = [0x0e, 0x03, 0x13, 0x01];

    public static ReadOnlySpan<byte> Signature => [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Finds the signature at 0, 512, 1024, 2048 … and reads what follows; sets the sizes in <paramref name="file"/>.</summary>
    public static Superblock Read(FileContext file, ByteSource source)
    {
        long start = FindSignature(source);
        file.Bytes.BaseAddress = start;
        int count = (int)Math.Min(file.Bytes.Length, 128);
        var cursor = new Cursor(file, 0, file.Bytes.Read(0, count, Structure), Structure);
        cursor.Skip(8);
        byte version = cursor.ExpectVersion(0, 3);
        return version < 2 ? ReadOld(file, source, start, version, cursor) : ReadNew(file, source, start, version, cursor);
    }

    private static Superblock ReadOld(FileContext file, ByteSource source, long start, byte version, Cursor cursor)
    {
        cursor.Skip(4);
        file.OffsetSize = Size(ref cursor, "offsets");
        file.LengthSize = Size(ref cursor, "lengths");
        cursor.Skip(1 + 2 + 2 + 4);
        if (version == 1) cursor.Skip(4);
        long baseAddress = cursor.Offset();
        _ = cursor.Offset();
        long end = cursor.Offset();
        _ = cursor.Offset();
        _ = cursor.Offset();
        long root = cursor.Offset();
        Finish(file, source, start, baseAddress, end, cursor);
        return new Superblock(version, root, -1);
    }

    private static Superblock ReadNew(FileContext file, ByteSource source, long start, byte version, Cursor cursor)
    {
        file.OffsetSize = Size(ref cursor, "offsets");
        file.LengthSize = Size(ref cursor, "lengths");
        cursor.Skip(1);
        long baseAddress = cursor.Offset();
        long extension = cursor.Offset();
        long end = cursor.Offset();
        long root = cursor.Offset();
        cursor.ExpectChecksum();
        Finish(file, source, start, baseAddress, end, cursor);
        return new Superblock(version, root, extension);
    }

    // If a user block was prepended later, the stored base address is stale; use the position of the signature instead.
    private static void Finish(FileContext file, ByteSource source, long start, long baseAddress, long end, Cursor cursor)
    {
        bool moved = baseAddress != start;
        if (end > 0 && !moved && end > source.Length && end - baseAddress > source.Length - start)
            throw cursor.Fail($"the file is truncated: it should have {end} bytes and has {source.Length}");
        file.Bytes.BaseAddress = start;
    }

    private static int Size(ref Cursor cursor, string what)
    {
        byte size = cursor.U8();
        return size is 2 or 4 or 8 ? size : throw cursor.Fail($"{what} of {size} bytes, expected 2, 4 or 8");
    }

    private static long FindSignature(ByteSource source)
    {
        Span<byte> found = stackalloc byte[8];
        for (long at = 0; at + 8 <= source.Length; at = at == 0 ? 512 : at * 2)
        {
            if (source.Read(at, found) < 8) break;
            if (found.SequenceEqual(Signature)) return at;
            if (at == 0 && found.StartsWith(Hdf4))
                throw new Hdf5NotSupportedException(0, "HDF4 file", "this is HDF4, not HDF5; convert it with h4toh5");
        }
        throw new Hdf5FormatException(0, Structure, "no HDF5 signature at byte 0, 512, 1024, 2048 …");
    }
}
