using System.Numerics;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Heaps;

/// <summary>The fractal heap that holds dense links and attributes (specification III.G).</summary>
internal sealed class FractalHeap
{
    private const string Structure = "Fractal heap";
    private const int MaximumDepth = 64;

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
    private readonly bool _isFiltered;
    private readonly long _hugeTree;

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
        _isFiltered = filterLength > 0;
        if (_isFiltered) size += l + 4 + filterLength;

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
        if (_isFiltered) cursor.Skip(l + 4 + filterLength);
        cursor.ExpectChecksum();

        if (_width == 0 || !BitOperations.IsPow2(_width) || _startingBlockSize <= 0 || !BitOperations.IsPow2(_startingBlockSize) ||
            _maximumDirectSize < _startingBlockSize || !BitOperations.IsPow2(_maximumDirectSize) || _maximumDirectSize > int.MaxValue || heapBits is 0 or > 64)
            throw cursor.Fail($"a table of width {_width} with blocks of {_startingBlockSize} to {_maximumDirectSize} bytes in {heapBits} bits");
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
                address = Locate(offset, length);
                return _file.Bytes.Read(address, length, Structure);
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

    private ReadOnlySpan<byte> GetHuge(ReadOnlySpan<byte> id, out long address)
    {
        if (_isFiltered) throw new Hdf5UnsupportedException(_file.Bytes.BaseAddress + _address, Structure, "huge objects are filtered");
        var cursor = new Cursor(_file, _address, id[1..], Structure);
        long length;
        if (_file.OffsetSize + _file.LengthSize <= _idLength - 1)
        {
            address = cursor.Offset();
            length = cursor.Length();
        }
        else
        {
            ulong key = cursor.Unsigned(Math.Min(_file.LengthSize, _idLength - 1));
            (address, length) = FindHuge(key);
        }
        if (length > int.MaxValue) throw Fail($"a huge object of {length} bytes");
        return _file.Bytes.Read(address, (int)length, Structure);
    }

    private (long Address, long Length) FindHuge(ulong key)
    {
        if (_hugeTree < 0) throw Fail("a huge object, but no index of huge objects");
        foreach (ReadOnlyMemory<byte> record in new Groups.BTree2(_file, _hugeTree).Records())
        {
            var cursor = new Cursor(_file, _hugeTree, record.Span, Structure);
            long address = cursor.Offset();
            long length = cursor.Length();
            if (cursor.Unsigned(_file.LengthSize) == key) return (address, length);
        }
        throw Fail($"huge object {key} is not in the index");
    }

    private long Locate(long offset, int length)
    {
        if (_isFiltered) throw new Hdf5UnsupportedException(_file.Bytes.BaseAddress + _address, Structure, "its blocks are filtered");
        if (_rootRows == 0) return InBlock(_root, 0, _startingBlockSize, offset, length);

        long block = _root, blockStart = 0;
        int rows = _rootRows;
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            (int row, int column, long childStart, long childSize) = FindChild(offset - blockStart, rows);
            long child = ReadChild(block, (row * _width) + column, rows);
            if (child < 0) throw Fail($"offset {offset} lies in a block that was never written");
            childStart += blockStart;
            if (childSize <= _maximumDirectSize) return InBlock(child, childStart, childSize, offset, length);
            block = child;
            blockStart = childStart;
            rows = BitOperations.Log2((ulong)childSize) - BitOperations.Log2((ulong)(_startingBlockSize * _width)) + 1;
        }
        throw Fail("indirect blocks nested too deep");
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
        throw Fail($"offset {offset} lies behind its {rows} rows of blocks");
    }

    private long ReadChild(long indirect, int index, int rows)
    {
        int prefix = 5 + _file.OffsetSize + _offsetBytes;
        Cursor cursor = Cursor.At(_file, indirect, prefix, "Fractal heap indirect block");
        cursor.Expect("FHIB"u8);
        cursor.ExpectVersion(0, 0);
        if (index >= rows * _width) throw cursor.Fail($"entry {index} of {rows * _width}");
        Cursor entry = Cursor.At(_file, indirect + prefix + ((long)index * _file.OffsetSize), _file.OffsetSize, "Fractal heap indirect block");
        return entry.Offset();
    }

    private long InBlock(long block, long blockStart, long blockSize, long offset, int length)
    {
        int prefix = 5 + _file.OffsetSize + _offsetBytes + (_blocksHaveChecksum ? 4 : 0);
        Cursor cursor = Cursor.At(_file, block, prefix, "Fractal heap direct block");
        cursor.Expect("FHDB"u8);
        cursor.ExpectVersion(0, 0);
        long inBlock = offset - blockStart;
        if (inBlock < 0 || inBlock + length > blockSize) throw cursor.Fail($"an object of {length} bytes at {inBlock} in a block of {blockSize}");
        return block + inBlock;
    }

    private Hdf5FormatException Fail(string problem) => new(_file.Bytes.BaseAddress + _address, Structure, problem);
}
