using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Debian's apache2 with mod_dav on a free port of loopback, for the length of a test.</summary>
internal sealed class Apache : IDisposable
{
    private const string Modules = "/usr/lib/apache2/modules";

    private readonly TestFolder _folder = new("lens apache");
    private readonly Process _process;

    public Apache(string? user = null, string? password = null)
    {
        string? program = Tool.Find("apache2");
        Assert.SkipWhen(program is null || !Directory.Exists(Modules), "Debian's apache2 is not installed");
        Root = Directory.CreateDirectory(_folder["www"]).FullName;
        int port = FreePort();
        Url = $"http://127.0.0.1:{port}/dav";
        string auth = "Require all granted";
        if (user is not null)
        {
            byte[] sha = System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(password!));
            File.WriteAllText(_folder["users"], $"{user}:{{SHA}}{Convert.ToBase64String(sha)}\n");
            auth = $"AuthType Basic\nAuthName lens\nAuthUserFile \"{_folder["users"]}\"\nRequire valid-user";
        }
        string[] modules = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav", "dav_fs"];
        File.WriteAllText(_folder["httpd.conf"], string.Join('\n', modules.Select(m => $"LoadModule {m}_module {Modules}/mod_{m}.so")) + $"""

            ServerName 127.0.0.1
            ServerRoot "{_folder.Path}"
            PidFile "{_folder["pid"]}"
            ErrorLog "{_folder["error.log"]}"
            Listen 127.0.0.1:{port}
            DavLockDB "{_folder["lock"]}"
            User #{(Environment.UserName == "root" ? 33 : 1000)}
            Alias /dav "{Root}"
            <Directory "{Root}">
            Dav On
            {auth}
            </Directory>
            """.Replace("Alias", $"LoadModule alias_module {Modules}/mod_alias.so\nAlias", StringComparison.Ordinal));
        Tool.Run("chmod", ["-R", "a+rwX", _folder.Path]);
        _process = Process.Start(new ProcessStartInfo(program!, ["-X", "-f", _folder["httpd.conf"]]) { RedirectStandardError = true })!;
        WaitFor(port);
    }

    public string Url { get; }

    /// <summary>The folder that the server serves.</summary>
    public string Root { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WaitFor(int port)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                Thread.Sleep(50);
            }
        }
        throw new InvalidOperationException($"apache2 did not start: {File.ReadAllText(_folder["error.log"])}");
    }
}
