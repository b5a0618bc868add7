using System.Buffers;

namespace LensTools.Hdf5.Storage;

/// <summary>
/// The bytes of a file by HDF5 address (relative to the base address), through a small page cache.
/// Every request is checked against the file size before allocating or reading.
/// </summary>
internal sealed class FileBytes : IDisposable
{
    private const int PageSize = 16 * 1024;
    private const int PageCount = 512;

    private readonly ByteSource _source;
    private readonly Page?[] _pages;

    public FileBytes(ByteSource source)
    {
        _source = source;
        _pages = new Page?[(int)Math.Min(PageCount, (source.Length / PageSize) + 1)];
    }

    /// <summary>The file offset of address 0: after any user block, and shifted by the superblock's base address.</summary>
    public long BaseAddress { get; set; }

    /// <summary>The number of addressable bytes.</summary>
    public long Length => _source.Length - BaseAddress;

    /// <summary>Bytes that stay valid until the file is closed: a slice of a cached page where possible, else a copy.</summary>
    public ReadOnlySpan<byte> Read(long address, int count, string structure)
    {
        Check(address, count, structure);
        long position = BaseAddress + address;
        long index = position / PageSize;
        int offset = (int)(position - (index * PageSize));
        if (offset + count <= PageSize) return GetPage(index).AsSpan(offset, count);

        byte[] copy = new byte[count];
        ReadInto(address, copy, structure);
        return copy;
    }

    /// <summary>The rest of the page that holds <paramref name="address"/>, at least <paramref name="minimum"/> bytes.</summary>
    public ReadOnlySpan<byte> ReadAhead(long address, int minimum, int wanted, string structure)
    {
        Check(address, minimum, structure);
        long position = BaseAddress + address;
        int inPage = PageSize - (int)(position % PageSize);
        long inFile = _source.Length - position;
        int count = (int)Math.Min(Math.Min(wanted, inFile), Math.Max(minimum, inPage));
        return Read(address, count, structure);
    }

    /// <summary>Reads raw data, bypassing the cache.</summary>
    public void ReadInto(long address, Span<byte> destination, string structure)
    {
        Check(address, destination.Length, structure);
        int got = _source.Read(BaseAddress + address, destination);
        if (got < destination.Length)
            throw new Hdf5FormatException(BaseAddress + address, structure, $"the file ended after {got} of {destination.Length} bytes");
    }

    public void Check(long address, long count, string structure)
    {
        if (address < 0 || count < 0 || address > Length - count)
            throw new Hdf5FormatException(
                BaseAddress + Math.Max(0, address),
                structure,
                $"{count} bytes expected here, but the file has {_source.Length} bytes in all");
    }

    public void Dispose()
    {
        for (int i = 0; i < _pages.Length; i++)
        {
            if (Interlocked.Exchange(ref _pages[i], null) is { } page) ArrayPool<byte>.Shared.Return(page.Bytes);
        }
        _source.Dispose();
    }

    private byte[] GetPage(long index)
    {
        ref Page? slot = ref _pages[index % _pages.Length];
        Page? page = Volatile.Read(ref slot);
        if (page is not null && page.Index == index) return page.Bytes;

        byte[] bytes = ArrayPool<byte>.Shared.Rent(PageSize);
        _ = _source.Read(index * PageSize, bytes.AsSpan(0, PageSize));
        // A displaced page is left to the garbage collector, because another thread may still be using it.
        Volatile.Write(ref slot, new Page(index, bytes));
        return bytes;
    }

    private sealed record Page(long Index, byte[] Bytes);
}
