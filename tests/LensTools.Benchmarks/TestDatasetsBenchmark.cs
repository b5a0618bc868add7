namespace LensTools.Benchmarks;

/// <summary>
/// Checking 5,000 reduced curves, beside another build of the module, whose manifest <c>LENSTOOLS_BEFORE</c> names.
/// </summary>
internal sealed class TestDatasetsBenchmark : Benchmark
{
    private const int Files = 5_000, Points = 200, Rounds = 5;

    public override string Name => "test";

    public override string Description => "Test-LensDataset on 5,000 reduced curves, beside the module of LENSTOOLS_BEFORE";

    protected override double Bar => 1.7;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        folder.AddCurves(Files, Points);
        string before = Environment.GetEnvironmentVariable("LENSTOOLS_BEFORE")
            ?? throw new InvalidOperationException("LENSTOOLS_BEFORE is to name the manifest of the build to compare with");
        (List<double> peer, List<double> ours) = ([], []);
        for (int i = 0; i < Rounds; i++)
        {
            peer.Add(Test(before));
            ours.Add(Test(Peer.Manifest));
        }
        Print($"before {Median(peer):0.00} s, ours on {Environment.ProcessorCount} processors {Median(ours):0.00} s");
        Print($"{Files / Median(ours):0} curves of {Points} points a second (median of {Rounds})");
        return Median(peer) / Median(ours);

        // In a warm session: what the first command costs, the benchmark first-object tells. The files come from Get-ChildItem, as
        // both commands bind them.
        double Test(string manifest) => Peer.Value(
            Peer.RunScript(
                $$"""
                Import-Module '{{manifest}}'
                $files = Get-ChildItem '{{folder.Path}}' -Recurse -File
                $null = $files[0..99] | Test-LensDataset
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $count = ($files | Test-LensDataset | Where-Object Verdict -ne Rejected).Count
                "seconds=$($watch.Elapsed.TotalSeconds) count=$count"
                """).Output is var said && Peer.Value(said, "count") == Files ? said : throw new InvalidOperationException(said),
            "seconds");
    }
}
