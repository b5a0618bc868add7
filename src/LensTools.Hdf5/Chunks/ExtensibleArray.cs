using System.Numerics;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>The extensible array that indexes the chunks of a dataset with one unlimited dimension (specification VII.D).</summary>
internal sealed class ExtensibleArray
{
    private const string HeaderStructure = "Extensible array header";
    private const string IndexStructure = "Extensible array index block";
    private const string SecondaryStructure = "Extensible array secondary block";
    private const string DataStructure = "Extensible array data block";

    private readonly FileContext _file;
    private readonly ChunkElements _elements;
    private readonly int _indexElements;
    private readonly int _minimumElements;
    private readonly int _minimumPointers;
    private readonly long _pageElements;
    private readonly int _offsetBytes;
    private readonly int _secondaryBlocks;
    private readonly long _count;
    private readonly long _indexBlock;
    private readonly List<ChunkRecord> _records = [];

    public ExtensibleArray(FileContext file, long address, ChunkGrid grid, bool isFiltered)
    {
        _file = file;
        Cursor header = Cursor.At(file, address, 12 + (6 * file.LengthSize) + file.OffsetSize + 4, HeaderStructure);
        header.Expect("EAHD"u8);
        header.ExpectVersion(0, 0);
        header.Skip(1);
        int elementSize = header.U8();
        int bits = header.U8();
        _indexElements = header.U8();
        _minimumElements = header.U8();
        _minimumPointers = header.U8();
        int pageBits = header.U8();
        header.Skip(4L * file.LengthSize);
        _count = header.Length();
        header.Skip(file.LengthSize);
        _indexBlock = header.Offset();
        header.ExpectChecksum();
        _elements = new ChunkElements(file, grid, isFiltered, elementSize, header);
        if (bits is 0 or > 64 || pageBits > 30 || !BitOperations.IsPow2(_minimumElements) || !BitOperations.IsPow2(_minimumPointers) ||
            _minimumElements == 0 || _minimumPointers == 0 || _count > file.Bytes.Length / elementSize)
            throw header.Fail($"{_count} elements of {bits} bits in blocks of {_minimumElements} behind {_minimumPointers} pointers");
        _pageElements = 1L << pageBits;
        _offsetBytes = (bits + 7) / 8;
        _secondaryBlocks = 1 + bits - BitOperations.Log2((uint)_minimumElements);
    }

    private int Prefix => 6 + _file.OffsetSize;

    public List<ChunkRecord> Records()
    {
        if (_indexBlock < 0) return _records;
        int direct = 2 * BitOperations.Log2((uint)_minimumPointers);
        int dataPointers = 2 * (_minimumPointers - 1);
        int secondaryPointers = Math.Max(0, _secondaryBlocks - direct);
        int size = Prefix + (_indexElements * _elements.Size) + ((dataPointers + secondaryPointers) * _file.OffsetSize) + 4;
        Cursor cursor = Cursor.At(_file, _indexBlock, size, IndexStructure);
        cursor.Expect("EAIB"u8);
        cursor.Skip(Prefix - 4);
        for (int i = 0; i < _indexElements; i++) Add(ref cursor, i);

        long first = _indexElements;
        for (int secondary = 0; secondary < direct; secondary++)
        {
            (long blocks, long elements) = Shape(secondary);
            for (long i = 0; i < blocks; i++, first += elements) ReadData(cursor.Offset(), first, elements, []);
        }
        for (int secondary = direct; secondary < direct + secondaryPointers; secondary++)
        {
            (long blocks, long elements) = Shape(secondary);
            long block = cursor.Offset();
            if (block >= 0 && first < _count) ReadSecondary(block, first, blocks, elements);
            first += blocks * elements;
        }
        cursor.ExpectChecksum();
        return _records;
    }

    private (long Blocks, long Elements) Shape(int secondary) => (1L << (secondary / 2), (1L << ((secondary + 1) / 2)) * _minimumElements);

    private void ReadSecondary(long address, long first, long blocks, long elements)
    {
        long pages = elements > _pageElements ? elements / _pageElements : 0;
        long bitmapSize = (pages + 7) / 8;
        long size = Prefix + _offsetBytes + (blocks * bitmapSize) + (blocks * _file.OffsetSize) + 4;
        _file.Bytes.Check(address, size, SecondaryStructure);
        Cursor cursor = Cursor.At(_file, address, (int)Math.Min(size, int.MaxValue), SecondaryStructure);
        cursor.Expect("EASB"u8);
        cursor.Skip(Prefix - 4 + _offsetBytes);
        ReadOnlySpan<byte> bitmaps = cursor.Take(blocks * bitmapSize);
        for (long i = 0; i < blocks; i++, first += elements)
        {
            ReadOnlySpan<byte> bitmap = bitmapSize == 0 ? [] : bitmaps.Slice((int)(i * bitmapSize), (int)bitmapSize);
            ReadData(cursor.Offset(), first, elements, bitmap);
        }
        cursor.ExpectChecksum();
    }

    private void ReadData(long address, long first, long count, ReadOnlySpan<byte> pageBitmap)
    {
        if (address < 0 || first >= _count) return;
        int prefix = Prefix + _offsetBytes;
        if (count <= _pageElements)
        {
            Cursor cursor = Cursor.At(_file, address, prefix + (int)(count * _elements.Size) + 4, DataStructure);
            cursor.Expect("EADB"u8);
            cursor.Skip(prefix - 4);
            for (long i = 0; i < count; i++) Add(ref cursor, first + i);
            cursor.ExpectChecksum();
            return;
        }
        Cursor head = Cursor.At(_file, address, prefix + 4, DataStructure);
        head.Expect("EADB"u8);
        head.Skip(prefix - 4);
        head.ExpectChecksum();
        long at = address + prefix + 4;
        for (long page = 0; page < count / _pageElements; page++, at += (_pageElements * _elements.Size) + 4)
        {
            bool written = pageBitmap.IsEmpty || (pageBitmap[(int)(page / 8)] & (0x80 >> (int)(page % 8))) != 0;
            long start = first + (page * _pageElements);
            if (!written || start >= _count) continue;
            Cursor cursor = Cursor.At(_file, at, (int)(_pageElements * _elements.Size) + 4, DataStructure);
            for (long i = 0; i < _pageElements; i++) Add(ref cursor, start + i);
            cursor.ExpectChecksum();
        }
    }

    private void Add(ref Cursor cursor, long index)
    {
        if (_elements.Read(ref cursor, index) is { } record && index < _count) _records.Add(record);
    }
}
