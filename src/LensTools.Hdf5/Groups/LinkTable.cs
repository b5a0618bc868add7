using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Groups;

/// <summary>The links of one group, however they are stored.</summary>
internal abstract class LinkTable
{
    /// <summary>Every link, in byte order of the names, as in the old storage.</summary>
    public abstract IReadOnlyList<Hdf5Link> List();

    /// <summary>The link with a given name (UTF-8), found without listing its siblings if the storage allows it.</summary>
    public abstract Hdf5Link? Find(ReadOnlySpan<byte> name);

    protected static Comparison<Hdf5Link> ByName { get; } = (a, b) => string.CompareOrdinal(a.Name, b.Name);

    /// <summary>The links of a group; empty if the group has no storage for them.</summary>
    public static LinkTable Open(ObjectHeader header)
    {
        if (header.Find(MessageType.SymbolTable) is { } symbolTable) return new SymbolTable(header, symbolTable);
        if (header.Find(MessageType.LinkInfo) is { } linkInfo)
        {
            (long heap, long index) = ReadLinkInfo(header, linkInfo);
            return heap >= 0 ? new DenseLinks(header.File, heap, index) : new CompactLinks(header);
        }
        return new CompactLinks(header);
    }

    private static (long Heap, long Index) ReadLinkInfo(ObjectHeader header, HeaderMessage message)
    {
        Cursor cursor = header.Open(message, "Link info message");
        cursor.ExpectVersion(0, 0);
        if ((cursor.U8() & 1) != 0) cursor.Skip(8);
        return (cursor.Offset(), cursor.Offset());
    }
}

/// <summary>Links kept as messages of the group's own header.</summary>
internal sealed class CompactLinks(ObjectHeader header) : LinkTable
{
    private const string Structure = "Link message";

    public override IReadOnlyList<Hdf5Link> List()
    {
        var links = new List<Hdf5Link>();
        foreach (HeaderMessage message in header.Messages)
        {
            if (message.Type == MessageType.Link) links.Add(Hdf5Link.Parse(header.Open(message, Structure)));
        }
        links.Sort(ByName);
        return links;
    }

    public override Hdf5Link? Find(ReadOnlySpan<byte> name)
    {
        foreach (HeaderMessage message in header.Messages)
        {
            if (message.Type == MessageType.Link && Hdf5Link.NameOf(header.Open(message, Structure)).SequenceEqual(name))
                return Hdf5Link.Parse(header.Open(message, Structure));
        }
        return null;
    }
}

/// <summary>Links kept in a fractal heap and indexed by the hash of their names.</summary>
internal sealed class DenseLinks(FileContext file, long heapAddress, long indexAddress) : LinkTable
{
    private const string Structure = "Link message";
    private const int IdSize = 7;

    private readonly Heaps.FractalHeap _heap = new(file, heapAddress);
    private readonly BTree2 _index = new(file, indexAddress);

    public override IReadOnlyList<Hdf5Link> List()
    {
        var links = new List<Hdf5Link>();
        foreach (ReadOnlyMemory<byte> record in _index.Records()) links.Add(Hdf5Link.Parse(Open(record)));
        links.Sort(ByName);
        return links;
    }

    public override Hdf5Link? Find(ReadOnlySpan<byte> name)
    {
        uint hash = Checksum.Lookup3(name);
        foreach (ReadOnlyMemory<byte> record in _index.Find(
            r => hash.CompareTo(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(r.Span))))
        {
            if (Hdf5Link.NameOf(Open(record)).SequenceEqual(name)) return Hdf5Link.Parse(Open(record));
        }
        return null;
    }

    private Cursor Open(ReadOnlyMemory<byte> record)
    {
        if (record.Length < 4 + IdSize)
            throw new Hdf5FormatException(file.Bytes.BaseAddress + indexAddress, "B-tree version 2", "records too short for link names");
        ReadOnlySpan<byte> message = _heap.Get(record.Span.Slice(4, IdSize), out long address);
        return new Cursor(file, address, message, Structure);
    }
}
