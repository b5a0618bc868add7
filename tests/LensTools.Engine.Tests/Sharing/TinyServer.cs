using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>A request as it came.</summary>
internal sealed record TinyRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What is answered; nothing at all where the status is 0: then the connection is reset.</summary>
internal sealed class TinyResponse
{
    public int Status { get; set; } = 200;

    public Dictionary<string, string> Headers { get; } = [];

    public byte[] Body { get; set; } = [];
}

/// <summary>HTTP/1.1 on a free port of loopback, as little as the tests need; unlike the framework's it can cut a connection.</summary>
internal sealed class TinyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<TinyRequest, TinyResponse> _answer;

    public TinyServer(Func<TinyRequest, TinyResponse> answer)
    {
        _answer = answer;
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
                using var stream = new BufferedStream(new NetworkStream(socket), 1 << 16);
                while (Read(stream) is { } request)
                {
                    TinyResponse response = _answer(request);
                    if (response.Status == 0)
                    {
                        // A reset, not an end: what a router or a killed process leaves.
                        socket.LingerState = new LingerOption(enable: true, seconds: 0);
                        return;
                    }
                    var head = new StringBuilder($"HTTP/1.1 {response.Status} {(HttpStatusCode)response.Status}\r\n");
                    if (response.Status != 204) response.Headers.TryAdd("Content-Length", response.Body.Length.ToString(CultureInfo.InvariantCulture));
                    foreach ((string name, string value) in response.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
                    stream.Write(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()));
                    if (request.Method != "HEAD") stream.Write(response.Body);
                    stream.Flush();
                }
            }
            catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException)
            {
                // The client has gone.
            }
        }
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
        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        stream.ReadExactly(body);
        string[] parts = first.Split(' ');
        return new TinyRequest(parts[0], Uri.UnescapeDataString(parts[1].Split('?')[0]), headers, body);
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
