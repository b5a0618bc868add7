using System.Diagnostics;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.PairDistributions;
using LensTools.Engine.Tests.Analysis;

namespace LensTools.Benchmarks;

/// <summary>p(r) of simulated bodies, the Guinier fit included, beside freesas.bift on the same curves.</summary>
internal sealed class PairDistributionBenchmark : Benchmark
{
    private const int Curves = 60, OfPeer = 12;

    public override string Name => "pair-distribution";

    public override string Description => "p(r) with Dmax a second and core, beside freesas.bift";

    protected override double Bar => 5;

    protected override double Run()
    {
        var random = new Random(23);
        SimulatedMeasurement[] all = [.. Enumerable.Range(0, Curves).Select(_ =>
        {
            var particle = SimulatedParticle.Globular(random);
            double[] q = [.. Enumerable.Range(0, 400).Select(i => (0.15 + (i * 8.0 / 399)) / particle.Rg)];
            return SimulatedMeasurement.Of(random, particle, q, 0.01);
        })];
        PairDistribution?[] found = new PairDistribution?[Curves];
        double Measure()
        {
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < Curves; i++)
            {
                GuinierFit? guinier = GuinierSearch.Find(all[i].Q, all[i].I, all[i].Sigma).Result;
                found[i] = PairDistributionSearch.Find(all[i].Q, all[i].I, all[i].Sigma, guinier).Result;
            }
            return watch.Elapsed.TotalSeconds / Curves;
        }
        double ours = Repeat(3, Measure).Min();
        using var folder = new ScratchFolder();
        string curves = Path.Combine(folder.Path, "curves.bin"), results = Path.Combine(folder.Path, "results.tsv");
        // The peer takes seconds a curve.
        CurveFile.Write(curves, all.Take(OfPeer).Select(one => (one.Q, one.I, one.Sigma)));
        double theirs = Peer.Value(Peer.Run(Peer.Python, Peer.Script("pair_distribution.py"), curves, results).Output, "seconds") / OfPeer;
        string[][] rows = [.. File.ReadLines(results).Select(line => line.Split('\t'))];
        Report("ours", all, [.. found.Select(p => (p?.Rg ?? double.NaN, p?.Dmax ?? double.NaN))], ours);
        Report("ours, as bift", all[..OfPeer], [.. found.Take(OfPeer).Select(p => (p?.Rg ?? double.NaN, p?.Dmax ?? double.NaN))], ours);
        Report("freesas.bift", all[..OfPeer], [.. rows.Select(row => (CurveFile.Number(row[0]), CurveFile.Number(row[1])))], theirs);
        return theirs / ours;
    }

    private static void Report(string name, SimulatedMeasurement[] all, (double Rg, double Dmax)[] values, double seconds)
    {
        double[] rg = [.. all.Zip(values, (one, value) => Math.Abs((value.Rg / one.Particle.Rg) - 1)).Where(double.IsFinite)];
        double[] dmax = [.. all.Zip(values, (one, value) => (value.Dmax / one.Particle.Dmax) - 1).Where(double.IsFinite)];
        double size = Median(dmax.Select(Math.Abs));
        Print($"{name,-13} {1000 * seconds,8:0.0} ms a curve, {rg.Length} of {all.Length} answered");
        Print($"  median |bias| of Rg {Median(rg):P2}; median bias of Dmax {Median(dmax):P1}, median |bias| {size:P1}");
    }
}
