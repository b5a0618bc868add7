using System.Net;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>A folder on a WebDAV server (RFC 4918).</summary>
internal class WebDavTarget : IShareTarget
{
    private const int BufferSize = 1 << 18;

    private readonly HashSet<string> _folders = [""];
    private readonly PartialUpload? _parts;

    public WebDavTarget(WebDavClient client, TargetFacts facts)
    {
        (Client, Facts) = (client, facts);
        if (facts.Can(TargetCapabilities.PartialUpload)) _parts = new PartialUpload(this, client);
    }

    public TargetFacts Facts { get; }

    public long BytesSent => Client.Sent;

    protected WebDavClient Client { get; }

    public TargetEntry? Find(string path, CancellationToken stop) =>
        Client.List(Client.Url(path), Client.Root, path, below: false, stop) is [{ } found, ..] ? Entry(found) : null;

    public IEnumerable<TargetEntry> List(string folder, CancellationToken stop) =>
        (Client.List(FolderUrl(folder), Client.Root, folder, below: true, stop) ?? []).Where(found => found.Path != folder).Select(Entry);

    public Stream? Open(string path, long from, CancellationToken stop)
    {
        HttpResponseMessage response = Client.Send(
            HttpMethod.Get,
            Client.Url(path),
            path,
            stop,
            request => request.Headers.Range = from > 0 ? new System.Net.Http.Headers.RangeHeaderValue(from, null) : null,
            HttpStatusCode.NotFound);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            response.Dispose();
            return null;
        }
        Stream body = Client.Body(response, path, stop);
        // A server that does not support ranges sends the whole file.
        if (from > 0 && response.StatusCode != HttpStatusCode.PartialContent) Skip(body, from);
        return body;
    }

    // One folder at a time, parents first: servers respond to parallel MKCOLs in one tree with 409 and 423.
    public virtual void MakeFolder(string path, CancellationToken stop)
    {
        lock (_folders)
        {
            string current = "";
            foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                current = current.Length == 0 ? part : $"{current}/{part}";
                if (_folders.Contains(current)) continue;
                Client.MakeFolder(Client.Url(current), current, stop);
                _folders.Add(current);
            }
        }
    }

    public virtual int FilesAtOnce(long size) => 1;

    public bool SupportsResume(long size) => _parts is not null && size >= Client.LargeFile;

    public virtual IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop)
    {
        var results = new List<UploadResult>(uploads.Count);
        foreach (Upload upload in uploads)
        {
            try
            {
                results.Add(PutOne(upload, stop));
            }
            catch (LensException problem)
            {
                results.Add(new UploadResult(upload, Verification.None, problem.Error));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                results.Add(new UploadResult(upload, Verification.None, LensError.FromReadFailure(problem, upload.Source)));
            }
        }
        return results;
    }

    public virtual Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop)
    {
        if (how == VerificationLevel.Size)
            return Find(upload.Path, stop) is { IsFolder: false } there && there.Size == upload.Size ? Verification.Size : null;
        return upload.Sha256 is { } wanted && Client.Retry(_ => ReadBack(upload.Path, stop), stop) == wanted ? Verification.ReadBack : null;
    }

    public bool Move(string from, string to, bool isFolder, Replacement replacement, CancellationToken stop)
    {
        Uri source = isFolder ? FolderUrl(from) : Client.Url(from), destination = isFolder ? FolderUrl(to) : Client.Url(to);
        return Client.Retry(
            attempt =>
            {
                // After a lost reply, there may be nothing left to move.
                if (attempt > 0 && HasMoved(from, to, stop)) return true;
                switch (Client.MoveOnce(source, destination, to, replacement, 0, stop))
                {
                    case true: return true;
                    // .NET itself sends a request again if the connection closes without a reply (dotnet/runtime#86714), so
                    // the answer may be to the second of two.
                    case false: return HasMoved(from, to, stop);
                    default:
                        if (HasMoved(from, to, stop)) return true;
                        throw new LensException(new LensError(
                            ErrorKind.TargetChanged,
                            $"{Facts.Location} no longer has {from}.",
                            to,
                            "Someone removed it while it was published; publish again."));
                }
            },
            stop);
    }

    public void Delete(string path, bool isFolder, CancellationToken stop)
    {
        Client.Send(HttpMethod.Delete, isFolder ? FolderUrl(path) : Client.Url(path), path, stop, null, HttpStatusCode.NotFound).Dispose();
        lock (_folders) _folders.RemoveWhere(folder => folder == path || folder.StartsWith(path + "/", StringComparison.Ordinal));
    }

    private bool HasMoved(string from, string to, CancellationToken stop) => Find(from, stop) is null && Find(to, stop) is not null;

    public IDisposable Lock(string folder, string owner, CancellationToken stop) => WebDavLock.Acquire(Client, folder, owner, stop);

    public virtual void Dispose() => Client.Dispose();

    /// <summary>Sends a file to a path that does not exist yet; returns the result.</summary>
    /// <exception cref="LensException">It did not arrive.</exception>
    protected virtual UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        if (SupportsResume(upload.Size) && SendParts(upload, stop) is { } sent) return sent;
        try
        {
            return SendWhole(upload, stop);
        }
        catch (LensException problem) when (problem.Error.Kind == ErrorKind.FileTooLarge && _parts is not null)
        {
            if (SendParts(upload, stop) is { } inParts) return inParts;
            throw;
        }
    }

    private UploadResult? SendParts(Upload upload, CancellationToken stop) => _parts!.Send(upload, stop) is { } sent
        ? new UploadResult(Checked(upload, sent, stop), Verification.Size)
        : null;

    private UploadResult SendWhole(Upload upload, CancellationToken stop) => Client.Retry(
        attempt =>
        {
            // The outcome of a failed attempt is unknown: check before sending it all again.
            if (attempt > 0) upload = Hashed(upload, stop);
            if (attempt > 0 && Verify(upload, VerificationLevel.Content, stop) is { } arrived) return new UploadResult(upload, arrived);
            (HttpResponseMessage response, string? sent) = Client.PutOnce(
                Client.Url(upload.Path), upload, 0, upload.Size, stop, PreparePut, HttpStatusCode.PreconditionFailed);
            using (response)
            {
                if (response.StatusCode != HttpStatusCode.PreconditionFailed) return Accept(upload, sent, response, stop);
            }
            // Left by an earlier attempt: the same file, or a part of it.
            upload = Hashed(upload, stop);
            if (Verify(upload, VerificationLevel.Content, stop) is { } earlier) return new UploadResult(upload, earlier);
            Delete(upload.Path, isFolder: false, stop);
            (HttpResponseMessage again, sent) = Client.PutOnce(Client.Url(upload.Path), upload, 0, upload.Size, stop, PreparePut);
            using (again) return Accept(upload, sent, again, stop);
        },
        stop);

    /// <summary>Adds the headers of a PUT.</summary>
    protected virtual void PreparePut(HttpRequestMessage request) =>
        request.Headers.IfNoneMatch.Add(System.Net.Http.Headers.EntityTagHeaderValue.Any);

    /// <summary>What the response to a PUT proves.</summary>
    protected virtual Verification ProofOf(Upload upload, HttpResponseMessage response, CancellationToken stop) => Verification.Size;

    /// <summary>A folder's URL, with the trailing slash that some servers require.</summary>
    protected Uri FolderUrl(string path) => new(Client.Url(path).AbsoluteUri.TrimEnd('/') + "/");

    /// <summary>Deletes a file that arrived with the wrong content; the error says which side changed.</summary>
    protected LensException Refuse(Upload upload, CancellationToken stop)
    {
        Delete(upload.Path, isFolder: false, stop);
        bool changed = Collections.Identities.Compute(upload.Source, stop) != upload.Sha256;
        return new LensException(changed
            ? Upload.Changed(upload.Source)
            : new LensError(
                ErrorKind.TransferCorrupt,
                $"{upload.Source} arrived at {Facts.Location} with a SHA-256 other than {upload.Sha256}; it was not published.",
                upload.Source,
                "Publish again; if this persists, the network or the server's disk is corrupting data."));
    }

    private UploadResult Accept(Upload upload, string? sent, HttpResponseMessage response, CancellationToken stop)
    {
        upload = Checked(upload, sent, stop);
        return new UploadResult(upload, ProofOf(upload, response, stop));
    }

    private Upload Checked(Upload upload, string? sent, CancellationToken stop)
    {
        if (upload.Sha256 is null) upload = upload with { Sha256 = sent };
        return sent is not null && sent == upload.Sha256 ? upload : throw Refuse(upload, stop);
    }

    // What may have arrived before can only be recognised by its content.
    private static Upload Hashed(Upload upload, CancellationToken stop) =>
        upload.Sha256 is null ? upload with { Sha256 = Collections.Identities.Compute(upload.Source, stop) } : upload;

    private string? ReadBack(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = Client.Once(HttpMethod.Get, Client.Url(path), path, stop, null, 0, HttpStatusCode.NotFound);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        using Stream body = Client.Body(response, path, stop);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int got;
        while ((got = body.Read(buffer)) > 0) hash.AppendData(buffer, 0, got);
        return Collections.Identities.ToText(hash);
    }

    private static TargetEntry Entry(WebDavResource found) => new(found.Path, found.IsFolder, found.Size);

    private static void Skip(Stream body, long bytes)
    {
        byte[] buffer = new byte[BufferSize];
        while (bytes > 0)
        {
            int got = body.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
            if (got == 0) return;
            bytes -= got;
        }
    }
}
