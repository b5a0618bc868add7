using System.Net;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>A folder of a WebDAV server (RFC 4918). Files are sent under a fresh name, read back, and moved to their own.</summary>
internal sealed class WebDavTarget : IShareTarget
{
    private const int BufferSize = 1 << 18;
    private const string StagingPrefix = ".lens-staging-";

    private readonly WebDavClient _client;
    private readonly HashSet<string> _folders = [];
    private readonly string _staging;

    public WebDavTarget(Uri url, ShareCredential? credential)
    {
        _client = new WebDavClient(url, credential);
        Location = _client.Location;
        _staging = $"{StagingPrefix}{Guid.NewGuid():N}";
    }

    public string Location { get; }

    public string Proof => "read-back";

    public byte[]? Read(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = _client.Send(HttpMethod.Get, path, stop, allow: [HttpStatusCode.NotFound]);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        using Stream body = response.Content.ReadAsStream(stop);
        using var content = new MemoryStream();
        body.CopyTo(content);
        return content.ToArray();
    }

    public long? Size(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = _client.Send(HttpMethod.Head, path, stop, allow: [HttpStatusCode.NotFound]);
        // A server that keeps the length to itself still says that there is a file; -1 fits no file of ours.
        return response.StatusCode == HttpStatusCode.NotFound ? null : response.Content.Headers.ContentLength ?? -1;
    }

    public string Sha256(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = _client.Send(HttpMethod.Get, path, stop);
        using Stream body = response.Content.ReadAsStream(stop);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int got;
        while ((got = body.Read(buffer)) > 0)
        {
            stop.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, got);
        }
        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    public void Send(string source, string path, string sha256, bool replace, CancellationToken stop)
    {
        MakeFolders(_staging, stop);
        string staged = $"{_staging}/{Guid.NewGuid():N}";
        _client.Put(staged, () => new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize), stop);
        string arrived = Sha256(staged, stop);
        if (arrived != sha256)
        {
            _client.Delete(staged, stop);
            throw new LensException(new LensError(
                "LensTransferCorrupt", LensErrorCategory.Connection, $"{path} arrived at {Location} with SHA-256 {arrived} where {sha256} was sent; it was not published.", path, "Check that nothing writes to the file, then publish again."));
        }
        MakeFolders(Parent(path), stop);
        _client.Move(staged, path, replace, stop);
    }

    public void Write(string path, byte[] content, CancellationToken stop)
    {
        MakeFolders(_staging, stop);
        MakeFolders(Parent(path), stop);
        string staged = $"{_staging}/{Guid.NewGuid():N}";
        _client.Put(staged, () => new MemoryStream(content, writable: false), stop);
        _client.Move(staged, path, replace: true, stop);
    }

    // WebDAV's locks are optional, and some servers that offer them do not honour them (RFC 4918, 6).
    public IDisposable? Lock(CancellationToken stop) => null;

    public void Finish(CancellationToken stop)
    {
        lock (_folders)
        {
            if (_folders.Remove(_staging)) _client.Delete(_staging, stop);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : "";

    // One folder at a time, parents first: servers answer parallel MKCOLs of one tree with 409 and 423.
    private void MakeFolders(string path, CancellationToken stop)
    {
        lock (_folders)
        {
            string current = "";
            foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                current = current.Length == 0 ? part : $"{current}/{part}";
                if (_folders.Contains(current)) continue;
                _client.MakeFolder(current, stop);
                _folders.Add(current);
            }
        }
    }
}
