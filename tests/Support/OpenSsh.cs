using System.Diagnostics;

namespace LensTools.Testing;

/// <summary>Debian's OpenSSH server on a free port of loopback, for the user who runs the tests, with a key of its own.</summary>
internal sealed class OpenSsh : IDisposable
{
    private readonly TestFolder _folder = new("lens ssh");
    private readonly Process _process;

    public OpenSsh()
    {
        int port = Loopback.FreePort();
        Root = Directory.CreateDirectory(_folder["files"]).FullName;
        KeyFile = MakeKey("client");
        string host = MakeKey("host");
        File.Copy(KeyFile + ".pub", _folder["authorized_keys"]);
        string[] key = File.ReadAllText(host + ".pub").Split(' ');
        KnownHosts = _folder.Write("known_hosts", $"[127.0.0.1]:{port} {key[0]} {key[1]}\n");
        string configuration = _folder.Write(
            "sshd_config",
            $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey "{host}"
            AuthorizedKeysFile "{_folder["authorized_keys"]}"
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes
            Subsystem sftp internal-sftp

            """);
        // The folder for the separation of privileges that the service makes elsewhere.
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd");
        _process = Process.Start(new ProcessStartInfo(Path!, ["-D", "-e", "-f", configuration]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        if (!Loopback.WaitFor(_process, port)) throw new InvalidOperationException("sshd does not start");
        Url = $"sftp://{Environment.UserName}@127.0.0.1:{port}{Root.Replace(" ", "%20", StringComparison.Ordinal)}";
    }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => Path is not null;

    public string Url { get; }

    /// <summary>The folder that <see cref="Url"/> is of.</summary>
    public string Root { get; }

    public string KeyFile { get; }

    public string KnownHosts { get; }

    private static string? Path => OperatingSystem.IsWindows()
        ? null
        : new[] { "/usr/sbin/sshd", "/usr/local/sbin/sshd" }.FirstOrDefault(File.Exists);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private string MakeKey(string name)
    {
        (int code, _, string error) = Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _folder[name]]);
        return code == 0 ? _folder[name] : throw new InvalidOperationException(error);
    }
}
