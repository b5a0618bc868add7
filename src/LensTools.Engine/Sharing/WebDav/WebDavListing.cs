using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>One resource as a server lists it.</summary>
/// <param name="Path">Relative to the root, portable.</param>
/// <param name="IsFolder">Whether it is a collection.</param>
/// <param name="Size">Bytes; -1 if unknown.</param>
internal sealed record WebDavResource(string Path, bool IsFolder, long Size)
{
    /// <summary>The client's permissions, as Nextcloud's letters; null on other servers.</summary>
    public string? Permissions { get; init; }

    /// <summary>The free space in bytes, or null.</summary>
    public long? FreeBytes { get; init; }
}

/// <summary>Reads the answers to PROPFIND and other multistatus answers (RFC 4918, 13) as they arrive.</summary>
internal static class WebDavListing
{
    private const string Dav = "DAV:", OwnCloud = "http://owncloud.org/ns";

    /// <summary>What is asked for.</summary>
    public const string Request =
        """
        <?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">
        <d:prop><d:resourcetype/><d:getcontentlength/><d:quota-available-bytes/><oc:permissions/></d:prop></d:propfind>
        """;

    /// <summary>No DTDs, no external resources, and a limit on the size.</summary>
    public static readonly XmlReaderSettings SafeSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = 1L << 31,
        CloseInput = true,
    };

    /// <summary>Reads the resources of a response, each once.</summary>
    /// <exception cref="XmlException">It is not a well-formed multistatus.</exception>
    /// <exception cref="UntrustedAnswerException">It names something outside the root.</exception>
    public static IEnumerable<WebDavResource> Read(Stream stream, Uri root)
    {
        using var reader = XmlReader.Create(stream, SafeSettings);
        reader.MoveToContent();
        if (reader.LocalName != "multistatus" || reader.NamespaceURI != Dav)
            throw new XmlException($"it begins with {reader.Name}, not with a multistatus");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "response", NamespaceURI: Dav }) continue;
            if (ReadResource(reader, root) is { } resource && seen.Add(resource.Path)) yield return resource;
        }
    }

    /// <summary>The failures among the statuses of a response: those of the resources themselves, not of their properties.</summary>
    public static IReadOnlyList<HttpStatusCode> Failures(Stream stream)
    {
        var failures = new List<HttpStatusCode>();
        using var reader = XmlReader.Create(stream, SafeSettings);
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "status", NamespaceURI: Dav }
                && Status(reader.ReadElementContentAsString()) is var status
                && (int)status >= 300)
                failures.Add(status);
        }
        return failures;
    }

    private static WebDavResource? ReadResource(XmlReader reader, Uri root)
    {
        string? path = null, permissions = null;
        bool isFolder = false;
        long size = -1, free = -1;
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            switch (reader.LocalName)
            {
                case "href" when path is null && reader.NamespaceURI == Dav: path = Relative(Text(reader), root); break;
                case "collection" when reader.NamespaceURI == Dav: isFolder = true; break;
                case "getcontentlength" when Number(Text(reader)) is { } length: size = length; break;
                case "quota-available-bytes" when Number(Text(reader)) is { } bytes: free = bytes; break;
                case "permissions" when reader.NamespaceURI == OwnCloud: permissions = Text(reader); break;
            }
        }
        return path is null
            ? null
            : new WebDavResource(path, isFolder, isFolder ? 0 : size) { Permissions = permissions, FreeBytes = free >= 0 ? free : null };
    }

    // Reads the text of an element and stays on its end tag, so that the caller's loop sees what follows.
    private static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement) return "";
        var text = new StringBuilder();
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) text.Append(reader.Value);
        }
        return text.ToString();
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static HttpStatusCode Status(string line) =>
        line.Split(' ') is [_, string code, ..] && int.TryParse(code, CultureInfo.InvariantCulture, out int status)
            ? (HttpStatusCode)status
            : HttpStatusCode.OK;

    // Some servers return paths, others full URLs. Reject anything that is not below the root.
    private static string Relative(string href, Uri root)
    {
        if (!Uri.TryCreate(root, href.Trim(), out Uri? url) || url.Authority != root.Authority) throw new UntrustedAnswerException(href);
        string whole = Uri.UnescapeDataString(url.AbsolutePath), start = Uri.UnescapeDataString(root.AbsolutePath);
        if (whole + "/" == start) return "";
        if (!whole.StartsWith(start, StringComparison.Ordinal)) throw new UntrustedAnswerException(href);
        string path = whole[start.Length..].TrimEnd('/');
        if (path.Split('/').Any(part => part is "." or "..")) throw new UntrustedAnswerException(href);
        return path;
    }
}

/// <summary>A server named something outside the requested folder.</summary>
internal sealed class UntrustedAnswerException(
    string href) : Exception($"it names {href}, which is outside the requested folder");
