using System.Net;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Nextcloud;

/// <summary>
/// A folder on a Nextcloud server: a user's, or a share link's. The server computes the SHA-256 of what it receives
/// (X-Hash) and of what it stores (X-Recalculate-Hash); it stores an OC-Checksum without verifying it.
/// </summary>
internal sealed class NextcloudTarget(WebDavClient client, TargetFacts facts, Uri sessions, BulkUpload? bulk) : WebDavTarget(client, facts)
{
    // Used after a 413 from a proxy, whose limit is unknown.
    private static readonly long[] SmallerPieces = [64L << 20, 16L << 20, 5L << 20];

    private readonly ChunkedUpload _chunked = new(client, sessions);

    public override int FilesAtOnce(long size) => bulk is null ? 1 : BulkUpload.FilesAtOnce(size);

    public override IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop)
    {
        if (bulk is null || uploads.Count == 1) return base.Put(uploads, stop);
        HashSet<Upload> arrived = bulk.Send(uploads, stop);
        // Files that were not accepted are sent one by one, which reports their errors.
        return [
            .. arrived.Select(upload => new UploadResult(upload, Verification.ServerHash)),
            .. base.Put([.. uploads.Where(upload => !arrived.Contains(upload))], stop)];
    }

    public override Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop)
    {
        if (how != VerificationLevel.Content) return base.Verify(upload, how, stop);
        using HttpResponseMessage response = Client.Retry(
            _ => Client.Once(
                HttpMethod.Patch,
                Client.Url(upload.Path),
                upload.Path,
                stop,
                request => request.Headers.Add("X-Recalculate-Hash", "sha256"),
                upload.Size,
                HttpStatusCode.NotFound,
                HttpStatusCode.MethodNotAllowed,
                HttpStatusCode.NotImplemented,
                HttpStatusCode.BadRequest),
            stop);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (StoredHash(response) is { } stored) return stored == upload.Sha256 ? Verification.ServerRehash : null;
        return base.Verify(upload, VerificationLevel.ReadBack, stop);
    }

    protected override UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        if (Facts.LargestPiece is { } largest && upload.Size > largest) return PutChunked(upload, largest, stop);
        try
        {
            return base.PutOne(upload, stop);
        }
        catch (LensException problem) when (problem.Error.Kind == ErrorKind.FileTooLarge && Facts.LargestPiece is not null)
        {
            foreach (long piece in SmallerPieces.Where(piece => piece < upload.Size))
            {
                try
                {
                    return PutChunked(upload, piece, stop);
                }
                catch (LensException again) when (again.Error.Kind == ErrorKind.FileTooLarge && piece != SmallerPieces[^1])
                {
                    // Still too large for the proxy.
                }
            }
            throw;
        }
    }

    protected override void PreparePut(HttpRequestMessage request)
    {
        base.PreparePut(request);
        request.Headers.Add("X-Hash", "sha256");
    }

    protected override Verification ProofOf(Upload upload, HttpResponseMessage response, CancellationToken stop)
    {
        if (WebDavClient.Hash(response) is { } received)
            return received == upload.Sha256 ? Verification.ServerHash : throw Refuse(upload, stop);
        // No hash in the response: an older server, or a proxy that strips headers.
        return Verify(upload, VerificationLevel.Content, stop) ?? throw Refuse(upload, stop);
    }

    private UploadResult PutChunked(Upload upload, long piece, CancellationToken stop)
    {
        string? received = _chunked.Send(
            upload,
            Client.Url(upload.Path),
            piece,
            () => Verify(upload, VerificationLevel.Content, stop) is not null,
            () => Delete(upload.Path, isFolder: false, stop),
            stop);
        return new UploadResult(upload, received == upload.Sha256
            ? Verification.ServerHash
            : Verify(upload, VerificationLevel.Content, stop) ?? throw Refuse(upload, stop));
    }

    private static string? StoredHash(HttpResponseMessage response)
    {
        const string Kind = "SHA256:";
        if (!response.Headers.TryGetValues("OC-Checksum", out IEnumerable<string>? values)) return null;
        string? value = values.SelectMany(v => v.Split(' ')).FirstOrDefault(v => v.StartsWith(Kind, StringComparison.OrdinalIgnoreCase));
        return value?[Kind.Length..].ToLowerInvariant();
    }
}
