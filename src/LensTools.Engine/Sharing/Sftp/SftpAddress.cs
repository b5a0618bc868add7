using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Sftp;

/// <summary>A folder on an SFTP server: <c>sftp://user@host:port/path</c>, or below the home folder <c>sftp://host/~/path</c>.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">Its port; 22 if none is given.</param>
/// <param name="User">The user; null if the URL names none.</param>
/// <param name="Path">The folder: absolute, or relative to the home folder of the user.</param>
internal sealed record SftpAddress(string Host, int Port, string? User, string Path) : ITargetAddress
{
    public const string Scheme = "sftp";

    private const int UsualPort = 22;

    /// <summary>The address as it may be shown.</summary>
    public string Shown =>
        $"sftp://{(User is null ? "" : User + "@")}{Host}{(Port == UsualPort ? "" : $":{Port}")}"
            + (Path.StartsWith('/') ? Path : $"/~/{Path}").TrimEnd('/');

    /// <summary>Whether a destination is one.</summary>
    public static bool Is(string destination) => destination.StartsWith(Scheme + "://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses a URL.</summary>
    /// <exception cref="LensException">It is none, or contains a password.</exception>
    public static SftpAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Host.Length == 0)
            throw new LensException(new LensError(
                ErrorKind.DestinationInvalid, $"\"{text}\" is not a valid destination.", text, "Give sftp://user@host/folder."));
        if (url.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new LensException(new LensError(
                ErrorKind.DestinationUnsafe,
                $"The URL of {url.Host} contains a password.",
                url.Host,
                "Give it with -Credential, or use a key; URLs appear in logs."));
        string path = Uri.UnescapeDataString(url.AbsolutePath).TrimEnd('/');
        if (path.StartsWith("/~", StringComparison.Ordinal)) path = path[2..].TrimStart('/');
        else if (path.Length == 0) path = "/";
        string user = Uri.UnescapeDataString(url.UserInfo);
        return new SftpAddress(url.Host, url.Port > 0 ? url.Port : UsualPort, user.Length == 0 ? null : user, path);
    }

    /// <inheritdoc/>
    public IShareTarget Open(ShareOptions options, CancellationToken stop) => SftpTarget.Open(this, options, stop);

    /// <inheritdoc/>
    public (string Above, string Name) Parent()
    {
        int slash = Path.LastIndexOf('/');
        string above = slash > 0 ? Path[..slash] : slash == 0 ? "/" : "";
        return ((this with { Path = above }).Shown, Path[(slash + 1)..]);
    }
}
