using LensTools.Engine.Collections;
using LensTools.Engine.Labels;

namespace LensTools.Benchmarks;

/// <summary>
/// The labels of one dataset from a ledger of a million entries: by a PowerShell that finds no cache, against two seconds, and by the next,
/// against 50 milliseconds.
/// </summary>
internal sealed class LabelFoldBenchmark : Benchmark
{
    private const int Datasets = 100_000;
    private const int Rounds = 10;
    private const double AllowedCold = 2;
    private const double AllowedWarm = 0.05;

    public override string Name => "label-fold";

    public override string Description => "one dataset's labels among a million entries: cold in 2 s, warm in 50 ms";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        folder.AddCurves(1, 20);
        string file = Path.Combine(folder.Path, "000", "000000.dat");
        Collection.Create(folder.Path, "fold", null, null);
        WriteLedger(folder.Path, file);
        // The first command of a session is measured apart: it loads and compiles.
        string script =
            $$"""
            Import-Module '{{Peer.Manifest}}'
            $null = Get-LensDataset '{{file}}'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $labels = Get-LensLabel '{{file}}'
            "fold=$($watch.Elapsed.TotalSeconds) labels=$(@($labels).Count)"
            """;
        var cold = new List<(string Output, double Seconds, double CpuSeconds, double MemoryMiB)>();
        var warm = new List<(string Output, double Seconds, double CpuSeconds, double MemoryMiB)>();
        for (int i = 0; i < 5; i++)
        {
            Directory.Delete(Path.Combine(folder.Path, ".lens"), recursive: true);
            cold.Add(Peer.RunScript(script));
            warm.Add(Peer.RunScript(script));
        }
        if (cold.Concat(warm).Any(run => Peer.Value(run.Output, "labels") != 1))
            throw new InvalidOperationException("the label was not found");
        double coldSeconds = Median(cold.Select(run => Peer.Value(run.Output, "fold")));
        double warmSeconds = Median(warm.Select(run => Peer.Value(run.Output, "fold")));
        Print($"ledger of {new FileInfo(Path.Combine(folder.Path, "lens-labels.jsonl")).Length / 1048576.0:0} MiB");
        Print($"cold {coldSeconds:0.00} s, {Median(cold.Select(run => run.MemoryMiB)):0} MiB; allowed {AllowedCold} s");
        Print($"warm {warmSeconds * 1000:0} ms, {Median(warm.Select(run => run.MemoryMiB)):0} MiB; allowed {AllowedWarm * 1000:0} ms");
        return Math.Min(AllowedCold / coldSeconds, AllowedWarm / warmSeconds);
    }

    // Ten bulk commands on a hundred thousand datasets, of which one is there.
    private static void WriteLedger(string root, string file)
    {
        using var workspace = new LensTools.Engine.Workspace();
        string known = workspace.Identities.Of(file, null, CancellationToken.None);
        for (int round = 0; round < Rounds; round++)
        {
            var transaction = new LabelTransaction(workspace) { Author = "A. Steward <steward@example.org>", Reason = $"round {round}" };
            for (int i = 0; i < Datasets; i++)
            {
                string path = Path.Combine(root, $"{i / 1000:000}", $"{i:000000}.dat");
                transaction.Set(i == 0 ? known : $"sha256:{i:x64}", path, "quality", round % 2 == 0 ? "good" : "poor");
            }
            transaction.Commit(new QuietPort(true), CancellationToken.None);
        }
    }
}
