using LensTools.Engine.Sharing.Folders;
using LensTools.Engine.Sharing.S3;
using LensTools.Engine.Sharing.Sftp;

namespace LensTools.Engine.Sharing;

/// <summary>Opens the target that a destination names.</summary>
public static class ShareTarget
{
    /// <summary>
    /// Opens a folder by its path, or a share link, a folder on a WebDAV or SFTP server or in an S3 bucket by its URL. Discovers
    /// what a server is; writes nothing.
    /// </summary>
    /// <exception cref="Hosting.LensException">The destination is invalid, cannot be reached, or it is not safe to send a
    /// password to it.</exception>
    public static IShareTarget Open(string destination, ShareOptions options, CancellationToken stop) =>
        Parse(destination).Open(options, stop);

    /// <summary>Whether a destination is a share link, which grants access to whoever reads it.</summary>
    public static bool IsLink(string destination) =>
        Uri.TryCreate(destination, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0
            && ShareAddress.Parse(destination).Token is not null;

    /// <summary>Parses a destination.</summary>
    /// <exception cref="Hosting.LensException">It is invalid.</exception>
    internal static ITargetAddress Parse(string destination)
    {
        if (!destination.Contains("://", StringComparison.Ordinal)) return new FolderAddress(destination);
        if (S3Address.Is(destination)) return S3Address.Parse(destination);
        if (SftpAddress.Is(destination)) return SftpAddress.Parse(destination);
        return ShareAddress.Parse(destination);
    }
}
