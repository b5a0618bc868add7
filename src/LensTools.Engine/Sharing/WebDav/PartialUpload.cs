using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// Resumes an interrupted upload of a large file: the rest is sent by a PUT with a Content-Range (RFC 9110, section
/// 14.5). Many servers mistake such a part for the whole file and lose the rest; this is used only if a probe shows
/// that the server handles it correctly.
/// </summary>
internal sealed class PartialUpload(IShareTarget target, WebDavClient client)
{
    private const int BufferSize = 1 << 19;

    // Any of these responses to the probe means that the server accepts only whole files.
    private static readonly HttpStatusCode[] Refusals =
        [.. Enum.GetValues<HttpStatusCode>().Where(
            status => (int)status >= 400
                && status is not (HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired
                    or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.InsufficientStorage))];

    private readonly object _lock = new();

    // After a 413, in turn; what is below the last is refused for good.
    private static readonly long[] SmallerParts = [64L << 20, 16L << 20, 4L << 20, 1L << 20];

    // The most bytes of a part, which shrinks when the server or a proxy refuses one as too large.
    private long _largestPart = long.MaxValue;

    // Caches a failure too, so that waiting threads need not probe again.
    private Lazy<bool>? _isHonoured;

    /// <summary>
    /// Sends a file into an existing folder; returns the SHA-256 of what was sent, or null if the server does not accept parts.
    /// </summary>
    /// <exception cref="LensException">It did not arrive completely; what did is kept for the next attempt.</exception>
    public string? Send(Upload upload, CancellationToken stop)
    {
        lock (_lock) _isHonoured ??= new Lazy<bool>(() => IsHonoured(upload.Path[..upload.Path.LastIndexOf('/')], stop));
        return _isHonoured.Value ? SendRest(upload, stop) : null;
    }

    private bool IsHonoured(string folder, CancellationToken stop)
    {
        string path = $"{folder}/.lens-probe-{Guid.NewGuid():N}";
        // The second half first: the result shows whether the server replaces, appends or refuses.
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
            // Create it empty first: Apache deletes a file if the part that created it is interrupted.
            Create(upload.Path, stop);
        }
        var sent = new List<FileContent>();
        while (at < upload.Size)
        {
            try
            {
                at = client.Retry(attempt => SendOnce(upload, at, attempt, hash, sent, stop), stop);
            }
            catch (LensException problem) when (problem.Error.Kind == ErrorKind.FileTooLarge && MayShrink(upload.Size - at))
            {
                // The same part again, smaller.
            }
        }
        // After a partial or repeated send, the running hash is useless.
        return sent is [{ IsSent: true }] ? Collections.Identities.ToText(hash) : Collections.Identities.Compute(upload.Source, stop);
    }

    private bool MayShrink(long left)
    {
        lock (_lock)
        {
            long smaller = SmallerParts.FirstOrDefault(part => part < Math.Min(left, _largestPart));
            if (smaller > 0) _largestPart = smaller;
            return smaller > 0;
        }
    }

    // Returns how many bytes the server has afterwards. The retries start over whenever there is progress.
    private long SendOnce(Upload upload, long at, int attempt, IncrementalHash hash, List<FileContent> sent, CancellationToken stop)
    {
        bool IsMore(long there) => there > at && there <= upload.Size;
        // Part of the interrupted attempt has arrived.
        if (attempt > 0 && Length(upload.Path, stop, HttpStatusCode.NotFound) is var come && IsMore(come)) return come;
        long length = Math.Min(upload.Size - at, Interlocked.Read(ref _largestPart));
        sent.Add(new FileContent(upload.Source, at, length, hash));
        if (!Put(upload.Path, sent[^1], at, length, upload.Size, stop, HttpStatusCode.PreconditionFailed))
        {
            target.Delete(upload.Path, isFolder: false, stop);
            throw new LensException(new LensError(
                ErrorKind.TargetChanged,
                $"Someone removed {upload.Path} from {target.Facts.Location} while it was being sent.",
                upload.Source,
                "Publish again."));
        }
        long there = Length(upload.Path, stop, HttpStatusCode.NotFound);
        return IsMore(there) ? there : throw new ServerFailure(
            new LensError(
                ErrorKind.TransferCorrupt,
                $"{target.Facts.Location} has {there} bytes of {upload.Path} instead of {upload.Size}.",
                upload.Source,
                "Publish again; if this persists, something on the network is corrupting data."), passes: true);
    }

    // Reads back what arrived before, as a server crash may have lost some of it. What is read is added to the hash.
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
            // An attempt whose reply was lost may have created it.
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.PreconditionFailed;
        },
        stop);

    private long Length(string path, CancellationToken stop, params HttpStatusCode[] allow)
    {
        using HttpResponseMessage response = client.Send(HttpMethod.Head, client.Url(path), path, stop, prepare: null, allow);
        return response.IsSuccessStatusCode ? response.Content.Headers.ContentLength ?? -1 : -1;
    }

    // Whether the file existed; if it was deleted, the part would create a file with a hole. 201 means that it did not
    // exist.
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
