using System.Diagnostics;
using LensTools.Hdf5.Tests;

namespace LensTools.Benchmarks;

/// <summary>The long run of the fuzz test: a million damaged files of every structure.</summary>
internal sealed class Hdf5FuzzBenchmark : Benchmark
{
    private const int Cases = 1_000_000;
    private const int PerRound = 20_000;

    public override string Name => "hdf5-fuzz";

    public override string Description => "1,000,000 damaged files: no escape, none over 2 s, under 256 MiB";

    // All of the cases end as they should, or the ratio falls below one.
    protected override double Bar => 1;

    protected override double Run()
    {
        List<(string, byte[])> seeds = Seeds();
        Print($"{seeds.Count} seed files");
        var gate = new object();
        int escapes = 0, opened = 0;
        TimeSpan slowest = default;
        string slowestCase = "";
        long largest = 0;
        var watch = Stopwatch.StartNew();
        Parallel.For(0, Cases / PerRound, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, round =>
        {
            FuzzResult result = Fuzzing.Run(seeds, PerRound, round * PerRound);
            lock (gate)
            {
                foreach (string escape in result.Escapes.Take(3)) Console.WriteLine(escape);
                escapes += result.Escapes.Count;
                opened += result.Opened;
                if (result.Slowest > slowest) (slowest, slowestCase) = (result.Slowest, result.SlowestCase);
                largest = Math.Max(largest, Environment.WorkingSet);
            }
        });
        Print($"{Cases} cases in {watch.Elapsed.TotalMinutes:0.0} min: {escapes} escapes");
        Print($"{opened} opened");
        Print($"slowest {slowest.TotalMilliseconds:0} ms ({slowestCase})");
        Print($"largest resident {largest / 1048576} MiB");
        return escapes == 0 && slowest < TimeSpan.FromSeconds(2) && largest < 256L << 20 ? 1 : 0;
    }

    private static List<(string, byte[])> Seeds()
    {
        using var folder = new ScratchFolder();
        Peer.Run(Peer.Python, Peer.Script("matrix.py"), folder.Path, "small");
        Peer.Run(Peer.Python, Peer.Script("rare.py"), folder.Path, "small");
        return Fuzzing.Seeds(folder.Path, Path.Combine(Peer.Root, "..", "shared", "corpora"));
    }
}
