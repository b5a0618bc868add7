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

    // Two threads may both open it, which is harmless.
    private LinkTable Table => _links ??= LinkTable.Open(Header);

    /// <summary>Every link, in name order.</summary>
    public IReadOnlyList<Hdf5Link> Links => Table.List();

    /// <summary>Every object that a link in this group leads to; broken links are skipped.</summary>
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

    /// <summary>Gets the object at a path relative to this group without listing siblings; false if there is none.</summary>
    /// <exception cref="Hdf5FormatException">A structure on the path is damaged.</exception>
    public bool TryGet(string path, [NotNullWhen(true)] out Hdf5Object? found)
    {
        found = File.Resolve(this, path, 0);
        return found is not null;
    }

    /// <summary>Gets the dataset at a relative path; false if there is none or it is another kind of object.</summary>
    public bool TryGetDataset(string path, [NotNullWhen(true)] out Hdf5Dataset? dataset)
    {
        dataset = File.Resolve(this, path, 0) as Hdf5Dataset;
        return dataset is not null;
    }

    /// <summary>Gets the group at a relative path; false if there is none or it is another kind of object.</summary>
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
