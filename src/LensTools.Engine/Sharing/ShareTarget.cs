using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Folders;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing;

/// <summary>A name and a password for a server. The password is kept as characters for as long as the target lives.</summary>
public sealed record ShareCredential(string UserName, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => UserName;
}

/// <summary>Opens the target that a destination names.</summary>
public static class ShareTarget
{
    /// <summary>Opens a folder by its path, or a WebDAV server by its http or https URL.</summary>
    /// <exception cref="LensException">The destination makes no sense, or is not safe to send a password to.</exception>
    public static IShareTarget Open(string destination, ShareCredential? credential)
    {
        if (!destination.Contains("://", StringComparison.Ordinal)) return new FolderTarget(destination);
        if (!Uri.TryCreate(destination, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            throw new LensException(new LensError(
                "LensDestinationInvalid", LensErrorCategory.InvalidArgument, $"\"{destination}\" is no destination.", destination, "Give the path of a folder, or an http or https URL of a WebDAV server."));
        }
        return new WebDavTarget(url, credential);
    }
}
