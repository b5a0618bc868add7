using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace LensTools.Benchmarks;

/// <summary>A program that is measured beside ours, or that ours runs in.</summary>
internal static class Peer
{
    /// <summary>Debian's Python, which has h5py.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly string Pwsh =
        typeof(Peer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Pwsh").Value!;

    public static string Root { get; } = FindRoot();

    /// <summary>The manifest of the module as it is installed.</summary>
    public static string Manifest => Path.Combine(Root, "artifacts", "measured", "LensTools.psd1");

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    /// <summary>Runs a program; gives what it said, its seconds, its CPU seconds and its largest resident memory in MiB.</summary>
    public static (string Output, double Seconds, double CpuSeconds, double MemoryMiB) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        var usage = Task.Run(() => Watch(process));
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}: {error.Result[..Math.Min(error.Result.Length, 1000)]}");
        return (output, seconds, usage.Result.CpuSeconds, usage.Result.MemoryMiB);
    }

    /// <summary>Runs a script in the PowerShell that the restore brought along.</summary>
    public static (string Output, double Seconds, double CpuSeconds, double MemoryMiB) RunScript(string script) =>
        Run("dotnet", Pwsh, "-NoProfile", "-NonInteractive", "-Command", script);

    /// <summary>The number behind a name in what a program said, such as <c>seconds=1.5</c>.</summary>
    public static double Value(string output, string name) =>
        double.Parse(Regex.Match(output, $@"\b{name}=([-0-9.eE+]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    // Looks every few milliseconds: Linux keeps no account of a process that has ended.
    private static (double CpuSeconds, double MemoryMiB) Watch(Process process)
    {
        long largest = 0;
        TimeSpan cpu = default;
        try
        {
            while (!process.HasExited)
            {
                largest = Math.Max(largest, LargestResident(process));
                cpu = process.TotalProcessorTime;
                Thread.Sleep(20);
            }
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            // It ended between two questions; what was seen until then stands.
        }
        return (cpu.TotalSeconds, largest / 1048576.0);
    }

    // Linux tells the largest itself; .NET would look at every thread of the process for it, and slow it down.
    private static long LargestResident(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        string? line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(
            line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null
            ? 0
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LensTools.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the repository was not found");
    }
}
