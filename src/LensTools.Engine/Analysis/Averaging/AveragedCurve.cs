using LensTools.Engine.Analysis.Histograms;

namespace LensTools.Engine.Analysis.Averaging;

/// <summary>Pixels averaged in bins of a quantity that each has.</summary>
/// <param name="X">The mean of the quantity over the pixels of each bin that has any.</param>
/// <param name="Values">The averages.</param>
/// <param name="Sigma">Their standard deviations; null if those of the pixels are not known.</param>
/// <param name="Pixels">How many pixels are in a bin.</param>
/// <param name="NotNumbers">How many pixels have no value, such as masked ones, and are left out.</param>
internal sealed record AveragedCurve(double[] X, double[] Values, double[]? Sigma, int[] Pixels, int NotNumbers)
{
    /// <summary>The mean over the pixels of each bin, each counting alike, with the deviation that theirs give it.</summary>
    /// <param name="edges">The bins.</param>
    /// <param name="pixels">The quantity, the value and the variance of each pixel.</param>
    /// <param name="hasVariance">Whether variances are known.</param>
    public static Outcome<AveragedCurve> Mean(
        BinEdges edges, IEnumerable<(double X, double Value, double Variance)> pixels, bool hasVariance)
    {
        var bins = new Sums(edges);
        foreach ((double x, double value, double variance) in pixels) bins.Add(x, value, variance, 1);
        return bins.Divided(hasVariance);
    }

    /// <summary>The counts of each bin over the solid angle of its pixels, with the deviation of counting; of no counts it is about one.
    /// </summary>
    /// <param name="edges">The bins.</param>
    /// <param name="pixels">The quantity, the counts and the solid angle of each pixel.</param>
    public static Outcome<AveragedCurve> Counted(BinEdges edges, IEnumerable<(double X, double Counts, double SolidAngle)> pixels)
    {
        var bins = new Sums(edges);
        foreach ((double x, double counts, double angle) in pixels) bins.Add(x, counts, counts, angle);
        return bins.Divided(hasVariance: true, leastVariance: 1);
    }

    private sealed class Sums(BinEdges edges)
    {
        private readonly BinLookup<double> _lookup = new(edges.Values);
        private readonly double[] _x = new double[edges.Count], _values = new double[edges.Count], _variances = new double[edges.Count],
            _weights = new double[edges.Count];
        private readonly int[] _pixels = new int[edges.Count];
        private int _notNumbers;

        public void Add(double x, double value, double variance, double weight)
        {
            int bin = _lookup.BinOf(x);
            if (!double.IsNaN(x) && (bin < 0 || bin == edges.Count)) return;
            if (double.IsNaN(x) || !double.IsFinite(value) || !double.IsFinite(variance))
            {
                _notNumbers++;
                return;
            }
            _x[bin] += x;
            _values[bin] += value;
            _variances[bin] += variance;
            _weights[bin] += weight;
            _pixels[bin]++;
        }

        public Outcome<AveragedCurve> Divided(bool hasVariance, double leastVariance = 0)
        {
            int[] full = [.. Enumerable.Range(0, edges.Count).Where(bin => _pixels[bin] > 0)];
            return full.Length == 0
                ? Outcome<AveragedCurve>.None("no pixel is in a bin")
                : new AveragedCurve(
                    [.. full.Select(bin => _x[bin] / _pixels[bin])],
                    [.. full.Select(bin => _values[bin] / _weights[bin])],
                    hasVariance ? [.. full.Select(bin => Math.Sqrt(Math.Max(leastVariance, _variances[bin])) / _weights[bin])] : null,
                    [.. full.Select(bin => _pixels[bin])],
                    _notNumbers);
        }
    }
}
