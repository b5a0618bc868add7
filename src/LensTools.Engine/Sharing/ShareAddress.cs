using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>The parsed URL of a destination.</summary>
internal sealed partial class ShareAddress : ITargetAddress
{
    private ShareAddress(Uri url, Uri site)
    {
        Url = url;
        Site = site;
    }

    /// <summary>The URL without its query and fragment.</summary>
    public Uri Url { get; }

    /// <summary>Where a Nextcloud would be installed: the host, and the folder above its own paths.</summary>
    public Uri Site { get; }

    /// <summary>The token of a share link; it grants access and is never displayed. Null if the URL is not a share link.</summary>
    public string? Token { get; private init; }

    /// <summary>The folder below the root of a share link or of a user's files; "" for the root.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>The user whose files a Nextcloud URL names, or null.</summary>
    public string? User { get; private init; }

    /// <summary>The address in a form that is safe to display: different links can be told apart, but not used.</summary>
    public string Shown =>
        Token is null
            ? Url.AbsoluteUri.TrimEnd('/')
            : $"{Site.AbsoluteUri}s/***{Fingerprint(Token)}{(Folder.Length > 0 ? "/" + Folder : "")}";

    /// <summary>Parses a URL: a share link, a Nextcloud user's files, or a folder on any WebDAV server.</summary>
    /// <exception cref="LensException">It is none of these, or contains a password.</exception>
    public static ShareAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            throw new LensException(new LensError(
                ErrorKind.DestinationInvalid,
                $"\"{text}\" is not a valid destination.",
                text,
                "Give the path of a folder, an http or https URL (a share link or the folder of a WebDAV server), "
                    + "sftp://user@host/folder, s3://bucket/folder or s3:https://server/bucket/folder."));
        }
        if (url.UserInfo.Length > 0)
        {
            throw new LensException(new LensError(
                ErrorKind.DestinationUnsafe,
                $"The URL of {url.Host} contains a user name or password.",
                url.Host,
                "Give them with -Credential; URLs appear in logs."));
        }
        if (Link().Match(url.AbsoluteUri) is { Success: true } link)
        {
            string below = Uri.UnescapeDataString(link.Groups["folder"].Value);
            if (Directory().Match(url.Query) is { Success: true } shown)
                below = Uri.UnescapeDataString(shown.Groups[1].Value.Replace('+', ' '));
            return new ShareAddress(WithoutQuery(url), new Uri(link.Groups["site"].Value))
            {
                Token = link.Groups["token"].Value,
                Folder = Trimmed(below)
            };
        }
        Match user = UserFiles().Match(url.AbsoluteUri);
        if (!user.Success) return new ShareAddress(WithoutQuery(url), new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"));
        string name = Uri.UnescapeDataString(user.Groups["user"].Value);
        return new ShareAddress(WithoutQuery(url), new Uri(user.Groups["site"].Value))
        {
            User = name.Length > 0 ? name : null,
            Folder = Trimmed(Uri.UnescapeDataString(user.Groups["folder"].Value))
        };
    }

    /// <inheritdoc/>
    public bool IsShareRoot => Token is not null && Folder.Length == 0;

    /// <inheritdoc/>
    public IShareTarget Open(ShareOptions options, CancellationToken stop) => ServerDiscovery.Open(this, options, stop);

    /// <inheritdoc/>
    public (string Above, string Name) Parent()
    {
        if (Token is not null)
        {
            int last = Folder.LastIndexOf('/');
            return ($"{Site.AbsoluteUri}s/{Token}?dir=/{Uri.EscapeDataString(last < 0 ? "" : Folder[..last])}", Folder[(last + 1)..]);
        }
        string path = Url.AbsoluteUri.TrimEnd('/');
        int slash = path.LastIndexOf('/');
        return (path[..(slash + 1)], Uri.UnescapeDataString(path[(slash + 1)..]));
    }

    private static Uri WithoutQuery(Uri url) => new(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");

    private static string Trimmed(string folder) => folder.Trim('/').Normalize(NormalizationForm.FormC);

    private static string Fingerprint(string token) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..6].ToLowerInvariant();

    // The page of a link, and the two endpoints behind it.
    [GeneratedRegex(
        @"^(?<site>https?://[^?#]*?/)(index\.php/)?(s|public\.php/dav/files)/(?<token>[A-Za-z0-9_-]+)(?<folder>/[^?#]*)?([?#]|$)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"[?&](?:dir|path)=([^&]*)")]
    private static partial Regex Directory();

    [GeneratedRegex(
        @"^(?<site>https?://[^?#]*?/)remote\.php/(dav/files/(?<user>[^/?#]+)|webdav)(?<folder>/[^?#]*)?([?#]|$)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex UserFiles();
}
