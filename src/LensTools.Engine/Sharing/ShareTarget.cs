using LensTools.Engine.Sharing.Folders;

namespace LensTools.Engine.Sharing;

/// <summary>Opens the target that a destination names.</summary>
public static class ShareTarget
{
    /// <summary>
    /// Opens a folder by its path, or a share link or a folder on a WebDAV server by its URL. Discovers what a server is;
    /// writes nothing.
    /// </summary>
    /// <exception cref="Hosting.LensException">The destination is invalid, cannot be reached, or it is not safe to send a
    /// password to it.</exception>
    public static IShareTarget Open(string destination, ShareOptions options, CancellationToken stop)
    {
        if (!destination.Contains("://", StringComparison.Ordinal)) return new FolderTarget(destination, options);
        if (Sftp.SftpAddress.Is(destination)) return Sftp.SftpTarget.Open(Sftp.SftpAddress.Parse(destination), options, stop);
        return ServerDiscovery.Open(ShareAddress.Parse(destination), options, stop);
    }

    /// <summary>Whether a destination is the root of a share link, which may hold many publications.</summary>
    internal static bool IsRoot(string destination) =>
        destination.Contains("://", StringComparison.Ordinal)
            && !Sftp.SftpAddress.Is(destination)
            && ShareAddress.Parse(destination) is { Token: not null, Folder.Length: 0 };

    /// <summary>Whether a destination is a share link, which grants access to whoever reads it.</summary>
    public static bool IsLink(string destination) =>
        Uri.TryCreate(destination, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0
            && ShareAddress.Parse(destination).Token is not null;

    /// <summary>Returns the parent of the folder that a destination names, and the folder's name.</summary>
    internal static (string Above, string Name) Parent(string destination)
    {
        if (!destination.Contains("://", StringComparison.Ordinal))
            return (Path.GetDirectoryName(destination) ?? destination, Path.GetFileName(destination));
        return Sftp.SftpAddress.Is(destination)
            ? Sftp.SftpAddress.Parse(destination).Parent()
            : ShareAddress.Parse(destination).Parent();
    }
}
