using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>What the URL of a destination means.</summary>
internal sealed partial class ShareAddress
{
    private ShareAddress(Uri url, Uri site)
    {
        Url = url;
        Site = site;
    }

    /// <summary>The URL without query and fragment.</summary>
    public Uri Url { get; }

    /// <summary>Where a Nextcloud would be installed: the host, and the folder above its own paths.</summary>
    public Uri Site { get; }

    /// <summary>The token of a share link; it opens the share and is never shown. Null where the URL is none.</summary>
    public string? Token { get; private init; }

    /// <summary>The folder below the root of a share link or of a user's files; "" for the root.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>The user whose files a Nextcloud URL names, or null.</summary>
    public string? User { get; private init; }

    /// <summary>The address as it may be shown: two links differ, and neither can be used.</summary>
    public string Shown =>
        Token is null ? Url.AbsoluteUri : $"{Site.AbsoluteUri}s/***{Fingerprint(Token)}{(Folder.Length > 0 ? "/" + Folder : "")}";

    /// <summary>Understands a URL: a share link, a Nextcloud user's files, or a folder of any WebDAV server.</summary>
    /// <exception cref="LensException">It is none, or holds a password.</exception>
    public static ShareAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            throw new LensException(new LensError(
                ErrorKind.DestinationInvalid,
                $"\"{text}\" is no destination.",
                text,
                "Give the path of a folder, or an http or https URL: a share link or the folder of a WebDAV server."));
        }
        if (url.UserInfo.Length > 0)
        {
            throw new LensException(new LensError(
                ErrorKind.DestinationUnsafe,
                $"The URL of {url.Host} holds a user name or password.",
                url.Host,
                "Give them as -Credential; a URL is shown in logs."));
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

    /// <summary>The URL of the folder above, and the name of this one.</summary>
    public (string Url, string Name) Parent()
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
