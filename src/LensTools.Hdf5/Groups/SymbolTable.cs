using System.Text;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Heaps;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Groups;

/// <summary>
/// The links of an old group: a version 1 B-tree of symbol nodes and a local heap of names (specification III.A.1, III.B, III.C).
/// </summary>
internal sealed class SymbolTable : LinkTable
{
    private const string TreeStructure = "B-tree version 1 of a group";
    private const string NodeStructure = "Symbol table node";
    private const int SoftLinkCache = 2;
    private const int MaximumDepth = 32;

    private readonly FileContext _file;
    private readonly long _tree;
    private readonly LocalHeap _heap;

    public SymbolTable(ObjectHeader header, HeaderMessage message)
    {
        _file = header.File;
        Cursor cursor = header.Open(message, "Symbol table message");
        _tree = cursor.Offset();
        _heap = new LocalHeap(_file, cursor.Offset());
    }

    private int EntrySize => (2 * _file.OffsetSize) + 24;

    public override IReadOnlyList<Hdf5Link> List()
    {
        var links = new List<Hdf5Link>();
        // Each entry needs its own bytes, so counting entries detects cycles in the tree.
        long budget = (_file.Bytes.Length / EntrySize) + 1;
        ListNode(_tree, 0, links, ref budget);
        return links;
    }

    public override Hdf5Link? Find(ReadOnlySpan<byte> name)
    {
        long node = _tree;
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            Cursor cursor = OpenNode(node, out int level, out int count);
            int low = 0, high = count - 1;
            while (low < high)
            {
                // Key i+1 is the greatest name below child i.
                int middle = (low + high) / 2;
                if (name.SequenceCompareTo(_heap.Name(Key(ref cursor, middle + 1))) > 0) low = middle + 1;
                else high = middle;
            }
            if (count == 0) return null;
            long child = Child(ref cursor, low);
            if (level == 0) return FindInNode(child, name);
            node = child;
        }
        throw new Hdf5FormatException(_file.Bytes.BaseAddress + _tree, TreeStructure, "nested too deep");
    }

    private void ListNode(long address, int depth, List<Hdf5Link> links, ref long budget)
    {
        if (depth > MaximumDepth) throw new Hdf5FormatException(_file.Bytes.BaseAddress + address, TreeStructure, "nested too deep");
        Cursor cursor = OpenNode(address, out int level, out int count);
        for (int i = 0; i < count; i++)
        {
            if (--budget < 0) throw cursor.Fail("its nodes point at one another");
            long child = Child(ref cursor, i);
            if (level > 0) ListNode(child, depth + 1, links, ref budget);
            else ListSymbols(child, links, ref budget);
        }
    }

    private void ListSymbols(long address, List<Hdf5Link> links, ref long budget)
    {
        Cursor cursor = OpenSymbols(address, out int count);
        for (int i = 0; i < count; i++)
        {
            if (--budget < 0) throw cursor.Fail("its nodes point at one another");
            links.Add(ReadEntry(ref cursor));
        }
    }

    private Hdf5Link? FindInNode(long address, ReadOnlySpan<byte> name)
    {
        Cursor cursor = OpenSymbols(address, out int count);
        for (int i = 0; i < count; i++)
        {
            Cursor entry = cursor;
            if (_heap.Name(entry.Offset()).SequenceEqual(name)) return ReadEntry(ref cursor);
            cursor.Skip(EntrySize);
        }
        return null;
    }

    private Cursor OpenNode(long address, out int level, out int count)
    {
        int prefix = 8 + (2 * _file.OffsetSize);
        Cursor head = Cursor.At(_file, address, prefix, TreeStructure);
        head.Expect("TREE"u8);
        if (head.U8() != 0) throw head.Fail("indexes chunks, but a group's links were expected");
        level = head.U8();
        count = head.U16();
        int size = prefix + (count * (_file.LengthSize + _file.OffsetSize)) + _file.LengthSize;
        return Cursor.At(_file, address, size, TreeStructure);
    }

    private long Key(ref Cursor node, int index)
    {
        int at = 8 + (2 * _file.OffsetSize) + (index * (_file.LengthSize + _file.OffsetSize));
        var cursor = new Cursor(_file, node.Address, node.All.Slice(at, _file.LengthSize), TreeStructure);
        return cursor.Length();
    }

    private long Child(ref Cursor node, int index)
    {
        int at = 8 + (2 * _file.OffsetSize) + (index * (_file.LengthSize + _file.OffsetSize)) + _file.LengthSize;
        var cursor = new Cursor(_file, node.Address, node.All.Slice(at, _file.OffsetSize), TreeStructure);
        return cursor.Offset();
    }

    private Cursor OpenSymbols(long address, out int count)
    {
        Cursor head = Cursor.At(_file, address, 8, NodeStructure);
        head.Expect("SNOD"u8);
        head.ExpectVersion(1, 1);
        head.Skip(1);
        count = head.U16();
        return Cursor.At(_file, address + 8, count * EntrySize, NodeStructure);
    }

    private Hdf5Link ReadEntry(ref Cursor cursor)
    {
        string name = Encoding.UTF8.GetString(_heap.Name(cursor.Offset()));
        long address = cursor.Offset();
        uint cache = cursor.U32();
        cursor.Skip(4);
        uint linkValue = cursor.U32();
        cursor.Skip(12);
        return cache == SoftLinkCache
            ? new Hdf5Link(name, LinkKind.Soft, -1, Encoding.UTF8.GetString(_heap.Name(linkValue)), "")
            : new Hdf5Link(name, LinkKind.Hard, address, "", "");
    }
}
