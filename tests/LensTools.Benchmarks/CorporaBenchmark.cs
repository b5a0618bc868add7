namespace LensTools.Benchmarks;

/// <summary>Get-LensDataset over all the corpora in a real PowerShell, warm.</summary>
internal sealed class CorporaBenchmark : Benchmark
{
    public override string Name => "corpora";

    public override string Description => "Get-LensDataset over the corpora in pwsh, warm: files a second over 1,500";

    protected override double Bar => 1;

    protected override double Run()
    {
        const double FilesPerSecond = 1_500;
        string corpora = Path.GetFullPath(Path.Combine(Peer.Root, "..", "shared", "corpora"));
        string script = $$"""
            Import-Module '{{Peer.Manifest}}'
            $times = foreach ($i in 1..24) {
                $start = [Diagnostics.Stopwatch]::StartNew()
                $sets = @(Get-LensDataset '{{corpora}}' -Recurse -ErrorAction Ignore -WarningAction Ignore)
                $start.Elapsed.TotalSeconds
            }
            $warm = $times | Select-Object -Skip 15 | Sort-Object
            "sets=$($sets.Count) seconds=$($warm[4].ToString([cultureinfo]::InvariantCulture))"
            """;
        string said = Peer.RunScript(script).Output;
        int files = Directory.EnumerateFiles(corpora, "*", SearchOption.AllDirectories).Count();
        double seconds = Peer.Value(said, "seconds");
        Print($"{files} files with {Peer.Value(said, "sets")} datasets in {seconds:0.000} s: {files / seconds:0} files/s");
        return files / seconds / FilesPerSecond;
    }
}
