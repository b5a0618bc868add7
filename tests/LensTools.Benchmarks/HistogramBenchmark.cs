using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Processing;

namespace LensTools.Benchmarks;

/// <summary>
/// A histogram of 100 million events from a file, beside numpy.histogram of the same numbers in memory: ours reads them too, and must count
/// the same.
/// </summary>
internal sealed class HistogramBenchmark : Benchmark
{
    private const long Events = 100_000_000;

    public override string Name => "histogram";

    public override string Description => "100 million events from a file in 1,000 bins on one core, beside numpy.histogram in memory";

    protected override double Bar => 3;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string file = Path.Combine(folder.Path, "events.nxs"), results = Path.Combine(folder.Path, "counts.txt");
        Peer.Run(Peer.Python, Peer.Script("histogram.py"), "write", file, $"{Events}");
        double theirs = Peer.Value(Peer.Run(Peer.Python, Peer.Script("histogram.py"), "count", file, results).Output, "seconds");
        Dataset dataset = FormatRegistry.Describe(file).Datasets[0];
        EventHistogram? found = null;
        double Measure(int threads) => Repeat(5, () =>
        {
            var watch = Stopwatch.StartNew();
            found = new EventHistogramming
            {
                Bins = new HistogramBins { Count = 1000, Range = (0, 100000) },
                ThrottleLimit = threads,
            }.Count(dataset, CancellationToken.None)[0];
            return watch.Elapsed.TotalSeconds;
        }).Min();
        double one = Measure(1), two = Measure(2);
        long memory = GC.GetTotalAllocatedBytes();
        _ = Measure(2);
        memory = (GC.GetTotalAllocatedBytes() - memory) / 5;
        if (!found!.Counts.SequenceEqual(File.ReadLines(results).Select(line => long.Parse(line, CultureInfo.InvariantCulture))))
            throw new InvalidOperationException("the counts differ from numpy's");
        Print($"{Events / 1e6:0} million events: one core {one:0.000} s, two {two:0.000} s, numpy.histogram {theirs:0.000} s");
        Print($"two cores: {Events / 1e6 / two:0} million/s, {4 * Events / 1e9 / two:0.0} GB/s; the memory gives {MemorySpeed():0.0} GB/s");
        Print($"{memory / 1048576.0:0} MiB allocated for {4 * Events / 1048576} MiB of events");
        return theirs / one;
    }

    // As fast as two cores can add up what is in memory.
    private static double MemorySpeed()
    {
        float[][] halves = [new float[Events / 2], new float[Events / 2]];
        double seconds = Repeat(3, () =>
        {
            var watch = Stopwatch.StartNew();
            Parallel.For(0, 2, half => Sum(halves[half]));
            return watch.Elapsed.TotalSeconds;
        }).Min();
        return 4 * Events / 1e9 / seconds;

        static float Sum(float[] values)
        {
            // Four sums at once, so that one need not wait for the other.
            Span<Vector<float>> sums = stackalloc Vector<float>[4];
            sums.Clear();
            ReadOnlySpan<Vector<float>> blocks = MemoryMarshal.Cast<float, Vector<float>>(values);
            for (int i = 0; i + 4 <= blocks.Length; i += 4)
                for (int k = 0; k < 4; k++) sums[k] += blocks[i + k];
            return Vector.Sum(sums[0] + sums[1] + sums[2] + sums[3]);
        }
    }
}
