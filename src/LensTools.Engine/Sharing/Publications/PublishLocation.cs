using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>A target, and the folder below its root in which a publication lies.</summary>
internal sealed class PublishLocation : IDisposable
{
    private PublishLocation(IShareTarget target, string folder, bool exists)
    {
        (Target, Folder, AlreadyExists) = (target, folder, exists);
    }

    public IShareTarget Target { get; }

    /// <summary>The folder; "" where it is the target's root.</summary>
    public string Folder { get; }

    /// <summary>Whether it is there already. One that is not can appear with all it holds at once.</summary>
    public bool AlreadyExists { get; set; }

    /// <summary>The place as it may be shown.</summary>
    public string DisplayName
    {
        get
        {
            string root = Target.Facts.Location;
            if (Folder.Length == 0) return root;
            return Target.Facts.Kind == TargetKind.Folder ? PortablePath.ToHostPath(root, Folder) : $"{root.TrimEnd('/')}/{Folder}";
        }
    }

    /// <summary>Finds the place that a destination names.</summary>
    /// <param name="destination">A folder or a URL.</param>
    /// <param name="name">The folder below it for this publication, or null.</param>
    /// <param name="usual">The folder below a share link, which is a place for many, where no name is given.</param>
    /// <param name="options">How to speak to a server.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="LensException">There is no such place, or it cannot be reached.</exception>
    public static PublishLocation Open(string destination, string? name, string usual, ShareOptions options, CancellationToken stop)
    {
        IShareTarget target = ShareTarget.Open(destination, options, stop);
        try
        {
            if (!target.Facts.Can(TargetCapabilities.Read)) return new PublishLocation(target, name ?? usual, exists: false);
            bool isThere = target.Find("", stop) is not null;
            if (isThere && ShareTarget.IsRoot(destination)) name ??= usual;
            if (name is not null && isThere) return new PublishLocation(target, name, target.Find(name, stop) is not null);
            if (isThere) return new PublishLocation(target, "", exists: true);
            if (name is not null) throw Missing(target);
            target.Dispose();
            // Not there yet: it is made below the folder above it, which must be.
            (string above, string last) = ShareTarget.Parent(destination);
            target = ShareTarget.Open(above, options, stop);
            if (!target.Facts.Can(TargetCapabilities.CreateParents) && target.Find("", stop) is null) throw Missing(target);
            return new PublishLocation(target, last, exists: false);
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>The path below the target's root of one below the place.</summary>
    public string PathOf(string path) => Folder.Length == 0 ? path : $"{Folder}/{path}";

    public void Dispose() => Target.Dispose();

    private static LensException Missing(IShareTarget target) => new(new LensError(
        ErrorKind.TargetNotFound,
        $"{target.Facts.Location} is not there.",
        target.Facts.Location,
        "Check the URL: the folder above the one to publish to must exist on the server."));
}
