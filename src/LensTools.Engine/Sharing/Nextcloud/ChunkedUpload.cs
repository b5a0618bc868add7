using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Nextcloud;

/// <summary>
/// Sends a large file in chunks (Nextcloud developer manual, "Chunked file upload", version 2). The session's name is
/// derived from the file and its destination, so that sending it again resumes where the last attempt ended.
/// </summary>
internal sealed class ChunkedUpload(WebDavClient client, Uri sessions)
{
    // The manual's limits: 10,000 chunks of 5 MB to 5 GB, the last one smaller.
    private const int MostChunks = 9_999, AtOnce = 2;
    private const long UsualPiece = 32L << 20;

    /// <summary>Sends and assembles a file; returns the SHA-256 that the server computed, or null if it returned none.</summary>
    /// <param name="upload">The file.</param>
    /// <param name="destination">Its URL.</param>
    /// <param name="largestPiece">The largest chunk.</param>
    /// <param name="hasArrived">Whether the destination already holds the complete file.</param>
    /// <param name="clear">Deletes anything else at the destination.</param>
    /// <param name="stop">Cancels the upload; the chunks are kept for the next attempt.</param>
    public string? Send(Upload upload, Uri destination, long largestPiece, Func<bool> hasArrived, Action clear, CancellationToken stop)
    {
        long piece = Math.Max(Math.Min(UsualPiece, largestPiece), (upload.Size + MostChunks - 1) / MostChunks);
        string key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{upload.Path}\n{upload.Sha256}\n{piece}")))[..32]
            .ToLowerInvariant();
        var session = new Uri(sessions, $"lens-{key}/");
        void Prepare(HttpRequestMessage request)
        {
            request.Headers.Add("Destination", destination.AbsoluteUri);
            request.Headers.Add("OC-Total-Length", upload.Size.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Hash", "sha256");
        }
        // A session expires after a day without a chunk, or is gone because it was assembled; then start over, once.
        for (int round = 0; ; round++)
        {
            client.MakeFolder(session, upload.Path, stop, request => request.Headers.Add("Destination", destination.AbsoluteUri));
            SendChunks(upload, session, piece, Prepare, stop);
            if (Assemble(upload, session, destination, hasArrived, clear, stop, out string? hash)) return hash;
            if (round > 0)
                throw new LensException(new LensError(
                    ErrorKind.UploadExpired,
                    $"The server lost the parts of {upload.Path} twice during the upload.",
                    upload.Source,
                    "Tell the server's owner that its uploads folder is cleaned too soon."));
        }
    }

    private void SendChunks(Upload upload, Uri session, long piece, Action<HttpRequestMessage> prepare, CancellationToken stop)
    {
        Dictionary<string, long> there = (client.List(session, session, upload.Path, below: true, stop) ?? [])
            .Where(chunk => !chunk.IsFolder)
            .ToDictionary(chunk => chunk.Path, chunk => chunk.Size);
        int chunks = (int)((upload.Size + piece - 1) / piece);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        try
        {
            Parallel.For(0, chunks, options, i =>
            {
                long from = i * piece, length = Math.Min(piece, upload.Size - from);
                string name = (i + 1).ToString("00000", CultureInfo.InvariantCulture);
                if (there.GetValueOrDefault(name, -1) == length) return;
                SendChunk(upload, new Uri(session, name), from, length, prepare, stop);
            });
        }
        catch (AggregateException several)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    // An interrupted chunk leaves nothing behind, and a chunk that is sent again replaces the earlier one.
    private void SendChunk(Upload upload, Uri url, long from, long length, Action<HttpRequestMessage> prepare, CancellationToken stop) =>
        client.Retry(
            _ =>
            {
                (HttpResponseMessage response, string? sent) = client.PutOnce(url, upload, from, length, stop, prepare);
                using (response)
                {
                    if (WebDavClient.Hash(response) is { } received && received != sent)
                    {
                        throw new ServerFailure(
                            new LensError(
                                ErrorKind.TransferCorrupt,
                                $"A part of {upload.Source} arrived with a different SHA-256 than it was sent with.",
                                upload.Source,
                                "Publish again; if this persists, something on the network is corrupting data."),
                            passes: true);
                    }
                }
                return true;
            },
            stop);

    // The server continues assembling when the connection is lost; poll until the file has arrived or the session is gone.
    private bool Assemble(
        Upload upload,
        Uri session,
        Uri destination,
        Func<bool> hasArrived,
        Action clear,
        CancellationToken stop,
        out string? hash)
    {
        string? computed = null;
        void Prepare(HttpRequestMessage request)
        {
            request.Headers.Add("OC-Total-Length", upload.Size.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Hash", "sha256");
        }
        bool done = client.Retry(
            attempt =>
            {
                if (attempt > 0 && hasArrived()) return true;
                switch (client.MoveOnce(
                    new Uri(session, ".file"), destination, upload.Path, Replacement.None, upload.Size, Prepare, out computed, stop))
                {
                    case true: return true;
                    case null: return hasArrived();
                    default:
                        if (hasArrived()) return true;
                        clear();
                        return client.MoveOnce(
                            new Uri(session, ".file"),
                            destination,
                            upload.Path,
                            Replacement.None,
                            upload.Size,
                            Prepare,
                            out computed,
                            stop) == true;
                }
            },
            stop);
        hash = computed;
        return done;
    }
}
