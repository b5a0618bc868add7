using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Folders;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>A target, and the folder of a publication below its root.</summary>
internal sealed class PublishLocation : IDisposable
{
    // The address of the publication itself, where it was given; it is the same before and after the folder was made.
    private readonly string? _shown;

    private PublishLocation(IShareTarget target, string folder, bool exists, string? shown = null)
    {
        (Target, Folder, AlreadyExists, _shown) = (target, folder, exists, shown);
    }

    public IShareTarget Target { get; }

    /// <summary>The folder; "" for the target's root.</summary>
    public string Folder { get; set; }

    /// <summary>Whether the folder already exists.</summary>
    public bool AlreadyExists { get; set; }

    /// <summary>Whether all its files can become visible at once, with the folder.</summary>
    public bool AppearsAtOnce => !AlreadyExists && Target.Facts.IsAtomic;

    /// <summary>The location in a form that is safe to display.</summary>
    public string DisplayName
    {
        get
        {
            if (_shown is not null) return _shown;
            string root = Target.Facts.Location;
            if (Folder.Length == 0) return root;
            return Target.Facts.Kind == TargetKind.Folder ? PortablePath.ToHostPath(root, Folder) : $"{root.TrimEnd('/')}/{Folder}";
        }
    }

    /// <summary>The location of a publication as it may be shown, before it is looked for.</summary>
    /// <exception cref="LensException">The destination is not valid.</exception>
    public static string DisplayNameOf(string destination, string? name, string usual)
    {
        ITargetAddress address = ShareTarget.Parse(destination);
        if (address.IsShareRoot) name ??= usual;
        if (name is null) return address.Shown;
        return address is FolderAddress ? PortablePath.ToHostPath(address.Shown, name) : $"{address.Shown}/{name}";
    }

    /// <summary>Opens the location that a destination names.</summary>
    /// <param name="destination">A folder or a URL.</param>
    /// <param name="name">The folder below it for this publication, or null.</param>
    /// <param name="usual">The default folder below a share link, which may hold many publications.</param>
    /// <param name="options">How to connect to a server.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="LensException">The location does not exist or cannot be reached.</exception>
    public static PublishLocation Open(string destination, string? name, string usual, ShareOptions options, CancellationToken stop)
    {
        ITargetAddress address = ShareTarget.Parse(destination);
        IShareTarget target = address.Open(options, stop);
        try
        {
            if (!target.Facts.Can(TargetCapabilities.Read)) return new PublishLocation(target, name ?? usual, exists: false);
            bool isThere = target.Find("", stop) is not null;
            if (isThere && address.IsShareRoot) name ??= usual;
            if (name is not null && isThere) return new PublishLocation(target, name, target.Find(name, stop) is not null);
            if (isThere) return new PublishLocation(target, "", exists: true, address.Shown);
            if (name is not null) throw Missing(target);
            target.Dispose();
            // It does not exist yet: it is created in its parent folder, which must exist.
            (string above, string last) = address.Parent();
            target = ShareTarget.Open(above, options, stop);
            if (target.Find("", stop) is null) throw Missing(target);
            return new PublishLocation(target, last, exists: false, address.Shown);
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>Converts a path relative to the location to one relative to the target's root.</summary>
    public string PathOf(string path) => Folder.Length == 0 ? path : $"{Folder}/{path}";

    /// <summary>Looks again whether it exists.</summary>
    public void Refresh(CancellationToken stop) =>
        AlreadyExists = Target.Facts.Can(TargetCapabilities.Read) && Target.Find(Folder, stop) is not null;

    public void Dispose() => Target.Dispose();

    private static LensException Missing(IShareTarget target) => new(new LensError(
        ErrorKind.TargetNotFound,
        $"{target.Facts.Location} does not exist.",
        target.Facts.Location,
        "Check the path or URL, and that a network share is mounted; the folder above the one to publish to must exist."));
}
