using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>What a double does to one request.</summary>
/// <param name="Kind">What.</param>
/// <param name="Status">The status that it answers with.</param>
internal sealed record Fault(FaultKind Kind, int Status = 0);

public enum FaultKind
{
    /// <summary>It answers with a status and does nothing.</summary>
    Answer,
    /// <summary>The connection is lost before anything was done.</summary>
    Cut,
    /// <summary>It does what it was asked to, and the connection is lost before it can say so.</summary>
    LostReply,
    /// <summary>It stores half of what it was sent and says that all is well.</summary>
    Half,
    /// <summary>It changes a byte of what it was sent and says that all is well.</summary>
    Flip,
    /// <summary>It does what it was asked to, and says nothing for longer than anybody waits.</summary>
    Silence,
    /// <summary>The connection is lost in the midst of what it is sent.</summary>
    CutWithin,
    /// <summary>It does what it was asked to, and the connection is lost in the midst of its answer.</summary>
    Torn,
    /// <summary>It answers late, but in time.</summary>
    Delay,
    /// <summary>Something on the way sends the request twice, and passes the second answer on.</summary>
    Twice,
    /// <summary>It says another hash than what it stored has; a plain server says none.</summary>
    WrongHash,
    /// <summary>It goes down for a few requests, and has forgotten unfinished uploads when it is back.</summary>
    Restart,
}

/// <summary>
/// A WebDAV server of the tests on loopback that can fail at any request. Plain, or with what was measured of
/// Nextcloud 34: users, links and file drops, X-Hash, X-Recalculate-Hash, chunks and bulks.
/// </summary>
internal sealed class DavDouble : IDisposable
{
    private const string Capabilities = """{"ocs":{"data":{"capabilities":{"files":{"chunked_upload":{"max_size":65536}},"dav":{}}}}}""";

    private static int _last;

    private static readonly XNamespace Dav = "DAV:", OwnCloud = "http://owncloud.org/ns";

    private readonly TestFolder _folder = new("lens double");
    private readonly TinyServer _server;
    private readonly string _base;
    private readonly bool _isNextcloud;
    private readonly Lock _lock = new();
    private int _requests, _down;
    private string _session = Guid.NewGuid().ToString("N");

    public DavDouble(string kind)
    {
        _isNextcloud = kind != "dav";
        IsDrop = kind == "drop";
        IsOld = kind == "oldlink";
        Prefix = kind switch
        {
            "dav" => "/dav/",
            "user" => "/remote.php/dav/files/u/",
            "oldlink" => "/public.php/webdav/",
            _ => "/public.php/dav/files/Tk3dPq8/"
        };
        Root = Directory.CreateDirectory(_folder["www"]).FullName;
        Sessions = Directory.CreateDirectory(_folder["sessions"]).FullName;
        IPAddress address = NextAddress();
        _server = new TinyServer(Answer, address: address);
        _base = $"http://{address}:{_server.Port}";
        Url = kind is "link" or "oldlink" or "drop" ? $"{_base}/s/Tk3dPq8" : _base + Prefix;
    }

    public string Url { get; }

    /// <summary>The folder that it serves.</summary>
    public string Root { get; }

    /// <summary>The folder of the publication "set"; at a drop, where each has one of its own, that of the only one.</summary>
    public string Set => IsDrop && Directory.GetDirectories(Root, "set-*") is [string own] ? own : Path.Combine(Root, "set");

    /// <summary>Whether it offers bulk upload.</summary>
    public bool HasBulk { get; init; }

    /// <summary>
    /// Whether it puts a part with a Content-Range where it belongs, and keeps what came of one that was cut, as apache
    /// does; else it takes it for the whole, as many do.
    /// </summary>
    public bool TakesParts { get; init; }

    /// <summary>What to do to the request of a number, from 0 on, method and path; null for nothing.</summary>
    public Func<int, string, string, Fault?> Faults { get; set; } = (_, _, _) => null;

    /// <summary>The password of a link, which is asked for where there is no session; null where it has none.</summary>
    public string? Password { get; init; }

    /// <summary>The room that it says it has; null where it does not.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>What it says a share link or user may do.</summary>
    public string Permissions { get; init; } = "RGDNVCK";

    /// <summary>How many requests came with a password.</summary>
    public int Logins { get; private set; }

    /// <summary>How often failed log-ins were counted; after ten each request is turned away.</summary>
    public int WrongLogins { get; private set; }

    /// <summary>What it was told of its trash bin, by method and path.</summary>
    public ConcurrentBag<(string Method, string Path, bool SkipsTrash)> Trash { get; } = [];

    /// <summary>How many requests there were.</summary>
    public int Requests => _requests;

    /// <summary>How many bytes of files came.</summary>
    public long BytesReceived { get; private set; }

    private string Prefix { get; }

    private string Sessions { get; }

    private bool IsDrop { get; }

    private bool IsOld { get; }

    // Its own in 127/8: ports are used again, and receipts remember what was published to one.
    private static IPAddress NextAddress()
    {
        int number = Interlocked.Increment(ref _last);
        return OperatingSystem.IsMacOS() ? IPAddress.Loopback : new IPAddress([127, 1, (byte)(number >> 8), (byte)number]);
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private TinyResponse Answer(TinyRequest request)
    {
        if (request.Method is "DELETE" or "MOVE")
            Trash.Add((request.Method, request.Path, request.Header("X-NC-Skip-Trashbin") == "true"));
        Fault? fault = Faults(Interlocked.Increment(ref _requests) - 1, request.Method, request.Path);
        var response = new TinyResponse { Status = 404 };
        if (fault is { Kind: FaultKind.CutWithin }
            && request.ReadHalf() is var half
            && TakesParts
            && request.Header("Content-Range") is { } range
            && File.Exists(FileOf(request)))
        {
            BytesReceived += half.Length;
            WritePart(FileOf(request), half, range);
        }
        if (fault is { Kind: FaultKind.Restart }) GoDown();
        if (fault is { Kind: FaultKind.Cut or FaultKind.CutWithin } || Interlocked.Decrement(ref _down) >= 0)
            return new TinyResponse { Status = 0 };
        byte[] content = request.Body;
        if (fault is { Kind: FaultKind.Answer }) return new TinyResponse { Status = fault.Status };
        if (fault is { Kind: FaultKind.Half }) content = content[..(content.Length / 2)];
        if (fault is { Kind: FaultKind.Flip } && content.Length > 0) content = [.. content[..^1], (byte)(content[^1] ^ 1)];
        if (fault is { Kind: FaultKind.Delay }) Thread.Sleep(100);
        lock (_lock)
        {
            if (fault is { Kind: FaultKind.Twice }) Do(request, new TinyResponse { Status = 404 }, request.Path, content);
            Do(request, response, request.Path, content);
        }
        if (fault is { Kind: FaultKind.WrongHash } && response.Headers.ContainsKey("X-Hash-SHA256"))
            response.Headers["X-Hash-SHA256"] = new string('0', 64);
        response.IsTorn = fault is { Kind: FaultKind.Torn };
        if (fault is { Kind: FaultKind.LostReply }) return new TinyResponse { Status = 0 };
        if (fault is { Kind: FaultKind.Silence }) Thread.Sleep(2_000);
        return response;
    }

    /// <summary>Ends all sessions, as a server does after a while.</summary>
    public void EndSessions()
    {
        lock (_lock) _session = Guid.NewGuid().ToString("N");
    }

    // Nextcloud checks a password once and gives a cookie; whoever guesses is turned away without a time to come back.
    private bool IsLoggedIn(TinyRequest request, TinyResponse response)
    {
        if (request.Header("Cookie")?.Contains(_session, StringComparison.Ordinal) == true) return true;
        string? given = request.Header("Authorization");
        if (given is not null) Logins++;
        if (WrongLogins <= 10 && given == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"anonymous:{Password}")))
        {
            response.Headers["Set-Cookie"] = $"oc_session={_session}; path=/; HttpOnly";
            return true;
        }
        // As measured of 34.0.1: a request without the password counts too, and after ten no one of the address is let in.
        WrongLogins += given is null ? 2 : 1;
        if (WrongLogins <= 10) response.Status = 401;
        else
            Write(
                response,
                """
                <?xml version="1.0"?><d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">
                <s:exception>OCP\Security\Bruteforce\MaxDelayReached</s:exception><s:message>Reached maximum delay</s:message></d:error>
                """,
                500,
                "application/xml");
        return false;
    }

    /// <summary>Forgets the failed log-ins, as a server does after half an hour without any.</summary>
    public void ForgetLogins() => WrongLogins = 0;

    private void GoDown()
    {
        lock (_lock)
        {
            foreach (string session in Directory.GetDirectories(Sessions)) Directory.Delete(session, recursive: true);
        }
        Volatile.Write(ref _down, 2);
    }

    private void Do(TinyRequest request, TinyResponse response, string path, byte[] content)
    {
        if (_isNextcloud && path == "/status.php")
            Write(response, """{"installed":true,"maintenance":false,"versionstring":"34.0.1","productname":"Nextcloud"}""".Replace(
                "34.0.1", IsOld ? "28.0.4" : "34.0.1", StringComparison.Ordinal), visit: "oc_visit=1; path=/");
        // Before version 29 the token is the user of a share.
        else if (IsOld && request.Header("Authorization") != "Basic " + Convert.ToBase64String("Tk3dPq8:"u8)) response.Status = 401;
        else if (Password is not null && !IsLoggedIn(request, response)) return;
        else if (_isNextcloud && path.EndsWith("/cloud/capabilities", StringComparison.Ordinal))
            Write(
                response,
                HasBulk ? Capabilities.Replace("\"dav\":{}", "\"dav\":{\"bulkupload\":\"1.0\"}", StringComparison.Ordinal) : Capabilities);
        else if (_isNextcloud && path == "/remote.php/dav/bulk") Bulk(request, response, content);
        else if (path.Contains("/uploads/", StringComparison.Ordinal)) Session(request, response, path, content);
        else if (path.StartsWith(Prefix, StringComparison.Ordinal)) Files(request, response, path[Prefix.Length..].Trim('/'), content);
    }

    private void Files(TinyRequest request, TinyResponse response, string path, byte[] content)
    {
        string file = Path.Combine(Root, path);
        if (IsDrop && request.Method is not ("PUT" or "MKCOL"))
        {
            response.Status = 405;
            return;
        }
        switch (request.Method)
        {
            case "OPTIONS":
                response.Status = 200;
                response.Headers["DAV"] = "1,2";
                break;
            case "PROPFIND": List(request, response, Root, Prefix, path); break;
            case "GET" or "HEAD" when File.Exists(file):
                response.Status = 200;
                response.Headers["Last-Modified"] = File.GetLastWriteTimeUtc(file).ToString("R", CultureInfo.InvariantCulture);
                byte[] stored = File.ReadAllBytes(file);
                response.Body = stored;
                break;
            case "PUT": Put(request, response, path, content); break;
            case "PATCH" when _isNextcloud && File.Exists(file):
                response.Status = 204;
                response.Headers["OC-Checksum"] = $"SHA256:{Hash(File.ReadAllBytes(file))}";
                break;
            case "MKCOL":
                response.Status = Directory.Exists(file) || File.Exists(file)
                    ? 405
                    : Directory.Exists(Path.GetDirectoryName(file)) ? 201 : 409;
                if (response.Status == 201) Directory.CreateDirectory(file);
                break;
            case "MOVE": Move(request, response, file, file); break;
            case "DELETE" when Path.Exists(file):
                if (Directory.Exists(file)) Directory.Delete(file, recursive: true);
                else File.Delete(file);
                response.Status = 204;
                break;
        }
    }

    private void Put(TinyRequest request, TinyResponse response, string path, byte[] content)
    {
        string file = Path.Combine(Root, path);
        BytesReceived += content.Length;
        if (IsDrop)
        {
            // A taken name becomes another one, untold.
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            for (int i = 2; File.Exists(file); i++)
                file = Path.Combine(Root, Path.ChangeExtension(path, null) + $" ({i})" + Path.GetExtension(path));
        }
        bool exists = File.Exists(file);
        response.Status = !Directory.Exists(Path.GetDirectoryName(file))
            ? 409
            : exists && request.Header("If-None-Match") == "*"
                ? 412
                : !exists && request.Header("If-Match") == "*" ? 412 : exists ? 204 : 201;
        if (response.Status >= 300) return;
        if (TakesParts && request.Header("Content-Range") is { } range) WritePart(file, content, range);
        else File.WriteAllBytes(file, content);
        if (_isNextcloud && request.Header("X-Hash") == "sha256") response.Headers["X-Hash-SHA256"] = Hash(content);
    }

    private string FileOf(TinyRequest request) => Path.Combine(Root, request.Path[Prefix.Length..].Trim('/'));

    private static void WritePart(string file, byte[] content, string range)
    {
        using FileStream stream = File.OpenWrite(file);
        stream.Position = long.Parse(range.Split(' ', '-')[1], CultureInfo.InvariantCulture);
        stream.Write(content);
    }

    private void Move(TinyRequest request, TinyResponse response, string from, string what)
    {
        string destination = Uri.UnescapeDataString(new Uri(request.Header("Destination")!).AbsolutePath);
        string to = Path.Combine(Root, destination[Prefix.Length..].TrimEnd('/'));
        bool exists = Path.Exists(to);
        response.Status = !Path.Exists(from)
            ? 404
            : !Directory.Exists(Path.GetDirectoryName(to)) ? 409 : exists && request.Header("Overwrite") == "F" ? 412 : exists ? 204 : 201;
        if (response.Status >= 300) return;
        if (Directory.Exists(what)) Directory.Move(what, to);
        else File.Move(what, to, overwrite: true);
    }

    // Chunks of a large file: Nextcloud's version 2.
    private void Session(TinyRequest request, TinyResponse response, string path, byte[] content)
    {
        string[] parts = path[(path.IndexOf("/uploads/", StringComparison.Ordinal) + 9)..].Trim('/').Split('/');
        string session = Path.Combine(Sessions, parts[1]),
            prefix = path[..(path.IndexOf(parts[1], StringComparison.Ordinal) + parts[1].Length + 1)];
        if (request.Method == "MKCOL")
        {
            response.Status = Directory.Exists(session) ? 405 : 201;
            Directory.CreateDirectory(session);
        }
        else if (!Directory.Exists(session)) response.Status = 404;
        else if (request.Method == "PROPFIND") List(request, response, session, prefix, "");
        else if (request.Method == "PUT")
        {
            BytesReceived += content.Length;
            File.WriteAllBytes(Path.Combine(session, parts[2]), content);
            response.Status = 201;
            response.Headers["X-Hash-SHA256"] = Hash(content);
        }
        else if (request.Method == "MOVE")
        {
            byte[] whole = [.. Directory.GetFiles(session).Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];
            if (whole.Length.ToString(CultureInfo.InvariantCulture) != request.Header("OC-Total-Length"))
            {
                response.Status = 400;
                return;
            }
            string assembled = Path.Combine(Sessions, Guid.NewGuid().ToString("N"));
            File.WriteAllBytes(assembled, whole);
            Move(request, response, session, assembled);
            if (response.Status >= 300) return;
            Directory.Delete(session, recursive: true);
            response.Headers["X-Hash-SHA256"] = Hash(whole);
        }
    }

    private void Bulk(TinyRequest request, TinyResponse response, byte[] content)
    {
        string boundary = "--" + request.Header("Content-Type")!.Split("boundary=")[1];
        var results = new Dictionary<string, object>();
        int at = 0;
        response.Status = 200;
        while (content.AsSpan(at).IndexOf("\r\n\r\n"u8) is >= 0 and int length
            && Encoding.UTF8.GetString(content, at, length) is var head
            && head.StartsWith(boundary, StringComparison.Ordinal))
        {
            Dictionary<string, string> headers = head.Split("\r\n")
                .Skip(1)
                .Select(line => line.Split(": ", 2))
                .ToDictionary(pair => pair[0], pair => pair[1]);
            int start = at + length + 4, size = int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
            byte[] part = content[start..Math.Min(content.Length, start + size)];
            if (headers["OC-Checksum"] != "SHA256:" + Hash(part))
            {
                response.Status = 400;
                break;
            }
            BytesReceived += part.Length;
            string file = Path.Combine(Root, headers["X-File-Path"].TrimStart('/'));
            bool isGood = Directory.Exists(Path.GetDirectoryName(file));
            if (isGood) File.WriteAllBytes(file, part);
            results[headers["X-File-Path"]] = new { error = !isGood };
            at = start + size + 2;
        }
        Write(response, JsonSerializer.Serialize(results), response.Status);
    }

    private void List(TinyRequest request, TinyResponse response, string root, string prefix, string path)
    {
        string at = Path.Combine(root, path);
        if (!Path.Exists(at)) return;
        IEnumerable<string> found = request.Header("Depth") == "1" && Directory.Exists(at)
            ? Directory.GetFileSystemEntries(at).Prepend(at)
            : [at];
        var document = new XElement(Dav + "multistatus", found.Select(entry => new XElement(
            Dav + "response",
            new XElement(Dav + "href", prefix
                + string.Join('/', Path.GetRelativePath(root, entry)
                    .Split(Path.DirectorySeparatorChar)
                    .Where(part => part != ".")
                    .Select(Uri.EscapeDataString))
                + (Directory.Exists(entry) ? "/" : "")),
            new XElement(
                Dav + "propstat",
                new XElement(
                    Dav + "prop",
                    new XElement(Dav + "resourcetype", Directory.Exists(entry) ? new XElement(Dav + "collection") : null),
                    File.Exists(entry) ? new XElement(Dav + "getcontentlength", new FileInfo(entry).Length) : null,
                    FreeBytes is { } free ? new XElement(Dav + "quota-available-bytes", free) : null,
                    _isNextcloud ? new XElement(OwnCloud + "permissions", Permissions) : null),
                new XElement(Dav + "status", "HTTP/1.1 200 OK")))));
        Write(response, document.ToString(), 207, "application/xml");
    }

    private static void Write(
        TinyResponse response,
        string text,
        int status = 200,
        string type = "application/json",
        string? visit = null)
    {
        if (visit is not null) response.Headers["Set-Cookie"] = visit;
        (response.Status, response.Body) = (status, Encoding.UTF8.GetBytes(text));
        response.Headers["Content-Type"] = type;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
