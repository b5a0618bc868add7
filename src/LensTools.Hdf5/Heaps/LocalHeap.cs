using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Heaps;

/// <summary>The local heap that holds the link names of an old group (specification III.D).</summary>
internal sealed class LocalHeap
{
    private const string Structure = "Local heap";
    private const int MaximumName = 64 * 1024;

    private readonly FileContext _file;
    private readonly long _segment;
    private readonly long _size;

    public LocalHeap(FileContext file, long address)
    {
        _file = file;
        Cursor cursor = Cursor.At(file, address, 8 + (2 * file.LengthSize) + file.OffsetSize, Structure);
        cursor.Expect("HEAP"u8);
        cursor.ExpectVersion(0, 0);
        cursor.Skip(3);
        _size = cursor.Length();
        _ = cursor.Length();
        _segment = cursor.Offset();
        file.Bytes.Check(_segment, _size, Structure);
    }

    /// <summary>The NUL-terminated bytes at an offset of the data segment.</summary>
    public ReadOnlySpan<byte> Name(long offset)
    {
        if (offset < 0 || offset >= _size)
            throw new Hdf5FormatException(
                _file.Bytes.BaseAddress + _segment, Structure, $"a name at offset {offset} of a heap of {_size} bytes");
        int limit = (int)Math.Min(_size - offset, MaximumName);
        ReadOnlySpan<byte> bytes = _file.Bytes.ReadAhead(_segment + offset, 1, Math.Min(limit, 64), Structure);
        int end = bytes.IndexOf((byte)0);
        if (end < 0)
        {
            bytes = _file.Bytes.Read(_segment + offset, limit, Structure);
            end = bytes.IndexOf((byte)0);
        }
        return end >= 0
            ? bytes[..end]
            : throw new Hdf5FormatException(_file.Bytes.BaseAddress + _segment + offset, Structure, "a name is not terminated by NUL");
    }
}
