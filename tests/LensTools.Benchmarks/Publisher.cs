using LensTools.Testing;

namespace LensTools.Benchmarks;

/// <summary>Publishing in a fresh pwsh, and rclone doing the same, to apache2 on loopback.</summary>
internal static class Publisher
{
    private const string Rclone = "rclone";

    public const double LargestMemoryMiB = 150;

    /// <summary>Publishes a folder; gives the seconds of the command, with the CPU seconds and memory of the whole process.</summary>
    public static (double Seconds, double CpuSeconds, double MemoryMiB) Ours(
        string folder,
        string destination,
        string state,
        string verify = "Standard")
    {
        string script =
            $$"""
            $env:XDG_STATE_HOME = '{{state}}'
            Import-Module '{{Peer.Manifest}}'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Get-LensDataset '{{folder}}' -Recurse | Publish-LensDataset '{{destination}}' -Verify {{verify}} -ErrorAction Stop | Out-Null
            "seconds=$($watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture))"
            """;
        (string output, _, double cpu, double memory) = Peer.RunScript(script);
        return (Peer.Value(output, "seconds"), cpu, memory);
    }

    /// <summary>Copies a folder with rclone, as many transfers at once as it is fastest with.</summary>
    public static (double Seconds, double CpuSeconds, double MemoryMiB) Theirs(string folder, Apache apache, string name)
    {
        // It needs the folder; the server, which is another user, must be able to write there.
        DirectoryInfo made = Directory.CreateDirectory(Path.Combine(apache.Root, name));
        if (!OperatingSystem.IsWindows()) made.UnixFileMode = (UnixFileMode)0b111_111_111;
        return Run("copy", folder, apache, name, "--transfers", "8");
    }

    /// <summary>Reads back what was copied and compares it, as reading back does here.</summary>
    public static (double Seconds, double CpuSeconds, double MemoryMiB) TheirCheck(string folder, Apache apache, string name) =>
        Run("check", folder, apache, name, "--download", "--one-way");

    private static (double Seconds, double CpuSeconds, double MemoryMiB) Run(
        string command,
        string folder,
        Apache apache,
        string name,
        params string[] options)
    {
        (_, double seconds, double cpu, double memory) = Peer.Run(
            Rclone,
            [
                command, folder, ":webdav:", "--webdav-url", $"{apache.Url}/{name}", "--webdav-vendor", "other", "--config", "/dev/null",
                // Ours keeps its receipts beside the data.
                "--retries", "1", "--exclude", "lens-*", .. options
            ]);
        return (seconds, cpu, memory);
    }

    public static string Version => Peer.Run(Rclone, "version").Output.Split('\n')[0];

    /// <summary>Throws unless a published tree holds what the folder holds.</summary>
    public static void Check(string folder, string published)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file).StartsWith("lens-", StringComparison.Ordinal)) continue;
            string other = Path.Combine(published, Path.GetRelativePath(folder, file));
            if (!File.Exists(other) || new FileInfo(other).Length != new FileInfo(file).Length)
                throw new InvalidOperationException($"{other} is not what was published");
        }
    }

    public static Apache Start() =>
        Apache.IsInstalled ? new Apache() : throw new InvalidOperationException("this benchmark needs Debian's apache2");
}
