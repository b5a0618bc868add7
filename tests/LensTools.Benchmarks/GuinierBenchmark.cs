using System.Diagnostics;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Tests.Analysis;

namespace LensTools.Benchmarks;

/// <summary>Rg of simulated curves whose Rg is known, beside freesas and RAW on the same curves: how often, how well, how fast.</summary>
internal sealed class GuinierBenchmark : Benchmark
{
    private const int Trials = 2000, Hard = 1000;
    private const double RightWithin = 0.05;

    public override string Name => "guinier";

    public override string Description => "automatic Guinier fits a second and core, beside freesas.autoRg";

    protected override double Bar => 10;

    protected override double Run()
    {
        var random = new Random(17);
        SimulatedMeasurement[] clean = [.. Enumerable.Range(0, Trials).Select(i => Clean(random, i))];
        SimulatedMeasurement[] hard = [.. Enumerable.Range(0, Hard).Select(i => Difficult(random, i))];
        SimulatedMeasurement[] all = [.. clean, .. hard];
        using var folder = new ScratchFolder();
        string curves = Path.Combine(folder.Path, "curves.bin"), results = Path.Combine(folder.Path, "results.tsv");
        CurveFile.Write(curves, all.Select(one => (one.Q, one.I, one.Sigma)));
        string said = Peer.Run(Peer.Python, Peer.Script("guinier.py"), curves, results).Output;
        ILookup<string, string[]> peers = File.ReadLines(results).Select(line => line.Split('\t')).ToLookup(row => row[0]);

        GuinierFit?[] found = new GuinierFit?[all.Length];
        double Measure()
        {
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < all.Length; i++) found[i] = GuinierSearch.Find(all[i].Q, all[i].I, all[i].Sigma).Result;
            return watch.Elapsed.TotalSeconds;
        }
        double ours = Repeat(5, Measure).Min();
        Print($"clean globular curves ({Trials}), and difficult ones ({Hard}: aggregates, background, chains, hot first points, shadows)");
        Report("ours", all, [.. found.Select(fit => (fit?.Rg ?? double.NaN, fit?.RgSigma ?? double.NaN))], ours);
        foreach (IGrouping<string, string[]> peer in peers)
        {
            (double, double)[] values = [.. peer.Select(row => (CurveFile.Number(row[2]), CurveFile.Number(row[3])))];
            Report(peer.Key, all, values, Peer.Value(said, peer.Key));
        }
        return Peer.Value(said, "autoRg") / ours;
    }

    private static SimulatedMeasurement Clean(Random random, int i)
    {
        var particle = SimulatedParticle.Globular(random);
        double level = SimulatedMeasurement.Levels[i % SimulatedMeasurement.Levels.Length];
        return SimulatedMeasurement.Of(random, particle, SimulatedMeasurement.Grid(random, particle.Rg), level);
    }

    private static SimulatedMeasurement Difficult(Random random, int i)
    {
        var particle = i % 5 == 0 ? SimulatedParticle.Chain(15 * Math.Pow(4, random.NextDouble())) : SimulatedParticle.Globular(random);
        double level = SimulatedMeasurement.Levels[random.Next(3)];
        double[] q = SimulatedMeasurement.Grid(random, particle.Rg);
        double aggregates = i % 5 == 1 ? 0.02 + (0.1 * random.NextDouble()) : 0, background = i % 5 == 2 ? 0.005 : 0;
        var measurement = SimulatedMeasurement.Of(random, particle, q, level, background, aggregates);
        int few = 1 + random.Next(3);
        for (int k = 0; k < few; k++)
        {
            if (i % 5 == 3) measurement.I[k] *= 1.3 + random.NextDouble();
            else if (i % 5 == 4) measurement.I[k] *= 0.2 + (0.5 * random.NextDouble());
        }
        return measurement;
    }

    private static void Report(string name, SimulatedMeasurement[] all, (double Rg, double Sigma)[] values, double seconds)
    {
        Print($"{name,-13} {seconds / all.Length * 1e6,7:0} µs a curve");
        foreach ((string kind, Range range) in new[] { ("clean", ..Trials), ("difficult", Trials..) })
        {
            SimulatedMeasurement[] curves = all[range];
            double[] off = [.. curves.Zip(values[range], (curve, value) => (value.Rg / curve.Particle.Rg) - 1)];
            double[] known = [.. off.Where(double.IsFinite)];
            int covered = curves.Zip(values[range], (curve, value) => Math.Abs(value.Rg - curve.Particle.Rg) <= 2 * value.Sigma)
                .Count(isIn => isIn);
            double right = off.Count(value => Math.Abs(value) < RightWithin) / (double)off.Length;
            double bias = Median(known.Select(Math.Abs));
            double answered = known.Length / (double)off.Length, coverage = covered / (double)known.Length;
            Print($"  {kind,-10} answered {answered,7:P1}, within 5 % {right,7:P1}, median |bias| {bias:P2}, truth in 2σ {coverage:P1}");
        }
    }
}
