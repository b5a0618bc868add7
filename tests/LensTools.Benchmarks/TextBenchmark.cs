using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;

namespace LensTools.Benchmarks;

/// <summary>Curves of column text as instruments write them, beside numpy.loadtxt and pandas' C reader.</summary>
internal sealed class TextBenchmark : Benchmark
{
    private const int Rows = 400_000;
    private const double NumpyBar = 8, PandasBar = 3;

    public override string Name => "text";

    public override string Description => "three columns of text, beside numpy.loadtxt and pandas' C reader";

    protected override double Bar => NumpyBar;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "curve.dat");
        Make(path);
        string said = Peer.Run(Peer.Python, Peer.Script("text_read.py"), path).Output;
        double numpy = Peer.Value(said, "numpy");
        Dataset dataset = FormatRegistry.Describe(path).Datasets.Single();
        double ours = Median(Repeat(25, () => Hdf5WalkBenchmark.Seconds(() => Check(dataset.ReadSignals().Single(), said))));
        double mebibytes = new FileInfo(path).Length / 1048576.0;
        Print($"ours {ours:0.000} s ({mebibytes / ours:0} MiB/s, {ours * 1e9 / (3 * Rows):0} ns a number); numpy.loadtxt {numpy:0.000} s");
        if (!said.Contains("pandas=", StringComparison.Ordinal))
        {
            Print($"pandas is not installed");
            return numpy / ours;
        }
        double pandas = Peer.Value(said, "pandas");
        Print($"pandas' C reader {pandas:0.000} s ({pandas / ours:0.00}x");
        Print($"bar {PandasBar:0}: {(pandas / ours >= PandasBar ? "met" : "missed")})");
        // Both bars must be met for the one that is reported.
        return pandas / ours >= PandasBar ? numpy / ours : Math.Min(numpy / ours, NumpyBar * pandas / ours / PandasBar);
    }

    private static void Make(string path)
    {
        var random = new Random(20260214);
        var text = new StringBuilder("# Sample: made for the benchmark\n# Q (1/A)\tI (1/cm)\tdI (1/cm)\n");
        for (int i = 1; i <= Rows; i++)
        {
            double q = i * 1e-6, intensity = 10 * Math.Exp(-q * 30) + random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{q:0.000000E+00}\t{intensity:0.000000E+00}\t{intensity * 0.02:0.000000E+00}\n");
        }
        File.WriteAllText(path, text.ToString());
    }

    private static void Check(Signal curve, string said)
    {
        if (curve.Q.Length != Rows || Math.Abs(curve.I.Sum() - Peer.Value(said, "sum")) > 1e-6)
            throw new InvalidOperationException("numpy reads other numbers");
    }
}
