namespace LensTools.Benchmarks;

/// <summary>
/// Labelling 100,000 datasets in one pipeline, against a minute: "seconds, not minutes". A Python script that does the
/// same the plain way runs beside it.
/// </summary>
internal sealed class LabelsBenchmark : Benchmark
{
    private const int Files = 100_000;
    private const double AllowedSeconds = 60;

    public override string Name => "labels";

    public override string Description => "Get-LensDataset | Set-LensLabel on 100,000 datasets, against a minute";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        folder.AddCurves(Files, 20);
        string script =
            $$"""
            Import-Module '{{Peer.Manifest}}'
            Remove-Item '{{folder.Path}}/lens*', '{{folder.Path}}/.lens' -Recurse -Force -ErrorAction Ignore
            $null = New-LensCollection '{{folder.Path}}'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Get-LensDataset '{{folder.Path}}' -Recurse | Set-LensLabel -Name quality -Value good
            "first=$($watch.Elapsed.TotalSeconds)"
            $watch.Restart()
            Get-LensDataset '{{folder.Path}}' -Recurse | Set-LensLabel -Name quality -Value poor
            "again=$($watch.Elapsed.TotalSeconds) lines=$(([IO.File]::ReadAllLines('{{folder.Path}}/lens-labels.jsonl')).Count)"
            """;
        Peer.Run(Peer.Python, Peer.Script("labels.py"), folder.Path);
        var ours = new List<(string Output, double Seconds, double CpuSeconds, double MemoryMiB)>();
        var theirs = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            ours.Add(Peer.RunScript(script));
            theirs.Add(Peer.Value(Peer.Run(Peer.Python, Peer.Script("labels.py"), folder.Path).Output, "seconds"));
        }
        double lines = Peer.Value(ours[^1].Output, "lines");
        // Each of the two transactions is closed by a line.
        if (lines != (2 * Files) + 2) throw new InvalidOperationException($"{lines} lines in the ledger, expected {(2 * Files) + 2}");
        double first = Median(ours.Select(o => Peer.Value(o.Output, "first")));
        Print($"labelling {Files} datasets: {first:0.0} s");
        Print($"relabelling them: {Median(ours.Select(o => Peer.Value(o.Output, "again"))):0.0} s (median of 5)");
        Print($"CPU of both {Median(ours.Select(o => o.CpuSeconds)):0.0} s");
        Print($"largest resident {Median(ours.Select(o => o.MemoryMiB)):0} MiB");
        Print($"plain Python {Median(theirs):0.0} s");
        return AllowedSeconds / first;
    }
}
