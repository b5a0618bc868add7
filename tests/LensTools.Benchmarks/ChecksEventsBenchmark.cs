using System.Diagnostics;
using LensTools.Engine;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Listing;
using LensTools.Hdf5;

namespace LensTools.Benchmarks;

/// <summary>Checking a file of 40 million events with the profile benchmark, beside reading its events.</summary>
internal sealed class ChecksEventsBenchmark : Benchmark
{
    private const double Millions = 40, LargestFactor = 1.5, MostMemory = 200;
    private const int Rounds = 5;

    public override string Name => "checks-events";

    public override string Description => "checking 40 million events beside reading them; bar 1.5 times as long, in 200 MiB";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "events.nxs");
        Peer.Run(Peer.Python, Peer.Script("hdf5_make.py"), "pulses", path, $"{Millions:0}");
        _ = Read(path);
        double read = Median(Repeat(Rounds, () => Read(path))), check = Median(Repeat(Rounds, () => Check(path)));
        double peak = Peer.Value(Peer.Run(Environment.ProcessPath!, Name, path).Output, "peak");
        Print($"read {read:0.00} s, checked {check:0.00} s, {check / read:0.00} times as long (bar {LargestFactor})");
        Print($"largest resident memory of a process that checks it {peak:0} MiB (bar {MostMemory:0})");
        return peak > MostMemory ? 0 : LargestFactor / (check / read);
    }

    /// <summary>Checks the file and prints the process's largest resident memory in MiB.</summary>
    public static int CheckAlone(string path)
    {
        _ = Check(path);
        Print($"peak={Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:0.0}");
        return 0;
    }

    private static double Read(string path)
    {
        var watch = Stopwatch.StartNew();
        using Hdf5File file = Hdf5File.Open(path);
        long last = 0;
        foreach (string name in new[] { "event_id", "event_time_offset" })
        {
            file.TryGetDataset("/entry/instrument/detector/" + name, out Hdf5Dataset? dataset);
            foreach ((_, ReadOnlyMemory<uint> values) in dataset!.ReadInPieces<uint>()) last = values.Span[^1];
        }
        return last < 0 ? throw new InvalidOperationException() : watch.Elapsed.TotalSeconds;
    }

    private static double Check(string path)
    {
        using var workspace = new Workspace();
        var watch = Stopwatch.StartNew();
        TestResult result = new Curator(workspace) { Profile = "benchmark" }
            .Curate(new DatasetListing(workspace), [path], new QuietPort(answer: true), CancellationToken.None)
            .SelectMany(file => file.Results)
            .Single();
        double seconds = watch.Elapsed.TotalSeconds;
        // What the file lacks is metadata; its events are clean.
        bool isClean = result.Failures.Count == 0
            && result.Findings.All(finding => !finding.Rule.StartsWith("Events.", StringComparison.Ordinal));
        return isClean ? seconds : throw new InvalidOperationException(string.Join("; ", result.Findings));
    }
}
