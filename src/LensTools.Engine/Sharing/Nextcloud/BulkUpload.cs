using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Nextcloud;

/// <summary>
/// Sends many small files in one request (Nextcloud developer manual, "Bulk upload"). The server verifies each by the
/// SHA-256 in its part. It overwrites silently, so use this only for folders that we created.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="endpoint">The URL of the bulk endpoint.</param>
/// <param name="folder">The target's root below the user's files.</param>
internal sealed class BulkUpload(WebDavClient client, Uri endpoint, string folder)
{
    private const long LargestFile = 1 << 20, LargestBulk = 8L << 20;
    private const int MostFiles = 100, LargestAnswer = 1 << 20;

    public static int FilesAtOnce(long size) => size > LargestFile ? 1 : (int)Math.Clamp(LargestBulk / Math.Max(1, size), 1, MostFiles);

    /// <summary>Sends files; returns those that the server has verified and stored.</summary>
    public HashSet<Upload> Send(IReadOnlyList<Upload> uploads, CancellationToken stop)
    {
        string boundary = $"lens-{Guid.NewGuid():N}";
        using var body = new MemoryStream();
        var sent = new Dictionary<string, Upload>(StringComparer.Ordinal);
        foreach (Upload upload in uploads)
        {
            byte[] content = File.ReadAllBytes(upload.Source);
            // A file that changed since it was planned is sent on its own, which reports the error.
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != upload.Sha256) continue;
            string path = $"/{(folder.Length > 0 ? folder + "/" : "")}{upload.Path}";
            sent[path] = upload;
            body.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"--{boundary}\r\nX-File-Path: {path}\r\nOC-Checksum: SHA256:{upload.Sha256}\r\n"
                    + $"Content-Length: {content.Length}\r\n\r\n")));
            body.Write(content);
            body.Write("\r\n"u8);
        }
        if (sent.Count == 0) return [];
        body.Write(Encoding.UTF8.GetBytes($"--{boundary}--\r\n"));
        return client.Retry(_ => SendOnce(body, boundary, sent, stop), stop);
    }

    private HashSet<Upload> SendOnce(MemoryStream body, string boundary, Dictionary<string, Upload> sent, CancellationToken stop)
    {
        using HttpResponseMessage response = client.Once(
            HttpMethod.Post,
            endpoint,
            "many small files",
            stop,
            request =>
            {
                request.Content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/related; boundary={boundary}");
            },
            0,
            // A bad part ends the bulk; the body describes the parts before it.
            HttpStatusCode.BadRequest);
        using Stream answer = client.Body(response, "many small files", stop);
        byte[] buffer = new byte[LargestAnswer];
        int length = answer.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Accepted(buffer.AsMemory(0, length), sent);
    }

    private static HashSet<Upload> Accepted(ReadOnlyMemory<byte> answer, Dictionary<string, Upload> sent)
    {
        var arrived = new HashSet<Upload>();
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return arrived;
            foreach (JsonProperty file in json.RootElement.EnumerateObject())
            {
                bool isGood = file.Value.ValueKind == JsonValueKind.Object
                    && file.Value.TryGetProperty("error", out JsonElement error)
                    && error.ValueKind == JsonValueKind.False;
                if (isGood && sent.TryGetValue(file.Name, out Upload? upload)) arrived.Add(upload);
            }
        }
        catch (JsonException)
        {
            // A response that cannot be parsed proves nothing.
        }
        return arrived;
    }
}
