namespace LensTools.Benchmarks;

/// <summary>How soon a listing of many files shows something, and whether its memory grows with them.</summary>
internal sealed class FirstObjectBenchmark : Benchmark
{
    private const double AllowedMilliseconds = 200;
    private const int Files = 10_000;

    public override string Name => "first-object";

    public override string Description => "Get-LensDataset on 10,000 small curves: first object, against 200 ms; flat memory";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        folder.AddCurves(Files, 60);
        // A fresh process each time: the first command of a session loads and compiles the engine too.
        string script =
            $$"""
            Import-Module '{{Peer.Manifest}}'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Get-LensDataset '{{folder.Path}}' -Recurse | Select-Object -First 1 |
                ForEach-Object { "first=$($watch.Elapsed.TotalMilliseconds)" }
            $watch.Restart()
            Get-LensDataset '{{folder.Path}}' -Recurse | Select-Object -First 1 |
                ForEach-Object { "again=$($watch.Elapsed.TotalMilliseconds)" }
            $watch.Restart()
            $early = 0; $count = 0; $late = 0
            Get-LensDataset '{{folder.Path}}' -Recurse | ForEach-Object {
                $count++
                if ($count -eq 2000) { [GC]::Collect(); $early = [GC]::GetTotalMemory($true) }
                if ($count -eq {{Files}}) { [GC]::Collect(); $late = [GC]::GetTotalMemory($true) }
            }
            "all=$($watch.Elapsed.TotalMilliseconds) count=$count early=$($early / 1MB) late=$($late / 1MB)"
            """;
        var outputs = Enumerable.Range(0, 5).Select(_ => Peer.RunScript(script)).ToList();
        double first = Median(outputs.Select(o => Peer.Value(o.Output, "first")));
        Print($"first object of a session: {first:0} ms");
        Print($"of a later command: {Median(outputs.Select(o => Peer.Value(o.Output, "again"))):0} ms (median of 5)");
        double all = Median(outputs.Select(o => Peer.Value(o.Output, "all")));
        Print($"all {Files} objects: {all:0} ms, {Files / all * 1000:0} files/s");
        Print($"CPU of the process {Median(outputs.Select(o => o.CpuSeconds)):0.0} s");
        double early = Median(outputs.Select(o => Peer.Value(o.Output, "early")));
        double late = Median(outputs.Select(o => Peer.Value(o.Output, "late")));
        Print($"managed memory after 2,000 objects {early:0.0} MiB, after {Files}: {late:0.0} MiB");
        Print($"largest resident {Median(outputs.Select(o => o.MemoryMiB)):0} MiB");
        return AllowedMilliseconds / first;
    }
}
