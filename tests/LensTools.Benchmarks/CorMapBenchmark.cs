using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Tests.Analysis;

namespace LensTools.Benchmarks;

/// <summary>CorMap of 10,000 random pairs, which must have the same runs and probabilities as freesas gives them.</summary>
internal sealed class CorMapBenchmark : Benchmark
{
    private const int Pairs = 10_000;

    public override string Name => "cormap";

    public override string Description => "CorMap of 10,000 pairs of curves, beside freesas.cormap";

    protected override double Bar => 20;

    protected override double Run()
    {
        var random = new Random(29);
        double[][] curves = [.. Enumerable.Range(0, 2 * Pairs).Select(i =>
        {
            // The two of a pair have as many points, and some are alike.
            int count = 100 + (int)((uint)((i / 2) * 2654435761L) % 900);
            double drift = i % 2 == 1 && random.Next(4) == 0 ? 0.3 : 0;
            return Enumerable.Range(0, count).Select(_ => SimulatedMeasurement.Normal(random) + drift).ToArray();
        })];
        using var folder = new ScratchFolder();
        string file = Path.Combine(folder.Path, "curves.bin"), results = Path.Combine(folder.Path, "results.tsv");
        CurveFile.Write(file, curves.Select(i => (i, i, i)));
        double theirs = Peer.Value(Peer.Run(Peer.Python, Peer.Script("cormap.py"), file, results).Output, "seconds");
        double[] space = new double[1000];
        var found = new (int Count, int Run, double Probability)[Pairs];
        double Measure()
        {
            var watch = Stopwatch.StartNew();
            for (int pair = 0; pair < Pairs; pair++)
            {
                ReadOnlySpan<double> one = curves[2 * pair], other = curves[(2 * pair) + 1];
                Span<double> differences = space.AsSpan(0, one.Length);
                int i = 0;
                for (; i + Vector<double>.Count <= one.Length; i += Vector<double>.Count)
                    (new Vector<double>(other[i..]) - new Vector<double>(one[i..])).CopyTo(differences[i..]);
                for (; i < one.Length; i++) differences[i] = other[i] - one[i];
                int run = LongestRun.Of(differences);
                found[pair] = (one.Length, run, RunLength.ProbabilityOfAtLeast(one.Length, run));
            }
            return watch.Elapsed.TotalSeconds;
        }
        // Often, for the compiler optimises what has run for a while.
        double ours = Repeat(40, Measure).Min();
        int equal = 0;
        foreach ((string line, (int count, int run, double probability)) in File.ReadLines(results).Zip(found))
        {
            string[] row = line.Split('\t');
            if (int.Parse(row[0], CultureInfo.InvariantCulture) == count && int.Parse(row[1], CultureInfo.InvariantCulture) == run
                && Math.Abs(CurveFile.Number(row[2]) - probability) < 1e-9)
                equal++;
        }
        Print($"{Pairs} pairs: {1000 * ours:0.0} ms, freesas {1000 * theirs:0.0} ms; {equal} have the same run and probability");
        if (equal != Pairs) throw new InvalidOperationException($"{Pairs - equal} pairs differ from freesas");
        return theirs / ours;
    }
}
