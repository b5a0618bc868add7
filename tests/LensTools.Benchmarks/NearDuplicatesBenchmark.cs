using System.Globalization;
using System.Text;

namespace LensTools.Benchmarks;

/// <summary>
/// Nearly equal curves among fifty thousand files, a thousand of which are planted: scaled copies and second measurements, against a
/// minute. Reading the files is a part of it.
/// </summary>
internal sealed class NearDuplicatesBenchmark : Benchmark
{
    private const int Curves = 50_000;
    private const int Planted = 500;
    private const int Points = 100;
    private const double AllowedSeconds = 60;

    public override string Name => "near-duplicates";

    public override string Description => "nearly equal curves among 50,000 files, against a minute";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        Write(folder.Path);
        string script =
            $$"""
            Import-Module '{{Peer.Manifest}}'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $copies = $again = $others = 0
            Test-LensDataset '{{folder.Path}}' -Recurse -Rule Collection.NearDuplicate | ForEach-Object {
                $name = $_.Name
                foreach ($finding in $_.Findings) {
                    # The planted ones are named after theirs.
                    $mine = $finding.Seen.Contains("{0}.dat" -f ($name -replace '^z[ab]'))
                    if ($name -like 'za*' -and $mine) { $copies++ } elseif ($name -like 'zb*' -and $mine) { $again++ } else { $others++ }
                }
            }
            "seconds=$($watch.Elapsed.TotalSeconds) copies=$copies again=$again others=$others"
            """;
        var runs = new List<(string Output, double Seconds, double CpuSeconds, double MemoryMiB)>();
        for (int i = 0; i < 3; i++) runs.Add(Peer.RunScript(script));
        string output = runs[^1].Output;
        double seconds = Median(runs.Select(run => Peer.Value(run.Output, "seconds")));
        if (Peer.Value(output, "copies") != Planted) throw new InvalidOperationException($"not all copies were found: {output}");
        Print($"{Curves + (2 * Planted)} curves of {Points} points in {seconds:0.0} s (median of 3)");
        Print($"CPU {Median(runs.Select(run => run.CpuSeconds)):0.0} s");
        Print($"largest resident {Median(runs.Select(run => run.MemoryMiB)):0} MiB");
        Print($"{Planted} of {Planted} scaled copies, {Peer.Value(output, "again")} of {Planted} second measurements");
        Print($"{Peer.Value(output, "others")} other pairs that are equal within noise");
        return AllowedSeconds / seconds;
    }

    // Two kinds of particles in a background: four parameters, so that hardly two curves are alike.
    private static void Write(string root) => Parallel.For(0, Curves, i =>
    {
        var random = new Random(i);
        double small = 10 + (40 * random.NextDouble()), large = 60 + (200 * random.NextDouble());
        double part = Math.Pow(10, -3 * random.NextDouble()), background = Math.Pow(10, -3 - random.NextDouble());
        double Model(double q) => Particle(q * large) + (part * Particle(q * small)) + background;
        string folder = Directory.CreateDirectory(Path.Combine(root, $"{i / 1000:000}")).FullName;
        Curve(Path.Combine(folder, $"{i:000000}.dat"), Model, new Random(i), 1);
        if (i >= Planted) return;
        string last = Directory.CreateDirectory(Path.Combine(root, "z")).FullName;
        Curve(Path.Combine(last, $"za{i:000000}.dat"), Model, new Random(i), 7);
        Curve(Path.Combine(last, $"zb{i:000000}.dat"), Model, new Random(i + Curves), 1);
    });

    // Guinier and Porod in one (Beaucage, J. Appl. Cryst. 28, 717, 1995), for a radius of gyration x / Q.
    private static double Particle(double x) =>
        Math.Exp(-x * x / 3) + (2 * Math.Pow(Math.Pow(Erf(x / Math.Sqrt(6)), 3) / Math.Max(x, 1e-9), 4));

    // Abramowitz and Stegun 7.1.26.
    private static double Erf(double x)
    {
        double t = 1 / (1 + (0.3275911 * x));
        double sum = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429))))))));
        return 1 - (sum * Math.Exp(-x * x));
    }

    private static void Curve(string path, Func<double, double> model, Random random, double scale)
    {
        const double Noise = 0.003;
        var text = new StringBuilder("# Q (1/A) I (1/cm) dI (1/cm)\n");
        for (int i = 0; i < Points; i++)
        {
            double q = 0.004 * Math.Pow(100, i / (Points - 1.0)), sigma = Noise * Math.Sqrt(model(0.004) * model(q));
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            text.Append(CultureInfo.InvariantCulture, $"{q:G7} {scale * (model(q) + (sigma * normal)):G7} {scale * sigma:G4}\n");
        }
        File.WriteAllText(path, text.ToString());
    }
}
