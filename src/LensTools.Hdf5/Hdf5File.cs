using System.Diagnostics.CodeAnalysis;
using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;
using Microsoft.Win32.SafeHandles;

namespace LensTools.Hdf5;

/// <summary>
/// An HDF5 file open for reading. Many threads can read one file; close it only when no read is in progress.
/// Any damage to its bytes causes an <see cref="Hdf5FormatException"/>, never another exception.
/// </summary>
public sealed class Hdf5File : IDisposable
{
    private const int MaximumLinks = 32;

    private readonly FileContext _context;
    private Dictionary<long, string>? _paths;

    private Hdf5File(ByteSource source, Hdf5Options options)
    {
        _context = new FileContext(new FileBytes(source), options) { ExternalFiles = new ExternalFiles(this, options) };
        try
        {
            Superblock superblock = Superblock.Read(_context, source);
            SuperblockVersion = superblock.Version;
            _context.ExtensionAddress = superblock.ExtensionAddress;
            UserBlockSize = _context.Bytes.BaseAddress;
            Root = new Hdf5Group(this, "/", ObjectHeader.Read(_context, superblock.RootAddress));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The root group.</summary>
    public Hdf5Group Root { get; }

    /// <summary>The superblock's version, 0 to 3.</summary>
    public int SuperblockVersion { get; }

    /// <summary>Bytes in front of the HDF5 signature.</summary>
    public long UserBlockSize { get; }

    /// <summary>Opens a file that others may write, rename or delete while it is open.</summary>
    /// <exception cref="Hdf5FormatException">It is not an HDF5 file, or it is damaged.</exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public static Hdf5File Open(string path, Hdf5Options? options = null) =>
        new(ByteSource.FromFile(path), (options ?? Hdf5Options.Default) with { OwnFolder = Path.GetDirectoryName(Path.GetFullPath(path)) });

    /// <summary>Opens a seekable stream.</summary>
    public static Hdf5File Open(Stream stream, Hdf5Options? options = null, bool leaveOpen = false) =>
        new(ByteSource.FromStream(stream, leaveOpen), options ?? Hdf5Options.Default);

    /// <summary>Opens a file from a handle, which stays open when this object is closed.</summary>
    public static Hdf5File Open(SafeFileHandle handle, Hdf5Options? options = null) =>
        new(ByteSource.FromHandle(handle), options ?? Hdf5Options.Default);

    /// <summary>Whether the bytes contain an HDF5 signature at one of the allowed offsets.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> head)
    {
        for (int at = 0; at + 8 <= head.Length; at = at == 0 ? 512 : at * 2)
        {
            if (head[at..].StartsWith(Superblock.Signature)) return true;
        }
        return false;
    }

    /// <summary>Gets the object at an absolute path without listing siblings; false if there is none.</summary>
    public bool TryGet(string path, [NotNullWhen(true)] out Hdf5Object? found) => Root.TryGet(path, out found);

    /// <summary>Gets the dataset at an absolute path; false if there is none or it is another kind of object.</summary>
    public bool TryGetDataset(string path, [NotNullWhen(true)] out Hdf5Dataset? dataset) => Root.TryGetDataset(path, out dataset);

    /// <summary>Gets the group at an absolute path; false if there is none or it is another kind of object.</summary>
    public bool TryGetGroup(string path, [NotNullWhen(true)] out Hdf5Group? group) => Root.TryGetGroup(path, out group);

    /// <summary>The object that a reference points to, by the first path that leads to it; null if the reference was never set.</summary>
    /// <exception cref="Hdf5FormatException">There is no object at its address.</exception>
    public Hdf5Object? Open(Hdf5Reference reference)
    {
        if (reference.IsNull) return null;
        Dictionary<long, string> paths = LazyInitializer.EnsureInitialized(
            ref _paths, () => Visit().ToDictionary(o => o.Address, o => o.Path));
        // An object without links can be opened only by reference.
        return OpenObject(paths.GetValueOrDefault(reference.Address, ""), reference.Address);
    }

    /// <summary>The region that a reference points to; null if the reference was never set or points to an object.</summary>
    /// <exception cref="Hdf5FormatException">There is no dataset at its address, or the region does not fit it.</exception>
    public (Hdf5Dataset Dataset, Hdf5Selection Region)? OpenRegion(Hdf5Reference reference)
    {
        if (reference.IsNull || !reference.IsRegion) return null;
        return Open(reference) is Hdf5Dataset dataset
            ? (dataset, reference.Region(_context, dataset.Dataspace))
            : throw new Hdf5FormatException(
                _context.Bytes.BaseAddress + reference.Address, "Region reference", "it points to something that is not a dataset");
    }

    /// <summary>Every object once, parents first, by the first path to it; soft and external links are not followed.</summary>
    public IEnumerable<Hdf5Object> Visit()
    {
        var seen = new HashSet<long> { Root.Address };
        var pending = new Stack<(string Path, long Address)>();
        var hard = new List<(string, long)>();
        Hdf5Object current = Root;
        while (true)
        {
            yield return current;
            if (current is Hdf5Group group)
            {
                hard.Clear();
                foreach (Hdf5Link link in group.Links)
                {
                    if (link.Kind == LinkKind.Hard && !seen.Contains(link.Address)) hard.Add((Join(group.Path, link.Name), link.Address));
                }
                for (int i = hard.Count - 1; i >= 0; i--) pending.Push(hard[i]);
            }
            (string Path, long Address) next;
            do
            {
                if (!pending.TryPop(out next)) yield break;
            }
            while (!seen.Add(next.Address));
            current = OpenObject(next.Path, next.Address);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.ExternalFiles.Dispose();
        _context.Bytes.Dispose();
    }

    internal Hdf5Object? Resolve(Hdf5Group start, ReadOnlySpan<char> path, int links)
    {
        Hdf5Object current = path.StartsWith("/") ? Root : start;
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf('/');
            ReadOnlySpan<char> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? [] : path[(slash + 1)..];
            if (name.IsEmpty || name is ".") continue;
            if (current is not Hdf5Group group || group.FindLink(name) is not { } link) return null;
            if (Follow(group, link, links) is not { } next) return null;
            current = next;
        }
        return current;
    }

    internal Hdf5Object? Follow(Hdf5Group group, Hdf5Link link, int links)
    {
        // Cyclic links resolve to nothing, as do links whose target does not exist.
        if (links > MaximumLinks) return null;
        return link.Kind switch
        {
            LinkKind.Hard => OpenObject(Join(group.Path, link.Name), link.Address),
            LinkKind.Soft => Resolve(group, link.Target, links + 1),
            _ => FollowExternal(group, link, links),
        };
    }

    // A link to a file that may not be opened or does not exist resolves to nothing.
    private Hdf5Object? FollowExternal(Hdf5Group group, Hdf5Link link, int links)
    {
        if (!_context.ExternalFiles.Allows(link.ExternalFile)) return null;
        Hdf5File? other = _context.ExternalFiles.TryOpen(
            link.ExternalFile, _context.Bytes.BaseAddress + group.Address, $"External link {Join(group.Path, link.Name)}");
        return other?.Resolve(other.Root, link.Target, links + 1);
    }

    private Hdf5Object OpenObject(string path, long address)
    {
        ObjectHeader header = ObjectHeader.Read(_context, address);
        if (header.Find(MessageType.Layout) is not null) return new Hdf5Dataset(this, path, header);
        if (Hdf5Group.IsGroup(header)) return new Hdf5Group(this, path, header);
        if (header.Find(MessageType.Datatype) is not null) return new Hdf5CommittedDatatype(this, path, header);
        throw new Hdf5FormatException(
            _context.Bytes.BaseAddress + address, "Object header", $"{path} is neither a group nor a dataset nor a datatype");
    }

    private static string Join(string parent, string name) => parent == "/" ? "/" + name : parent + "/" + name;
}
