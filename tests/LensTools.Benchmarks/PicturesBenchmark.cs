using System.Diagnostics;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Benchmarks;

/// <summary>Curves to SVG, and a plot in the terminal from the prompt.</summary>
internal sealed class PicturesBenchmark : Benchmark
{
    private const int Curves = 1000, Points = 500;
    private const double SecondsForCurves = 5, SecondsForPlot = 0.15;

    public override string Name => "pictures";

    public override string Description => "1,000 SVG curves in 5 s, and a plot in the terminal in 150 ms from the prompt";

    protected override double Bar => 1;

    protected override double Run()
    {
        var random = new Random(1);
        double[] q = [.. Enumerable.Range(0, Points).Select(i => 0.005 * Math.Pow(100, i / (Points - 1.0)))];
        Plot[] plots = [.. Enumerable.Range(0, Curves).Select(k =>
        {
            double[] y = [.. q.Select(at => (30 * Math.Exp(-at * at * (20 + k) * 10 / 3)) + (0.02 * (1 + (0.1 * random.NextDouble()))))];
            return new Plot(
                $"Curve {k}",
                new PlotAxis("Q", "1/angstrom", PlotScale.Logarithmic),
                [new PlotPanel(
                    new PlotAxis("I", "1/cm", PlotScale.Logarithmic), [new PlotSeries("I", q, y, [.. y.Select(value => value * 0.05)])])]);
        })];
        long bytes = 0;
        var watch = Stopwatch.StartNew();
        foreach (Plot plot in plots)
        {
            using var stream = new MemoryStream();
            SvgRenderer.Write(stream, PlotLayout.Of(plot, PlotSize.Page), PlotAppearance.Auto);
            bytes += stream.Length;
        }
        double curves = watch.Elapsed.TotalSeconds;
        Print($"{Curves} SVG curves of {Points} points on one core: {curves:0.00} s; bar {SecondsForCurves} s");
        Print($"{bytes / Curves / 1024.0:0.0} kB each");

        string curve = Path.Combine(Peer.Root, "examples", "roundrobin", "ill", "300202_silica25_2mgml.dat");
        string script = $$"""
            Import-Module '{{Peer.Manifest}}'
            function Measure-Plot {
                (Measure-Command { Show-LensDataset '{{curve}}' -Graphics Braille -Width 80 -Height 22 }).TotalSeconds
            }
            {0}
            $first = Measure-Plot
            $later = (1..9 | ForEach-Object { Measure-Plot } | Sort-Object)[4]
            "first=$($first.ToString([cultureinfo]::InvariantCulture)) later=$($later.ToString([cultureinfo]::InvariantCulture))"
            """;
        // In a session that has looked at datasets, as sessions have; and as the first command of one, which loads the engine.
        string used = Peer.RunScript(script.Replace("{0}", $"$null = Get-LensDataset '{curve}'", StringComparison.Ordinal)).Output;
        string fresh = Peer.RunScript(script.Replace("{0}", "", StringComparison.Ordinal)).Output;
        (double first, double later) = (Peer.Value(used, "first"), Peer.Value(used, "later"));
        Print($"the first plot of a session: {first * 1000:0} ms, {later * 1000:0} ms later; bar {SecondsForPlot * 1000} ms");
        Print($"as the first command of a session: {Peer.Value(fresh, "first") * 1000:0} ms");
        return Math.Min(SecondsForCurves / curves, SecondsForPlot / first);
    }
}
