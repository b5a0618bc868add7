using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// A large file that resumes where it was interrupted: what is missing is sent by a PUT with a Content-Range (RFC 9110,
/// section 14.5). Many servers take such a part for the whole and lose the rest; this is for those that are seen to do
/// it right.
/// </summary>
internal sealed class PartialUpload(IShareTarget target, WebDavClient client)
{
    private const int BufferSize = 1 << 19;

    // Whatever else a server answers to the probe, it takes files as a whole.
    private static readonly HttpStatusCode[] Refusals =
        [.. Enum.GetValues<HttpStatusCode>().Where(
            status => (int)status >= 400
                && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired
                    or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage))];

    private readonly object _lock = new();

    // Keeps what went wrong too: those that wait for the answer need not ask again.
    private Lazy<bool>? _isHonoured;

    /// <summary>
    /// Sends a file into a folder that is there; gives the SHA-256 of what was sent, or null where the server takes no parts.
    /// </summary>
    /// <exception cref="LensException">It did not arrive; what did stays for the next attempt.</exception>
    public string? Send(Upload upload, CancellationToken stop)
    {
        lock (_lock) _isHonoured ??= new Lazy<bool>(() => IsHonoured(upload.Path[..upload.Path.LastIndexOf('/')], stop));
        return _isHonoured.Value ? SendRest(upload, stop) : null;
    }

    private bool IsHonoured(string folder, CancellationToken stop)
    {
        string path = $"{folder}/.lens-probe-{Guid.NewGuid():N}";
        // The second half first: a server that replaces, appends or refuses is known by what it has afterwards.
        bool isHonoured = Create(path, stop, Refusals) && Probe(path, "cd"u8.ToArray(), 2, stop) && Probe(path, "ab"u8.ToArray(), 0, stop)
            && Length(path, stop, Refusals) == 4
            && client.Read(client.Url(path), path, most: 4, stop, prepare: null, Refusals).Content.AsSpan().SequenceEqual("abcd"u8);
        target.Delete(path, isFolder: false, stop);
        return isHonoured;
    }

    private bool Probe(string path, byte[] part, int at, CancellationToken stop) =>
        client.Retry(_ => Put(path, new ByteArrayContent(part), at, part.Length, total: 4, stop, Refusals), stop);

    private string SendRest(Upload upload, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long at = upload.ResumeOffset;
        if (at > 0 && !client.Retry(_ => IsThere(upload, at, hash, stop), stop)) at = 0;
        if (at == 0)
        {
            hash.GetHashAndReset();
            target.Delete(upload.Path, isFolder: false, stop);
            // Empty first: apache takes a file away again when the part that made it is cut.
            Create(upload.Path, stop);
        }
        var sent = new List<FileContent>();
        while (at < upload.Size) at = client.Retry(attempt => SendOnce(upload, at, attempt, hash, sent, stop), stop);
        // What was sent more than once, or only in part, is so in the hash.
        return sent is [{ IsSent: true }] ? Collections.Identities.ToText(hash) : Collections.Identities.Compute(upload.Source, stop);
    }

    // How much is there afterwards. Whoever gets on may fail as often as before.
    private long SendOnce(Upload upload, long at, int attempt, IncrementalHash hash, List<FileContent> sent, CancellationToken stop)
    {
        bool IsMore(long there) => there > at && there <= upload.Size;
        // Of what was cut, some has come.
        if (attempt > 0 && Length(upload.Path, stop, HttpStatusCode.NotFound) is var come && IsMore(come)) return come;
        sent.Add(new FileContent(upload.Source, at, upload.Size - at, hash));
        if (!Put(upload.Path, sent[^1], at, upload.Size - at, upload.Size, stop, HttpStatusCode.PreconditionFailed))
        {
            target.Delete(upload.Path, isFolder: false, stop);
            throw new LensException(new LensError(
                ErrorKind.TargetChanged,
                $"Someone took {upload.Path} away from {target.Facts.Location} while it was sent.",
                upload.Source,
                "Publish again."));
        }
        long there = Length(upload.Path, stop, HttpStatusCode.NotFound);
        return IsMore(there) ? there : throw new ServerFailure(
            new LensError(
                ErrorKind.TransferCorrupt,
                $"{target.Facts.Location} has {there} bytes of {upload.Path} where {upload.Size} were sent.",
                upload.Source,
                "Publish again; if it stays so, something on the way changes data."), passes: true);
    }

    // Reads back what arrived before: a server that went down may have lost what it had taken. What is read goes into the hash.
    private bool IsThere(Upload upload, long end, IncrementalHash hash, CancellationToken stop)
    {
        hash.GetHashAndReset();
        using FileStream file = File.Open(
            upload.Source, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        using Stream? body = target.Open(upload.Path, 0, stop);
        if (body is null) return false;
        byte[] here = new byte[BufferSize], there = new byte[BufferSize];
        for (long at = 0; at < end; at += BufferSize)
        {
            int length = (int)Math.Min(BufferSize, end - at);
            if (file.ReadAtLeast(here.AsSpan(0, length), length, throwOnEndOfStream: false) < length)
                throw new LensException(Upload.Changed(upload.Source));
            if (body.ReadAtLeast(there.AsSpan(0, length), length, throwOnEndOfStream: false) < length
                || !here.AsSpan(0, length).SequenceEqual(there.AsSpan(0, length)))
                return false;
            hash.AppendData(here, 0, length);
        }
        return true;
    }

    private bool Create(string path, CancellationToken stop, params HttpStatusCode[] allow) => client.Retry(
        _ =>
        {
            using HttpResponseMessage response = client.PutOnce(
                client.Url(path),
                path,
                new ByteArrayContent([]),
                stop,
                request => request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any),
                [HttpStatusCode.PreconditionFailed, .. allow]);
            // Made by an attempt of which nothing is known here, perhaps.
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.PreconditionFailed;
        },
        stop);

    private long Length(string path, CancellationToken stop, params HttpStatusCode[] allow)
    {
        using HttpResponseMessage response = client.Send(HttpMethod.Head, client.Url(path), path, stop, prepare: null, allow);
        return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength ?? -1 : -1;
    }

    // Whether a part found a file to be a part of; of one that is not there any more it would make one with a hole. 201
    // says that nothing was there before.
    private bool Put(
        string path,
        HttpContent content,
        long at,
        long length,
        long total,
        CancellationToken stop,
        params ReadOnlySpan<HttpStatusCode> allow)
    {
        content.Headers.ContentRange = new ContentRangeHeaderValue(at, at + length - 1, total);
        using HttpResponseMessage response = client.PutOnce(
            client.Url(path), path, content, stop, request => request.Headers.IfMatch.Add(EntityTagHeaderValue.Any), allow);
        return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent;
    }
}
