using System.Globalization;

namespace LensTools.Benchmarks;

/// <summary>Measures ours beside a peer, or against a bar, in one run.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>How large the ratio must be.</summary>
    protected abstract double Bar { get; }

    /// <summary>Prints the figures and, last, the verdict; 0 where the bar is met.</summary>
    public int RunAndReport()
    {
        double ratio = Run();
        bool met = ratio >= Bar;
        Print($"{Name}: ratio {ratio:0.00}, bar {Bar:0.##}, {(met ? "met" : "missed")}");
        return met ? 0 : 2;
    }

    /// <summary>Makes the input, measures, prints each figure, and gives the ratio.</summary>
    protected abstract double Run();

    protected static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    protected static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    protected static double[] Repeat(int times, Func<double> measure) => [.. Enumerable.Range(0, times).Select(_ => measure())];
}
