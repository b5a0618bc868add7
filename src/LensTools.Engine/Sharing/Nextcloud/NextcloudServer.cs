using System.Net;
using System.Text.Json;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Nextcloud;

/// <summary>What a Nextcloud server reports about itself: <c>status.php</c> to anyone, its capabilities to its users.</summary>
internal sealed record NextcloudServer(string Product, Version Version, bool IsInMaintenance)
{
    private const int LargestAnswer = 1 << 20;

    // The chunk size if the server states none; Nextcloud's own clients stay below it.
    private const long UsualPiece = 100L << 20;

    /// <summary>Whether a user may send many small files in one request.</summary>
    public bool HasBulkUpload { get; init; }

    /// <summary>The largest chunk.</summary>
    public long LargestPiece { get; init; } = UsualPiece;

    /// <summary>Names, parts of names and extensions that it refuses.</summary>
    public IReadOnlyList<string> ForbiddenNames { get; init; } = [".htaccess", ".part", ".filepart"];

    /// <summary>The difference between its clock and ours; zero if unknown.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Returns the Nextcloud server installed at a site, or null if there is none.</summary>
    public static NextcloudServer? Find(WebDavClient client, Uri site, CancellationToken stop)
    {
        ServerDocument answer = client.Read(
            new Uri(site, "status.php"),
            "status.php",
            LargestAnswer,
            stop,
            null,
            [.. Enum.GetValues<HttpStatusCode>().Where(code => (int)code is >= 300 and < 500 and not 407)]);
        if (answer.Status != HttpStatusCode.OK || Json(answer) is not { ValueKind: JsonValueKind.Object } status) return null;
        if (!status.TryGetProperty("versionstring", out JsonElement text) || !Version.TryParse(text.GetString(), out Version? version))
            return null;
        string product = status.TryGetProperty("productname", out JsonElement name) && name.GetString() is { Length: > 0 } given
            ? given
            : "Nextcloud";
        bool isInMaintenance = status.TryGetProperty("maintenance", out JsonElement maintenance)
            && maintenance.ValueKind == JsonValueKind.True;
        return new NextcloudServer(product, version, isInMaintenance)
        {
            ClockSkew = answer.Date is { } date ? date - client.Time.GetUtcNow() : TimeSpan.Zero
        };
    }

    /// <summary>Returns a copy with the capabilities that it reports to its users.</summary>
    public NextcloudServer WithCapabilities(WebDavClient client, Uri site, CancellationToken stop)
    {
        if (Ask(client, site, "ocs/v2.php/cloud/capabilities?format=json", stop) is not { } data
            || !data.TryGetProperty("capabilities", out JsonElement capabilities))
            return this;
        JsonElement files = capabilities.TryGetProperty("files", out JsonElement f) ? f : default,
            dav = capabilities.TryGetProperty("dav", out JsonElement d) ? d : default;
        var names = new List<string>(ForbiddenNames);
        foreach (string list in (ReadOnlySpan<string>)["forbidden_filenames", "forbidden_filename_extensions"])
        {
            if (files.ValueKind == JsonValueKind.Object
                && files.TryGetProperty(list, out JsonElement found)
                && found.ValueKind == JsonValueKind.Array)
                names.AddRange(found.EnumerateArray().Select(item => item.GetString() ?? ""));
        }
        long piece = files.ValueKind == JsonValueKind.Object
            && files.TryGetProperty("chunked_upload", out JsonElement chunked)
            && chunked.TryGetProperty("max_size", out JsonElement most)
            && most.TryGetInt64(out long size)
            && size > 0
            ? size
            : UsualPiece;
        return this with
        {
            HasBulkUpload = dav.ValueKind == JsonValueKind.Object && dav.TryGetProperty("bulkupload", out _),
            LargestPiece = Math.Min(piece, UsualPiece),
            ForbiddenNames = [.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
        };
    }

    /// <summary>The id of the user who logs in, which may differ from the login name.</summary>
    public static string? UserId(WebDavClient client, Uri site, CancellationToken stop) =>
        Ask(client, site, "ocs/v2.php/cloud/user?format=json", stop) is { } user && user.TryGetProperty("id", out JsonElement id)
            ? id.GetString()
            : null;

    private static JsonElement? Ask(WebDavClient client, Uri site, string path, CancellationToken stop)
    {
        ServerDocument document = client.Read(
            new Uri(site, path),
            path,
            LargestAnswer,
            stop,
            request => request.Headers.Add("OCS-APIRequest", "true"),
            HttpStatusCode.NotFound);
        return Json(document) is { ValueKind: JsonValueKind.Object } answer
            && answer.TryGetProperty("ocs", out JsonElement ocs)
            && ocs.TryGetProperty("data", out JsonElement data)
            ? data
            : null;
    }

    private static JsonElement? Json(ServerDocument document)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(document.Content);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A page of some other server.
            return null;
        }
    }
}
