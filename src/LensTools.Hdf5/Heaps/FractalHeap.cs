using System.Buffers;
using System.Numerics;
using LensTools.Hdf5.Filters;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Heaps;

/// <summary>The fractal heap that holds dense links, dense attributes and shared messages (specification III.G).</summary>
internal sealed class FractalHeap
{
    private const string Structure = "Fractal heap";
    private const int MaximumDepth = 64;

    // Filtered blocks are unpacked whole, so their size is bounded; the library's own blocks have at most 64 KiB.
    private const int MaximumFilteredSize = 4 << 20;

    private readonly FileContext _file;
    private readonly long _address;
    private readonly int _idLength;
    private readonly int _width;
    private readonly long _startingBlockSize;
    private readonly long _maximumDirectSize;
    private readonly int _offsetBytes;
    private readonly int _lengthBytes;
    private readonly long _root;
    private readonly int _rootRows;
    private readonly bool _blocksHaveChecksum;
    private readonly FilterPipeline? _filters;
    private readonly (long Size, uint Mask) _filteredRoot;
    private readonly Dictionary<long, byte[]> _unpacked = [];
    private readonly long _hugeTree;
    private long _unpackedBytes;

    public FractalHeap(FileContext file, long address)
    {
        _file = file;
        _address = address;
        int o = file.OffsetSize, l = file.LengthSize;
        int size = 22 + (12 * l) + (3 * o);
        Cursor probe = Cursor.At(file, address, 9, Structure);
        probe.Expect("FRHP"u8);
        probe.ExpectVersion(0, 0);
        _idLength = probe.U16();
        int filterLength = probe.U16();
        if (filterLength > 0) size += l + 4 + filterLength;

        Cursor cursor = Cursor.At(file, address, size + 4, Structure);
        cursor.Skip(9);
        _blocksHaveChecksum = (cursor.U8() & 2) != 0;
        uint maximumManaged = cursor.U32();
        _ = cursor.Length();
        _hugeTree = cursor.Offset();
        _ = cursor.Length();
        _ = cursor.Offset();
        cursor.Skip(8L * l);
        _width = cursor.U16();
        _startingBlockSize = cursor.Length();
        _maximumDirectSize = cursor.Length();
        int heapBits = cursor.U16();
        cursor.Skip(2);
        _root = cursor.Offset();
        _rootRows = cursor.U16();
        if (filterLength > 0)
        {
            _filteredRoot = (cursor.Length(), cursor.U32());
            _filters = FilterPipeline.Parse(new Cursor(file, cursor.Address, cursor.Take(filterLength), Structure));
        }
        cursor.ExpectChecksum();

        if (_width == 0 || !BitOperations.IsPow2(_width) || _startingBlockSize <= 0 || !BitOperations.IsPow2(_startingBlockSize) ||
            _maximumDirectSize < _startingBlockSize
            || !BitOperations.IsPow2(_maximumDirectSize)
            || _maximumDirectSize > int.MaxValue
            || heapBits is 0 or > 64)
            throw cursor.Fail(
                $"a table of width {_width} with blocks of {_startingBlockSize} to {_maximumDirectSize} bytes in {heapBits} bits");
        _offsetBytes = (heapBits + 7) / 8;
        _lengthBytes = Math.Min((BitOperations.Log2((ulong)_maximumDirectSize) + 7) / 8, Cursor.EncodedSize(maximumManaged));
    }

    /// <summary>The bytes of the object that <paramref name="id"/> names.</summary>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> id, out long address)
    {
        if (id.Length < 1 || id.Length > _idLength) throw Fail($"an object ID of {id.Length} bytes, expected {_idLength}");
        switch ((id[0] >> 4) & 3)
        {
            case 0:
                if (id.Length < 1 + _offsetBytes + _lengthBytes) throw Fail("an object ID that is too short");
                var cursor = new Cursor(_file, _address, id[1..], Structure);
                long offset = (long)cursor.Unsigned(_offsetBytes);
                int length = (int)cursor.Unsigned(_lengthBytes);
                return GetManaged(offset, length, out address);
            case 1:
                return GetHuge(id, out address);
            case 2:
                bool extended = _idLength > 18;
                int size = extended ? (((id[0] & 0x0f) << 8) | (id.Length > 1 ? id[1] : 0)) + 1 : (id[0] & 0x0f) + 1;
                int start = extended ? 2 : 1;
                if (start + size > id.Length) throw Fail("a tiny object that is larger than its ID");
                address = _address;
                return id.Slice(start, size);
            default:
                throw Fail($"an object ID of type {(id[0] >> 4) & 3}, expected 0 to 2");
        }
    }

    // An ID holds either the location of a huge object or its key in a B-tree.
    private ReadOnlySpan<byte> GetHuge(ReadOnlySpan<byte> id, out long address)
    {
        var cursor = new Cursor(_file, _address, id[1..], Structure);
        int size = _file.OffsetSize + _file.LengthSize + (_filters is null ? 0 : 4 + _file.LengthSize);
        HugeObject found = size <= _idLength - 1
            ? ReadHuge(ref cursor)
            : FindHuge(cursor.Unsigned(Math.Min(_file.LengthSize, _idLength - 1)));
        address = found.Address;
        if (found.Size > int.MaxValue) throw Fail($"a huge object of {found.Size} bytes");
        return _filters is null
            ? _file.Bytes.Read(address, (int)found.Size, Structure)
            : Unpack(address, found.Size, found.Mask, found.UnpackedSize);
    }

    private HugeObject ReadHuge(ref Cursor cursor)
    {
        long address = cursor.Offset(), size = cursor.Length();
        return _filters is null ? new HugeObject(address, size, 0, size) : new HugeObject(address, size, cursor.U32(), cursor.Length());
    }

    private HugeObject FindHuge(ulong key)
    {
        if (_hugeTree < 0) throw Fail("a huge object, but no index of huge objects");
        foreach (ReadOnlyMemory<byte> record in new Groups.BTree2(_file, _hugeTree).Records())
        {
            var cursor = new Cursor(_file, _hugeTree, record.Span, Structure);
            HugeObject found = ReadHuge(ref cursor);
            if (cursor.Unsigned(_file.LengthSize) == key) return found;
        }
        throw Fail($"huge object {key} is not in the index");
    }

    private ReadOnlySpan<byte> GetManaged(long offset, int length, out long address)
    {
        DirectBlock block = FindBlock(offset);
        long inBlock = offset - block.Start;
        if (inBlock < 0 || inBlock + length > block.Size)
            throw Fail($"an object of {length} bytes at {inBlock} in a block of {block.Size}");
        int prefix = 5 + _file.OffsetSize + _offsetBytes + (_blocksHaveChecksum ? 4 : 0);
        if (_filters is not null)
        {
            address = block.Address;
            byte[] unpacked = Unpack(block.Address, block.StoredSize, block.Mask, block.Size);
            CheckBlock(new Cursor(_file, block.Address, unpacked, "Fractal heap direct block"));
            return unpacked.AsSpan((int)inBlock, length);
        }
        CheckBlock(Cursor.At(_file, block.Address, prefix, "Fractal heap direct block"));
        address = block.Address + inBlock;
        return _file.Bytes.Read(address, length, Structure);
    }

    private static void CheckBlock(Cursor cursor)
    {
        cursor.Expect("FHDB"u8);
        cursor.ExpectVersion(0, 0);
    }

    private byte[] Unpack(long address, long size, uint mask, long unpackedSize)
    {
        lock (_unpacked)
        {
            if (_unpacked.TryGetValue(address, out byte[]? known) && known.Length == unpackedSize) return known;
            if (unpackedSize is <= 0 or > MaximumFilteredSize || size is <= 0 or > MaximumFilteredSize)
                throw Fail($"{size} filtered bytes that unpack to {unpackedSize}");
            _file.Bytes.Check(address, size, Structure);
            byte[] stored = ArrayPool<byte>.Shared.Rent((int)size);
            _file.Bytes.ReadInto(address, stored.AsSpan(0, (int)size), Structure);
            byte[] result = new byte[unpackedSize];
            _filters!.Decode(stored, (int)size, result, mask, _file.Bytes.BaseAddress + address);
            if (_unpackedBytes + unpackedSize > MaximumFilteredSize) _unpacked.Clear();
            _unpackedBytes = _unpacked.Values.Sum(block => (long)block.Length) + unpackedSize;
            return _unpacked[address] = result;
        }
    }

    private DirectBlock FindBlock(long offset)
    {
        if (_rootRows == 0) return new DirectBlock(_root, 0, _startingBlockSize, _filteredRoot.Size, _filteredRoot.Mask);

        long block = _root, blockStart = 0;
        int rows = _rootRows;
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            (int row, int column, long childStart, long childSize) = FindChild(offset - blockStart, rows);
            DirectBlock child = ReadChild(block, (row * _width) + column, rows, blockStart + childStart, childSize);
            if (child.Address < 0) throw Fail($"offset {offset} is in a block that was never written");
            if (childSize <= _maximumDirectSize) return child;
            block = child.Address;
            blockStart = child.Start;
            rows = BitOperations.Log2((ulong)childSize) - BitOperations.Log2((ulong)(_startingBlockSize * _width)) + 1;
        }
        throw Fail("indirect blocks nested too deeply");
    }

    private (int Row, int Column, long Start, long Size) FindChild(long offset, int rows)
    {
        long start = 0, size = _startingBlockSize;
        for (int row = 0; row < rows && row < 64; row++)
        {
            if (row > 1) size *= 2;
            long rowSize = size * _width;
            if (rowSize <= 0) break;
            if (offset < start + rowSize)
            {
                int column = (int)((offset - start) / size);
                return (row, column, start + (column * size), size);
            }
            start += rowSize;
        }
        throw Fail($"offset {offset} is beyond its {rows} rows of blocks");
    }

    // Entries for direct blocks come first, and include the stored size if blocks are filtered.
    private DirectBlock ReadChild(long indirect, int index, int rows, long start, long size)
    {
        int prefix = 5 + _file.OffsetSize + _offsetBytes;
        Cursor cursor = Cursor.At(_file, indirect, prefix, "Fractal heap indirect block");
        cursor.Expect("FHIB"u8);
        cursor.ExpectVersion(0, 0);
        if (index >= rows * _width) throw cursor.Fail($"entry {index} of {rows * _width}");
        int directRows = BitOperations.Log2((ulong)_maximumDirectSize) - BitOperations.Log2((ulong)_startingBlockSize) + 2;
        int direct = Math.Min(index, directRows * _width), wide = _filters is null ? 0 : _file.LengthSize + 4;
        long at = indirect + prefix + ((long)index * _file.OffsetSize) + ((long)direct * wide);
        bool isDirect = size <= _maximumDirectSize;
        Cursor entry = Cursor.At(_file, at, _file.OffsetSize + (isDirect ? wide : 0), "Fractal heap indirect block");
        long address = entry.Offset();
        return isDirect && _filters is not null
            ? new DirectBlock(address, start, size, entry.Length(), entry.U32())
            : new DirectBlock(address, start, size, size, 0);
    }

    private Hdf5FormatException Fail(string problem) => new(_file.Bytes.BaseAddress + _address, Structure, problem);

    private readonly record struct HugeObject(long Address, long Size, uint Mask, long UnpackedSize);

    private readonly record struct DirectBlock(long Address, long Start, long Size, long StoredSize, uint Mask);
}
