using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using LensTools.Hdf5.Groups;
using LensTools.Hdf5.Headers;

namespace LensTools.Hdf5;

/// <summary>A group: links to other objects by name.</summary>
public sealed class Hdf5Group : Hdf5Object
{
    private LinkTable? _links;

    internal Hdf5Group(Hdf5File file, string path, ObjectHeader header)
        : base(file, path, header)
    {
    }

    // Two threads may both open it, which does no harm.
    private LinkTable Table => _links ??= LinkTable.Open(Header);

    /// <summary>Every link, in the order of their names.</summary>
    public IReadOnlyList<Hdf5Link> Links => Table.List();

    /// <summary>Every object that a link of this group leads to; links that lead nowhere are passed over.</summary>
    public IEnumerable<Hdf5Object> Children
    {
        get
        {
            foreach (Hdf5Link link in Links)
            {
                if (File.Follow(this, link, 0) is { } child) yield return child;
            }
        }
    }

    /// <summary>The object at a path relative to this group, found without listing siblings; false where there is none.</summary>
    /// <exception cref="Hdf5FormatException">The bytes on the way are damaged.</exception>
    public bool TryGet(string path, [NotNullWhen(true)] out Hdf5Object? found)
    {
        found = File.Resolve(this, path, 0);
        return found is not null;
    }

    /// <summary>The dataset at a relative path; false where there is none or it is something else.</summary>
    public bool TryGetDataset(string path, [NotNullWhen(true)] out Hdf5Dataset? dataset)
    {
        dataset = File.Resolve(this, path, 0) as Hdf5Dataset;
        return dataset is not null;
    }

    /// <summary>The group at a relative path; false where there is none or it is something else.</summary>
    public bool TryGetGroup(string path, [NotNullWhen(true)] out Hdf5Group? group)
    {
        group = File.Resolve(this, path, 0) as Hdf5Group;
        return group is not null;
    }

    internal Hdf5Link? FindLink(ReadOnlySpan<char> name)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(name.Length));
        int length = Encoding.UTF8.GetBytes(name, rented);
        Hdf5Link? link = Table.Find(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return link;
    }

    internal static bool IsGroup(ObjectHeader header) =>
        header.Find(MessageType.SymbolTable) is not null || header.Find(MessageType.LinkInfo) is not null ||
        header.Find(MessageType.Link) is not null || header.Find(MessageType.GroupInfo) is not null;
}
