using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LensTools.Testing;

/// <summary>Servers of the tests: a port of loopback that is free, and the moment when somebody answers there.</summary>
internal static class Loopback
{
    private const int Attempts = 400, PauseMilliseconds = 50;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a server answers; false where its process has ended, or it takes too long.</summary>
    public static bool WaitFor(Process server, int port)
    {
        for (int attempt = 0; attempt < Attempts && !server.HasExited; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                Thread.Sleep(PauseMilliseconds);
            }
        }
        return false;
    }
}
