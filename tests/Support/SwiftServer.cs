using System.Diagnostics;

namespace LensTools.Testing;

/// <summary>
/// Debian's OpenStack Swift with its S3 protocol, on free ports of loopback: a proxy and the servers of accounts, containers and
/// objects, each one process. One for all tests, as it takes seconds to start; it ends with the process that started it.
/// </summary>
internal sealed class SwiftServer
{
    public const string AccessKey = "lens:tester", SecretKey = "secret";

    private static readonly string[] Programs = [
        "swift-ring-builder", "swift-proxy-server", "swift-account-server", "swift-container-server", "swift-object-server"];

    private static readonly Lazy<SwiftServer> Started = new(() => new SwiftServer());

    private SwiftServer()
    {
        Folder = Directory.CreateTempSubdirectory("lens-swift-").FullName;
        string devices = Directory.CreateDirectory(Path.Combine(Folder, "devices", "d1")).Parent!.FullName;
        File.WriteAllText(
            Path.Combine(Folder, "swift.conf"),
            "[swift-hash]\nswift_hash_path_suffix = lens\nswift_hash_path_prefix = lens\n[storage-policy:0]\nname = one\ndefault = yes\n");
        int proxy = Loopback.FreePort();
        var ports = new List<int> { proxy };
        var script = new List<string>();
        foreach (string kind in (string[])["account", "container", "object"])
        {
            int port = Loopback.FreePort();
            ports.Add(port);
            string builder = Path.Combine(Folder, $"{kind}.builder");
            foreach (string[] arguments in (string[][])[
                ["create", "4", "1", "0"], ["add", $"r1z1-127.0.0.1:{port}/d1", "1"], ["rebalance"]])
            {
                (int code, string output, string error) = Tool.Run("swift-ring-builder", [builder, .. arguments]);
                if (code != 0) throw new InvalidOperationException(output + error);
            }
            // Containers know at once of new objects: listings agree with what was written.
            Configure(kind, port, script, $"""
                devices = {devices}
                mount_check = false
                fallocate_reserve = 0
                container_update_timeout = 60
                [pipeline:main]
                pipeline = {kind}-server
                [app:{kind}-server]
                use = egg:swift#{kind}
                recon_cache_path = {Folder}

                """);
        }
        Configure("proxy", proxy, script, $"""
            [pipeline:main]
            pipeline = catch_errors cache listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink proxy-server
            [app:proxy-server]
            use = egg:swift#proxy
            account_autocreate = true
            [filter:cache]
            use = egg:swift#memcache
            memcache_servers = 127.0.0.1:1
            [filter:s3api]
            use = egg:swift#s3api
            location = us-east-1
            [filter:tempauth]
            use = egg:swift#tempauth
            user_{AccessKey.Replace(':', '_')} = {SecretKey} .admin
            [filter:versioned_writes]
            use = egg:swift#versioned_writes
            allow_object_versioning = true
            {string.Concat(((string[])["catch_errors", "listing_formats", "bulk", "copy", "slo", "dlo", "symlink"]).Select(
                filter => $"[filter:{filter}]\nuse = egg:swift#{filter}\n"))}
            """);
        // Standard input is never written to: it ends with this process, and then the servers are stopped.
        script.Add("trap 'kill $(jobs -p) 2>/dev/null; rm -rf \"$1\"' EXIT; read -r _");
        Url = $"http://127.0.0.1:{proxy}";
        var start = new ProcessStartInfo("bash", ["-c", string.Join('\n', script), "swift", Folder]) { RedirectStandardInput = true };
        start.Environment["SWIFT_DIR"] = Folder;
        Process process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.StandardInput.Close();
            process.WaitForExit(TimeSpan.FromSeconds(10));
        };
        // The proxy may answer before the servers behind it do.
        if (!ports.TrueForAll(port => Loopback.WaitFor(process, port))) throw new InvalidOperationException($"Swift does not start: {Log}");
    }

    /// <summary>Whether the host has it.</summary>
    public static bool IsInstalled => !OperatingSystem.IsWindows() && Array.TrueForAll(Programs, program => Tool.Find(program) is not null);

    /// <summary>The one that runs.</summary>
    public static SwiftServer Instance => Started.Value;

    public string Url { get; }

    private string Folder { get; }

    private string Log => string.Concat(Directory.GetFiles(Folder, "*.log").Select(File.ReadAllText));

    private void Configure(string kind, int port, List<string> script, string rest)
    {
        string path = Path.Combine(Folder, $"{kind}-server.conf");
        File.WriteAllText(
            path,
            $"[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {port}\nworkers = 0\nuser = {Environment.UserName}\n"
                + $"swift_dir = {Folder}\n{rest}");
        script.Add($"swift-{kind}-server \"{path}\" > \"{Folder}/{kind}.log\" 2>&1 < /dev/null &");
    }
}
