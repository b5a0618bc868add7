using LensTools.Testing;

namespace LensTools.Benchmarks;

/// <summary>One file of 2 GiB to apache2 on loopback, beside rclone, which computes no hash.</summary>
internal sealed class PublishLargeBenchmark : Benchmark
{
    public override string Name => "publish-large";

    public override string Description => "one file of 2 GiB to apache2, beside rclone; under 150 MiB";

    protected override double Bar => 1.2;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        using Apache apache = Publisher.Start();
        string data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName, state = Path.Combine(folder.Path, "state");
        Peer.Run(Peer.Python, Peer.Script("large_make.py"), Path.Combine(data, "large.h5"));
        int round = 0;
        var ours = new List<(double Seconds, double CpuSeconds, double MemoryMiB)>();
        var theirs = new List<(double Seconds, double CpuSeconds, double MemoryMiB)>();
        for (int i = 0; i < 3; i++)
        {
            Settle();
            ours.Add(Publisher.Ours(data, $"{apache.Url}/ours{++round}", state));
            Publisher.Check(data, Path.Combine(apache.Root, $"ours{round}"));
            Directory.Delete(Path.Combine(apache.Root, $"ours{round}"), recursive: true);
            Settle();
            theirs.Add(Publisher.Theirs(data, apache, $"theirs{round}"));
            Directory.Delete(Path.Combine(apache.Root, $"theirs{round}"), recursive: true);
        }
        double mine = Median(ours.Select(run => run.Seconds)),
            other = Median(theirs.Select(run => run.Seconds)),
            memory = ours.Max(run => run.MemoryMiB);
        Print($"ours with SHA-256: {mine:0.00} s, CPU {Median(ours.Select(run => run.CpuSeconds)):0.0} s");
        Print($"{memory:0} MiB (bar {Publisher.LargestMemoryMiB:0})");
        Print($"median of 3");
        Print($"{Publisher.Version}: {other:0.00} s");
        Print($"CPU {Median(theirs.Select(run => run.CpuSeconds)):0.0} s");
        Print($"{theirs.Max(run => run.MemoryMiB):0} MiB");
        return memory < Publisher.LargestMemoryMiB
            ? other / mine
            : Math.Min(other / mine, Bar * Publisher.LargestMemoryMiB / memory * 0.999);
    }

    // What the last run left to be written would slow the next one down.
    private static void Settle() => Peer.Run("sync");
}
