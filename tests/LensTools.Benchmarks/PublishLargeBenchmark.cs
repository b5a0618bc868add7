using LensTools.Testing;

namespace LensTools.Benchmarks;

/// <summary>
/// One file of 2 GiB to apache2 on loopback, with the same guarantee: read back and compared, beside rclone copy and check --download.
/// Without it, as the server proves nothing, beside rclone copy, which computes no hash.
/// </summary>
internal sealed class PublishLargeBenchmark : Benchmark
{
    private const int Rounds = 3;

    public override string Name => "publish-large";

    public override string Description => "one file of 2 GiB to apache2, read back, beside rclone copy and check; under 150 MiB";

    protected override double Bar => 1.2;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        using Apache apache = Publisher.Start();
        string data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName, state = Path.Combine(folder.Path, "state");
        Peer.Run(Peer.Python, Peer.Script("large_make.py"), Path.Combine(data, "large.h5"));
        var sent = new List<(double Seconds, double CpuSeconds, double MemoryMiB)>();
        var proven = new List<(double Seconds, double CpuSeconds, double MemoryMiB)>();
        var copied = new List<(double Seconds, double CpuSeconds, double MemoryMiB)>();
        var compared = new List<(double Seconds, double CpuSeconds, double MemoryMiB)>();
        for (int round = 0; round < Rounds; round++)
        {
            Settle();
            proven.Add(Publisher.Ours(data, $"{apache.Url}/proven{round}", state, "Full"));
            Publisher.Check(data, Path.Combine(apache.Root, $"proven{round}"));
            Directory.Delete(Path.Combine(apache.Root, $"proven{round}"), recursive: true);
            Settle();
            sent.Add(Publisher.Ours(data, $"{apache.Url}/sent{round}", state));
            Publisher.Check(data, Path.Combine(apache.Root, $"sent{round}"));
            Directory.Delete(Path.Combine(apache.Root, $"sent{round}"), recursive: true);
            Settle();
            (double Seconds, double CpuSeconds, double MemoryMiB) copy = Publisher.Theirs(data, apache, $"theirs{round}");
            (double Seconds, double CpuSeconds, double MemoryMiB) check = Publisher.TheirCheck(data, apache, $"theirs{round}");
            copied.Add(copy);
            compared.Add((copy.Seconds + check.Seconds, copy.CpuSeconds + check.CpuSeconds, Math.Max(copy.MemoryMiB, check.MemoryMiB)));
            Directory.Delete(Path.Combine(apache.Root, $"theirs{round}"), recursive: true);
        }
        double mine = Median(proven.Select(run => run.Seconds)), other = Median(compared.Select(run => run.Seconds));
        double memory = proven.Concat(sent).Max(run => run.MemoryMiB);
        double plainly = Median(copied.Select(run => run.Seconds)) / Median(sent.Select(run => run.Seconds));
        Print($"read back, ours: {mine:0.00} s, CPU {Median(proven.Select(run => run.CpuSeconds)):0.0} s");
        Print($"{memory:0} MiB (bar {Publisher.LargestMemoryMiB:0})");
        Print($"{Publisher.Version}, copy and check --download: {other:0.00} s");
        Print($"CPU {Median(compared.Select(run => run.CpuSeconds)):0.0} s");
        Print($"{compared.Max(run => run.MemoryMiB):0} MiB");
        Print($"not read back, ours with SHA-256: {Median(sent.Select(run => run.Seconds)):0.00} s");
        Print($"rclone copy without: {Median(copied.Select(run => run.Seconds)):0.00} s, ratio {plainly:0.00}");
        Print($"median of {Rounds}");
        return memory < Publisher.LargestMemoryMiB
            ? other / mine
            : Math.Min(other / mine, Bar * Publisher.LargestMemoryMiB / memory * 0.999);
    }

    // What the last run left to be written would slow the next one down.
    private static void Settle() => Peer.Run("sync");
}
