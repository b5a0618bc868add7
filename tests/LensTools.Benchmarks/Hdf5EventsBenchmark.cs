using System.Diagnostics;
using LensTools.Hdf5;

namespace LensTools.Benchmarks;

/// <summary>Two arrays of 40 million events, gzip 1 and shuffle in chunks of 2^18, beside h5py.</summary>
internal sealed class Hdf5EventsBenchmark : Benchmark
{
    private const double Millions = 40;

    public override string Name => "hdf5-events";

    public override string Description => "two arrays of 40 million events, gzip and shuffle, beside h5py";

    protected override double Bar => 1.6;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "events.nxs");
        Peer.Run(Peer.Python, Peer.Script("hdf5_make.py"), "events", path, $"{Millions:0}");
        string output = Peer.Run(Peer.Python, Peer.Script("hdf5_events.py"), path).Output;
        double theirs = Peer.Value(output, "seconds");
        if (Stream(path) != Peer.Value(output, "check")) throw new InvalidOperationException("the last events differ from h5py's");
        double streamed = Median(Repeat(5, () => Hdf5WalkBenchmark.Seconds(() => Stream(path))));
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        double whole = Median(Repeat(6, () => Hdf5WalkBenchmark.Seconds(() => Read(path)))[1..]);
        double cpu = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / 6;
        double one = Median(Repeat(6, () => Hdf5WalkBenchmark.Seconds(() => ReadOnOneThread(path)))[1..]);
        Print($"h5py {theirs:0.00} s");
        Print($"ours {whole:0.00} s ({cpu:0.00} s of CPU) with {Environment.ProcessorCount} threads, streamed {streamed:0.00} s");
        Print($"on one thread {one:0.00} s ({theirs / one:0.00}x, bar 1: {Verdict(one <= theirs)})");
        double arrays = 2 * Millions * 4e6 / 1048576;
        double wholePeak = PeakAlone("whole", path), streamedPeak = PeakAlone("streamed", path);
        Print($"largest resident memory of a process that reads them:");
        Print($"whole {wholePeak:0} MiB (bar {arrays + 64:0}: {Verdict(wholePeak <= arrays + 64)})");
        Print($"streamed {streamedPeak:0} MiB (bar 128: {Verdict(streamedPeak <= 128)})");
        // Every bar must be met for the one that is reported.
        return one <= theirs && wholePeak <= arrays + 64 && streamedPeak <= 128 ? theirs / whole : 0;
    }

    /// <summary>Reads the arrays and prints the process's largest resident memory in MiB.</summary>
    public static int ReadAlone(string way, string path)
    {
        _ = way == "whole" ? Read(path) : Stream(path);
        Print($"peak={Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:0.0}");
        return 0;
    }

    private static double PeakAlone(string way, string path) =>
        Peer.Value(Peer.Run(Environment.ProcessPath!, "hdf5-events", way, path).Output, "peak");

    private static string Verdict(bool isMet) => isMet ? "met" : "missed";

    private static uint Read(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        file.TryGetDataset("/entry/events/event_id", out Hdf5Dataset? ids);
        file.TryGetDataset("/entry/events/event_time_offset", out Hdf5Dataset? times);
        uint[] id = ids!.Read<uint>(), time = times!.Read<uint>();
        return id[^1] + time[^1];
    }

    private static uint ReadOnOneThread(string path)
    {
        using Hdf5File file = Hdf5File.Open(path, new Hdf5Options { DegreeOfParallelism = 1 });
        file.TryGetDataset("/entry/events/event_id", out Hdf5Dataset? ids);
        file.TryGetDataset("/entry/events/event_time_offset", out Hdf5Dataset? times);
        return ids!.Read<uint>()[^1] + times!.Read<uint>()[^1];
    }

    private static long Stream(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        long last = 0;
        foreach (string name in new[] { "event_id", "event_time_offset" })
        {
            file.TryGetDataset("/entry/events/" + name, out Hdf5Dataset? dataset);
            uint end = 0;
            foreach ((_, ReadOnlyMemory<uint> values) in dataset!.ReadInPieces<uint>()) end = values.Span[^1];
            last += end;
        }
        return last;
    }
}
