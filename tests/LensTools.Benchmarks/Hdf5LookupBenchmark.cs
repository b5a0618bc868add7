using LensTools.Hdf5;

namespace LensTools.Benchmarks;

/// <summary>Twelve named values out of each of 1,000 files, beside h5py's walk of them.</summary>
internal sealed class Hdf5LookupBenchmark : Benchmark
{
    private const int Files = 1_000;

    private static readonly string[] Paths =
    [
        "/raw_data_1/title", "/raw_data_1/name", "/raw_data_1/definition", "/raw_data_1/run_number", "/raw_data_1/experiment_identifier",
        "/raw_data_1/start_time",
        "/raw_data_1/end_time", "/raw_data_1/sample/name", "/raw_data_1/instrument/source/probe", "/raw_data_1/instrument/dae/vetos/veto_3",
        "/raw_data_1/monitor_2/monitor_number", "/raw_data_1/proton_charge",
    ];

    public override string Name => "hdf5-lookup";

    public override string Description => "12 named values of 1,000 ISIS-like files, beside h5py's walk";

    protected override double Bar => 100;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string[] files = Hdf5WalkBenchmark.MakeRuns(folder, Files);
        double theirs = Median(Repeat(
            3, () => Peer.Value(Peer.Run(Peer.Python, Peer.Script("hdf5_walk.py"), folder.Path).Output, "seconds")));
        foreach (string file in files) Lookup(file);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        foreach (string file in files) Lookup(file);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        double ours = Median(Repeat(9, () => Hdf5WalkBenchmark.Seconds(() =>
        {
            foreach (string file in files) Lookup(file);
        })));
        Print($"h5py's walk {theirs:0.00} s");
        Print($"our look-ups {ours:0.000} s, {allocated / (double)(Files * Paths.Length):0} bytes allocated a value");
        double managed = Hdf5WalkBenchmark.Seconds(() =>
        {
            foreach (string file in files) PureHdfPeer.Lookup(file, Paths);
        });
        Print($"PureHDF's look-ups {managed:0.00} s, {managed / ours:0}x ours");
        return theirs / ours;
    }

    private static void Lookup(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        foreach (string name in Paths)
        {
            if (!file.TryGetDataset(name, out Hdf5Dataset? dataset)) throw new InvalidOperationException($"{path} has no {name}");
            Hdf5WalkBenchmark.ReadValue(dataset);
        }
    }
}
