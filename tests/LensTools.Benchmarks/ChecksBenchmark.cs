using System.Diagnostics;
using LensTools.Engine;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Listing;

namespace LensTools.Benchmarks;

/// <summary>Checking 5,000 reduced curves with the profile benchmark, reading included.</summary>
internal sealed class ChecksBenchmark : Benchmark
{
    private const int Files = 5_000, Points = 200, Rounds = 5;
    private const double SetsASecond = 1_000;

    public override string Name => "checks";

    public override string Description => "checking 5,000 curves with the profile benchmark, reading included; bar 1,000 a second";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        folder.AddCurves(Files, Points);
        double seconds = Median(Repeat(Rounds, () => Check(folder.Path)));
        Print($"{Files / seconds:0} sets a second on {Environment.ProcessorCount} processors (median of {Rounds}), {seconds:0.00} s");
        return Files / seconds / SetsASecond;
    }

    private static double Check(string folder)
    {
        using var workspace = new Workspace();
        var watch = Stopwatch.StartNew();
        int count = new Curator(workspace) { Profile = "benchmark" }
            .Curate(new DatasetListing(workspace) { Recurse = true }, [folder], new QuietPort(answer: true), CancellationToken.None)
            .SelectMany(file => file.Results)
            .Count(result => result.Verdict != Verdict.NotChecked);
        if (count != Files) throw new InvalidOperationException($"{count} of {Files} were checked");
        return watch.Elapsed.TotalSeconds;
    }
}
