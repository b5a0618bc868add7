using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace LensTools.Testing;

/// <summary>Debian's apache2 with mod_dav on a free port of loopback, until it is disposed of.</summary>
internal sealed class Apache : IDisposable
{
    private const string Program = "/usr/sbin/apache2", Modules = "/usr/lib/apache2/modules";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lens apache ");
    private readonly Process _process;

    /// <param name="user">Who may come in, or null for everybody.</param>
    /// <param name="password">That one's password.</param>
    /// <param name="largestBody">The most bytes of a request; 0 for no limit.</param>
    public Apache(string? user = null, string? password = null, long largestBody = 0)
    {
        Root = _folder.CreateSubdirectory("www").FullName;
        int port = Loopback.FreePort();
        Url = $"http://127.0.0.1:{port}/dav";
        string auth = "Require all granted";
        if (user is not null)
        {
            File.WriteAllText(In("users"), $"{user}:{{SHA}}{Convert.ToBase64String(SHA1.HashData(Encoding.UTF8.GetBytes(password!)))}\n");
            auth = $"AuthType Basic\nAuthName lens\nAuthUserFile \"{In("users")}\"\nRequire valid-user";
        }
        string[] modules = [
            "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "alias", "dir", "dav", "dav_fs"];
        File.WriteAllText(In("httpd.conf"), string.Join('\n', modules.Select(m => $"LoadModule {m}_module {Modules}/mod_{m}.so")) + $"""

            ServerName 127.0.0.1
            ServerRoot "{_folder.FullName}"
            PidFile "{In("pid")}"
            ErrorLog "{In("error.log")}"
            Listen 127.0.0.1:{port}
            LimitRequestBody {largestBody}
            DavLockDB "{In("lock")}"
            {(Environment.UserName == "root" ? "User #33\nGroup #33" : "")}
            Alias /dav "{Root}"
            <Directory "{Root}">
            Dav On
            {auth}
            </Directory>
            """);
        // The server runs as another user.
        if (!OperatingSystem.IsWindows())
            foreach (string path in (string[])[_folder.FullName, Root]) File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        _process = Process.Start(new ProcessStartInfo(Program, ["-X", "-f", In("httpd.conf")]) { RedirectStandardError = true })!;
        if (!Loopback.WaitFor(_process, port))
            throw new InvalidOperationException($"apache2 did not start: {File.ReadAllText(In("error.log"))}");
    }

    /// <summary>Whether the host has it.</summary>
    public static bool IsInstalled => !OperatingSystem.IsWindows() && File.Exists(Program) && Directory.Exists(Modules);

    public string Url { get; }

    /// <summary>The folder that the server serves.</summary>
    public string Root { get; }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
