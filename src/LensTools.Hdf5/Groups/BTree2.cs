using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Groups;

/// <summary>A version 2 B-tree (specification III.A.2): fixed-size records in key order.</summary>
internal sealed class BTree2
{
    private const string Structure = "B-tree version 2";
    private const int NodeOverhead = 10;
    private const int MaximumDepth = 32;

    private readonly FileContext _file;
    private readonly long _address;
    private readonly int _nodeSize;
    private readonly int _depth;
    private readonly long _root;
    private readonly int _rootRecords;
    private readonly int[] _maximumRecords;
    private readonly int[] _totalSizes;
    private readonly int _countSize;

    public BTree2(FileContext file, long address)
    {
        _file = file;
        _address = address;
        Cursor cursor = Cursor.At(file, address, 16 + file.OffsetSize + 2 + file.LengthSize + 4, Structure);
        cursor.Expect("BTHD"u8);
        cursor.ExpectVersion(0, 0);
        Type = cursor.U8();
        uint nodeSize = cursor.U32();
        RecordSize = cursor.U16();
        _depth = cursor.U16();
        cursor.Skip(2);
        _root = cursor.Offset();
        _rootRecords = cursor.U16();
        Count = cursor.Length();
        cursor.ExpectChecksum();
        if (RecordSize == 0 || nodeSize <= NodeOverhead + RecordSize || nodeSize > 1 << 26 || _depth > MaximumDepth)
            throw cursor.Fail($"nodes of {nodeSize} bytes with records of {RecordSize} and depth {_depth}");
        _nodeSize = (int)nodeSize;

        _maximumRecords = new int[_depth + 1];
        _totalSizes = new int[_depth + 1];
        _maximumRecords[0] = (_nodeSize - NodeOverhead) / RecordSize;
        _countSize = Cursor.EncodedSize((ulong)_maximumRecords[0]);
        ulong total = (ulong)_maximumRecords[0];
        for (int level = 1; level <= _depth; level++)
        {
            int pointer = file.OffsetSize + _countSize + _totalSizes[level - 1];
            int records = (_nodeSize - NodeOverhead - pointer) / (RecordSize + pointer);
            if (records < 1) throw cursor.Fail("nodes too small for their records");
            _maximumRecords[level] = records;
            total = total > ulong.MaxValue / 4 / (ulong)(records + 1)
                ? ulong.MaxValue / 4
                : ((ulong)(records + 1) * total) + (ulong)records;
            _totalSizes[level] = Cursor.EncodedSize(total);
        }
    }

    /// <summary>What its records are (specification III.A.2, type).</summary>
    public int Type { get; }

    public int RecordSize { get; }

    public long Count { get; }

    /// <summary>All records in key order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Records()
    {
        if (_root < 0) yield break;
        long budget = (_file.Bytes.Length / RecordSize) + 1;
        foreach (ReadOnlyMemory<byte> record in Records(_root, _rootRecords, _depth))
        {
            if (--budget < 0) throw Fail("more records than the file can hold: its nodes form a cycle");
            yield return record;
        }
    }

    /// <summary>The records for which <paramref name="compare"/> is 0; it compares the key sought with a record's key.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Find(Func<ReadOnlyMemory<byte>, int> compare) =>
        _root < 0 ? [] : Find(_root, _rootRecords, _depth, compare);

    private IEnumerable<ReadOnlyMemory<byte>> Records(long address, int count, int level)
    {
        Node node = ReadNode(address, count, level);
        for (int i = 0; i <= count; i++)
        {
            if (level > 0)
            {
                (long child, int childCount) = node.Child(i);
                foreach (ReadOnlyMemory<byte> record in Records(child, childCount, level - 1)) yield return record;
            }
            if (i < count) yield return node.Record(i);
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Find(long address, int count, int level, Func<ReadOnlyMemory<byte>, int> compare)
    {
        Node node = ReadNode(address, count, level);
        int low = 0, high = count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (compare(node.Record(middle)) > 0) low = middle + 1;
            else high = middle;
        }
        for (int i = low; i <= count; i++)
        {
            if (level > 0)
            {
                (long child, int childCount) = node.Child(i);
                foreach (ReadOnlyMemory<byte> record in Find(child, childCount, level - 1, compare)) yield return record;
            }
            if (i == count || compare(node.Record(i)) != 0) yield break;
            yield return node.Record(i);
        }
    }

    private Node ReadNode(long address, int count, int level)
    {
        if (count > _maximumRecords[level]) throw Fail($"a node at {address} with {count} records, at most {_maximumRecords[level]} fit");
        int size = 6 + (count * RecordSize) + 4;
        int pointer = level == 0 ? 0 : _file.OffsetSize + _countSize + _totalSizes[level - 1];
        if (level > 0) size += (count + 1) * pointer;
        Cursor cursor = Cursor.At(_file, address, size, Structure);
        cursor.Expect(level == 0 ? "BTLF"u8 : "BTIN"u8);
        cursor.ExpectVersion(0, 0);
        cursor.Skip(size - 9);
        cursor.ExpectChecksum();
        return new Node(this, cursor.All[6..].ToArray(), count, pointer);
    }

    private Hdf5FormatException Fail(string problem) => new(_file.Bytes.BaseAddress + _address, Structure, problem);

    private sealed class Node(BTree2 tree, byte[] bytes, int count, int pointer)
    {
        public ReadOnlyMemory<byte> Record(int index) => bytes.AsMemory(index * tree.RecordSize, tree.RecordSize);

        public (long Address, int Count) Child(int index)
        {
            var cursor = new Cursor(
                tree._file, tree._address, bytes.AsSpan((count * tree.RecordSize) + (index * pointer), pointer), Structure);
            return (cursor.Offset(), (int)cursor.Unsigned(tree._countSize));
        }
    }
}
