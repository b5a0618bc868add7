using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>What a server says about a failure, in one sentence: from sabre's XML, an OCS or other JSON, or a page of HTML.</summary>
internal sealed partial record ServerMessage(string Exception, string Text, bool IsPage)
{
    private const int LargestBody = 64 * 1024, LongestText = 200;

    public static ServerMessage Read(HttpResponseMessage response, CancellationToken stop)
    {
        string type = response.Content.Headers.ContentType?.MediaType ?? "";
        string body;
        try
        {
            body = ReadSome(response.Content.ReadAsStream(stop));
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException)
        {
            // The status is known; the explanation is optional.
            body = "";
        }
        if (type.Contains("html", StringComparison.Ordinal))
            return new ServerMessage("", Shortened(Title().Match(body).Groups[1].Value), IsPage: true);
        if (type.Contains("xml", StringComparison.Ordinal) || body.StartsWith("<?xml", StringComparison.Ordinal)) return FromXml(body);
        return type.Contains("json", StringComparison.Ordinal)
            ? FromJson(body)
            : new ServerMessage("", Shortened(body.Split('\n')[0]), IsPage: false);
    }

    private static string ReadSome(Stream stream)
    {
        byte[] buffer = new byte[LargestBody];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static ServerMessage FromXml(string body)
    {
        string exception = "", text = "";
        try
        {
            using var reader = XmlReader.Create(new StringReader(body), WebDavListing.SafeSettings);
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "exception" }) exception = reader.ReadElementContentAsString();
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "message" }) text = reader.ReadElementContentAsString();
            }
        }
        catch (XmlException)
        {
            // Keep what could be read.
        }
        return new ServerMessage(exception, Shortened(text), IsPage: false);
    }

    private static ServerMessage FromJson(string body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            JsonElement root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("ocs", out JsonElement ocs)
                && ocs.TryGetProperty("meta", out JsonElement meta))
                root = meta;
            foreach (string name in (ReadOnlySpan<string>)["message", "error", "detail"])
            {
                if (root.ValueKind == JsonValueKind.Object
                    && root.TryGetProperty(name, out JsonElement value)
                    && value.ValueKind == JsonValueKind.String)
                    return new ServerMessage("", Shortened(value.GetString()!), IsPage: false);
            }
        }
        catch (JsonException)
        {
            // Not JSON after all: use its first line.
        }
        return new ServerMessage("", Shortened(body.Split('\n')[0]), IsPage: false);
    }

    private static string Shortened(string text)
    {
        string line = Blanks().Replace(text, " ").Trim().TrimEnd('.');
        return line.Length <= LongestText ? line : line[..LongestText] + " ...";
    }

    [GeneratedRegex(@"<title[^>]*>\s*(.*?)\s*</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
