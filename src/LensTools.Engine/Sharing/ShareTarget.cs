using LensTools.Engine.Sharing.Folders;

namespace LensTools.Engine.Sharing;

/// <summary>Opens the target that a destination names.</summary>
public static class ShareTarget
{
    /// <summary>
    /// Opens a folder by its path, a share link or a folder of a WebDAV server by its URL. Of a server it is found out
    /// what it is; nothing is written.
    /// </summary>
    /// <exception cref="Hosting.LensException">The destination makes no sense, is not safe to send a password to, or cannot be
    /// reached.</exception>
    public static IShareTarget Open(string destination, ShareOptions options, CancellationToken stop)
    {
        if (!destination.Contains("://", StringComparison.Ordinal)) return new FolderTarget(destination);
        return ServerDiscovery.Open(ShareAddress.Parse(destination), options, stop);
    }

    /// <summary>Whether a destination is the root of a share link, a place for many publications.</summary>
    internal static bool IsRoot(string destination) =>
        destination.Contains("://", StringComparison.Ordinal) && ShareAddress.Parse(destination) is { Token: not null, Folder.Length: 0 };

    /// <summary>The folder above the one that a destination names, and that one's name.</summary>
    internal static (string Above, string Name) Parent(string destination)
    {
        if (!destination.Contains("://", StringComparison.Ordinal))
            return (Path.GetDirectoryName(destination) ?? destination, Path.GetFileName(destination));
        return ShareAddress.Parse(destination).Parent();
    }
}
