using System.Net;
using System.Net.Sockets;

namespace LensTools.Testing;

/// <summary>
/// What is between a client and a server on loopback, and cuts all connections once when a number of bytes has been sent.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _to;
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private long _left = long.MaxValue;
    private bool _staysDown;

    public CuttingProxy(int to)
    {
        _to = to;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes clients have sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Whether it has cut since it was last asked to.</summary>
    public bool HasCut { get; private set; }

    /// <summary>Cuts once after so many bytes from now on.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="staysDown">Whether nobody is let through afterwards, until it is called again.</param>
    public void CutAfter(long bytes, bool staysDown = false)
    {
        lock (_lock) (_left, HasCut, _staysDown) = (bytes, false, staysDown);
    }

    public void Dispose()
    {
        _listener.Stop();
        Cut();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
            {
                return;
            }
            bool isDown;
            lock (_lock) isDown = HasCut && _staysDown;
            if (isDown) client.Close();
            else _ = RelayAsync(client);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using TcpClient ours = client;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _to);
            lock (_lock) _open.UnionWith([client, server]);
            await Task.WhenAny(
                CopyAsync(client.GetStream(), server.GetStream(), isSent: true),
                CopyAsync(server.GetStream(), client.GetStream(), isSent: false));
        }
        catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection has ended.
        }
        finally
        {
            lock (_lock) _open.ExceptWith([client, server]);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isSent)
    {
        byte[] buffer = new byte[4_096];
        int got;
        while ((got = await from.ReadAsync(buffer)) > 0)
        {
            bool isCut = false;
            if (isSent)
            {
                lock (_lock)
                {
                    Sent += got;
                    isCut = (_left -= got) < 0 && !HasCut;
                    if (isCut) (_left, HasCut) = (long.MaxValue, true);
                }
            }
            if (isCut) Cut();
            else await to.WriteAsync(buffer.AsMemory(0, got));
        }
    }

    private void Cut()
    {
        lock (_lock)
        {
            foreach (TcpClient one in _open) one.Close();
            _open.Clear();
        }
    }
}
