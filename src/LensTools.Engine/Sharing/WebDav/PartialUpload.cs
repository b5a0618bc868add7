using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// A large file in pieces, one after another, each a PUT with a Content-Range (RFC 9110, section 14.5), so that one that is
/// interrupted goes on with the piece that it was at. Many servers take such a piece for the whole and lose the rest;
/// this is for those that are seen to do it right.
/// </summary>
internal sealed class PartialUpload(IShareTarget target, WebDavClient client)
{
    private const int BufferSize = 1 << 19;

    private static readonly HttpStatusCode[] Refusals =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed,
        HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestedRangeNotSatisfiable, HttpStatusCode.NotImplemented,
    ];

    private readonly object _lock = new();
    private bool? _isHonoured;

    /// <summary>Sends a file into a folder that is there; gives the SHA-256 of what was sent, or null where the server takes no pieces.</summary>
    /// <exception cref="LensException">It did not arrive; what did stays for the next attempt.</exception>
    public string? Send(Upload upload, CancellationToken stop)
    {
        lock (_lock) _isHonoured ??= IsHonoured(upload.Path[..upload.Path.LastIndexOf('/')], stop);
        return _isHonoured.Value ? SendPieces(upload, stop) : null;
    }

    // The second half first: a server that replaces, appends or refuses is known by what it has afterwards.
    private bool IsHonoured(string folder, CancellationToken stop)
    {
        string path = $"{folder}/.lens-probe-{Guid.NewGuid():N}";
        Create(path, stop);
        bool isHonoured = Probe(path, "cd"u8.ToArray(), 2, stop) && Probe(path, "ab"u8.ToArray(), 0, stop)
            && client.Read(client.Url(path), path, most: 4, stop, prepare: null, HttpStatusCode.NotFound).Content.AsSpan().SequenceEqual("abcd"u8);
        target.Delete(path, isFolder: false, stop);
        return isHonoured;
    }

    private bool Probe(string path, byte[] piece, int at, CancellationToken stop) => client.Retry(
        _ =>
        {
            var content = new ByteArrayContent(piece) { Headers = { ContentRange = new ContentRangeHeaderValue(at, at + piece.Length - 1, 4) } };
            using HttpResponseMessage response = client.PutOnce(client.Url(path), path, content, stop, prepare: null, Refusals);
            return IsReplaced(response);
        },
        stop);

    private string SendPieces(Upload upload, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool isHashed = true;
        // The last piece that was begun may have come in part.
        long at = upload.Begun - (upload.Begun % client.PieceSize);
        if (at == 0)
        {
            if (upload.Begun > 0) target.Delete(upload.Path, isFolder: false, stop);
            // Empty first: apache takes a file away again when the piece that made it is cut.
            Create(upload.Path, stop);
        }
        else
        {
            HashBegun(upload, at, hash, stop);
        }
        for (long length; at < upload.Size; at += length)
        {
            length = Math.Min(client.PieceSize, upload.Size - at);
            isHashed &= SendPiece(upload, at, length, hash, stop);
        }
        return isHashed ? Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant() : Collections.Identities.Compute(upload.Source, stop);
    }

    // Whether it went at the first attempt; else some of it is in the hash twice.
    private bool SendPiece(Upload upload, long at, long length, IncrementalHash hash, CancellationToken stop) => client.Retry(
        attempt =>
        {
            var content = new FileContent(upload.Source, at, length, hash) { Headers = { ContentRange = new ContentRangeHeaderValue(at, at + length - 1, upload.Size) } };
            // A piece of a file that is not there any more would make one with a hole.
            using (HttpResponseMessage response = client.PutOnce(client.Url(upload.Path), upload.Path, content, stop, request => request.Headers.IfMatch.Add(EntityTagHeaderValue.Any), HttpStatusCode.PreconditionFailed))
            {
                if (!IsReplaced(response)) throw Gone(upload, stop);
            }
            long there = target.Find(upload.Path, stop)?.Size ?? 0;
            if (there == at + length) return attempt == 0;
            throw new ServerFailure(new LensError("LensTransferCorrupt", LensErrorCategory.Connection, $"{target.Facts.Location} has {there} bytes of {upload.Path} where {at + length} were sent.", upload.Source, "Publish again; if it stays so, something on the way changes data."), passes: true);
        },
        stop);

    private LensException Gone(Upload upload, CancellationToken stop)
    {
        target.Delete(upload.Path, isFolder: false, stop);
        return new LensException(new LensError("LensTargetChanged", LensErrorCategory.Conflict, $"Somebody took {upload.Path} away from {target.Facts.Location} while it was sent.", upload.Source, "Publish again."));
    }

    private static void HashBegun(Upload upload, long end, IncrementalHash hash, CancellationToken stop)
    {
        using FileStream file = File.Open(upload.Source, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        byte[] buffer = new byte[BufferSize];
        for (long at = 0; at < end;)
        {
            stop.ThrowIfCancellationRequested();
            int got = file.Read(buffer, 0, (int)Math.Min(buffer.Length, end - at));
            if (got == 0) throw new LensException(Upload.Changed(upload.Source));
            hash.AppendData(buffer, 0, got);
            at += got;
        }
    }

    private void Create(string path, CancellationToken stop) => client.Retry(
        _ =>
        {
            client.PutOnce(client.Url(path), path, new ByteArrayContent([]), stop, request => request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any), HttpStatusCode.PreconditionFailed).Dispose();
            return true;
        },
        stop);

    // 201 says that nothing was there before.
    private static bool IsReplaced(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent;
}
