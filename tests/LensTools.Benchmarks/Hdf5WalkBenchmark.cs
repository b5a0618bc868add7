using System.Diagnostics;
using LensTools.Hdf5;

namespace LensTools.Benchmarks;

/// <summary>Walking and reading every small value of 1,000 ISIS-like files, beside h5py.</summary>
internal sealed class Hdf5WalkBenchmark : Benchmark
{
    private const int Files = 1_000;

    public override string Name => "hdf5-walk";

    public override string Description => "every object, attribute and scalar of 1,000 ISIS-like files, beside h5py";

    protected override double Bar => 40;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string[] files = MakeRuns(folder, Files);
        double theirs = Median(Repeat(
            3, () => Peer.Value(Peer.Run(Peer.Python, Peer.Script("hdf5_walk.py"), folder.Path).Output, "seconds")));

        long seen = files.Sum(Walk);
        double theirCount = Peer.Value(Peer.Run(Peer.Python, Peer.Script("hdf5_walk.py"), folder.Path).Output, "seen");
        if (seen != theirCount) throw new InvalidOperationException($"we saw {seen} things, h5py {theirCount}");
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        _ = files.Sum(Walk);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double one = Median(Repeat(7, () => Seconds(() => _ = files.Sum(Walk))));
        double two = Median(Repeat(
            7, () => Seconds(() => Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file => Walk(file)))));
        Print($"h5py {theirs:0.00} s; ours {one:0.000} s on one thread, {two:0.000} s on two ({theirs / two:0}x)");
        double managed = Seconds(() => _ = files.Sum(PureHdfPeer.Walk));
        Print($"PureHDF {managed:0.00} s, {managed / one:0}x ours");
        Print($"{allocated / (double)seen:0} bytes allocated an object or attribute; resident {Environment.WorkingSet / 1048576.0:0} MiB");
        return theirs / one;
    }

    internal static string[] MakeRuns(ScratchFolder folder, int count)
    {
        Print($"input: {count} files, {Peer.Run(Peer.Python, Peer.Script("hdf5_make.py"), "runs", folder.Path, $"{count}").Output.Trim()}");
        return [.. Directory.GetFiles(folder.Path, "*.nxs").Order()];
    }

    internal static double Seconds(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalSeconds;
    }

    private static long Walk(string path)
    {
        long seen = 0;
        using Hdf5File file = Hdf5File.Open(path);
        foreach (Hdf5Object item in file.Visit())
        {
            seen++;
            foreach (Hdf5Attribute attribute in item.Attributes)
            {
                ReadValue(attribute);
                seen++;
            }
            if (item is Hdf5Dataset dataset && dataset.Dataspace.ElementCount == 1) ReadValue(dataset);
        }
        return seen;
    }

    internal static void ReadValue(IHdf5Value value)
    {
        if (value.Datatype.IsString) _ = value.ReadStrings();
        else _ = value.Read<double>();
    }
}
