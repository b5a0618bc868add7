using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>A request as it came; its body is read when it is asked for.</summary>
internal sealed class TinyRequest(string method, string path, IReadOnlyDictionary<string, string> headers, Stream stream)
{
    private byte[]? _body;

    public string Method { get; } = method;

    public string Path { get; } = path;

    public byte[] Body
    {
        get
        {
            if (_body is not null) return _body;
            _body = new byte[Length];
            stream.ReadExactly(_body);
            return _body;
        }
    }

    private int Length => int.Parse(Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);

    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>Reads half of the body, as much as comes before a connection is cut.</summary>
    public byte[] ReadHalf()
    {
        byte[] half = new byte[Length / 2];
        stream.ReadExactly(half);
        return half;
    }
}

/// <summary>What is answered; nothing at all where the status is 0: then the connection is reset.</summary>
internal sealed class TinyResponse
{
    public int Status { get; set; } = 200;

    public Dictionary<string, string> Headers { get; } = [];

    public byte[] Body { get; set; } = [];

    /// <summary>Whether the connection is lost in the midst of the answer.</summary>
    public bool IsTorn { get; set; }
}

/// <summary>HTTP/1.1 on a free port of loopback, as little as the tests need; unlike the framework's it can cut a connection.</summary>
internal sealed class TinyServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<TinyRequest, TinyResponse> _answer;
    private readonly X509Certificate2? _certificate;

    /// <param name="answer">Answers a request.</param>
    /// <param name="certificate">For TLS; null for none.</param>
    /// <param name="address">Where it listens; 127.0.0.1 if null.</param>
    public TinyServer(Func<TinyRequest, TinyResponse> answer, X509Certificate2? certificate = null, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        (_answer, _certificate) = (answer, certificate);
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync();
                _ = Task.Run(() => Serve(socket));
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            try
            {
                using var stream = new BufferedStream(Secure(new NetworkStream(socket)), 1 << 16);
                while (Read(stream) is { } request)
                {
                    TinyResponse response = _answer(request);
                    // A reset, not an end: what a router or a killed process leaves.
                    socket.LingerState = new LingerOption(enable: response.Status == 0, seconds: 0);
                    if (response.Status == 0) return;
                    _ = request.Body;
                    var head = new StringBuilder($"HTTP/1.1 {response.Status} {(HttpStatusCode)response.Status}\r\n");
                    if (response.Status != 204)
                        response.Headers.TryAdd("Content-Length", response.Body.Length.ToString(CultureInfo.InvariantCulture));
                    foreach ((string name, string value) in response.Headers)
                        head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
                    byte[] answer = [
                        .. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. request.Method == "HEAD" ? [] : response.Body];
                    stream.Write(response.IsTorn ? answer.AsSpan(0, answer.Length - Math.Max(1, response.Body.Length / 2) - 3) : answer);
                    stream.Flush();
                    if (response.IsTorn) return;
                }
            }
            catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException or AuthenticationException)
            {
                // The client has gone.
            }
        }
    }

    private Stream Secure(NetworkStream stream)
    {
        if (_certificate is null) return stream;
        var secure = new SslStream(stream);
        secure.AuthenticateAsServer(_certificate);
        return secure;
    }

    private static TinyRequest? Read(Stream stream)
    {
        if (ReadLine(stream) is not { Length: > 0 } first) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (ReadLine(stream) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        string[] parts = first.Split(' ');
        return new TinyRequest(parts[0], Uri.UnescapeDataString(parts[1].Split('?')[0]), headers, stream);
    }

    private static string? ReadLine(Stream stream)
    {
        var line = new List<byte>();
        while (true)
        {
            int next = stream.ReadByte();
            if (next < 0) return null;
            if (next == '\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add((byte)next);
        }
    }
}
