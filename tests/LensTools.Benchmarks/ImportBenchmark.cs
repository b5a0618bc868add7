namespace LensTools.Benchmarks;

/// <summary>What importing the module adds to the start of pwsh.</summary>
internal sealed class ImportBenchmark : Benchmark
{
    private const double AllowedMilliseconds = 300;

    public override string Name => "import";

    public override string Description => "Import-Module beyond the start of pwsh, against 300 ms";

    protected override double Bar => 1;

    protected override double Run()
    {
        string import = $"Import-Module '{Peer.Manifest}'";
        Peer.RunScript(import);
        var bare = new List<double>();
        var imported = new List<double>();
        var cpu = new List<double>();
        for (int i = 0; i < 9; i++)
        {
            bare.Add(Peer.RunScript("exit").Seconds * 1000);
            (_, double seconds, double cpuSeconds, double memory) = Peer.RunScript(import);
            imported.Add(seconds * 1000);
            cpu.Add(cpuSeconds);
            if (i == 8) Print($"memory with the module: {memory:0} MiB");
        }
        double added = Median(imported) - Median(bare);
        Print($"pwsh alone: {Median(bare):0} ms");
        Print($"with the module: {Median(imported):0} ms, CPU {Median(cpu):0.00} s");
        Print($"added: {added:0} ms (median of 9)");
        return AllowedMilliseconds / Math.Max(added, 1);
    }
}
