namespace LensTools.Engine.Analyses;

/// <summary>
/// A Guinier fit ln I = ln I(0) - q² Rg²/3, weighted by the uncertainties, over the interval that suits best (A. Guinier, Ann. Phys. 12,
/// 161 (1939); the intervals of AUTORG, Petoukhov et al., J. Appl. Cryst. 40, s223 (2007)).
/// </summary>
/// <param name="Rg">The radius of gyration in angstrom, if q is in 1/angstrom.</param>
/// <param name="RgSigma">Its standard deviation from those of the intensities.</param>
/// <param name="I0">The intensity at q = 0.</param>
/// <param name="I0Sigma">Its standard deviation, likewise.</param>
/// <param name="First">The first point of the interval.</param>
/// <param name="Last">The last point.</param>
/// <param name="RSquared">The coefficient of determination.</param>
/// <param name="ChiSquare">χ² per degree of freedom.</param>
internal sealed record GuinierFit(
    double Rg, double RgSigma, double I0, double I0Sigma, int First, int Last, double RSquared, double ChiSquare)
{
    /// <summary>The largest q Rg of an interval: beyond it a globular particle departs from the law.</summary>
    public const double LargestQRg = 1.3;

    private const int FewestPoints = 5, MostPoints = 400;

    // AUTORG takes 4 % where the file has no uncertainties.
    private const double AssumedDeviation = 0.04;

    /// <summary>The best interval of a curve; null if there is none.</summary>
    /// <param name="q">Increasing momentum transfers; those that are not positive are left out.</param>
    /// <param name="intensities">One for each.</param>
    /// <param name="sigmas">Their standard deviations; empty if there are none.</param>
    public static GuinierFit? Find(ReadOnlySpan<double> q, ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas)
    {
        var sums = new RunningSums(Math.Min(q.Length, MostPoints));
        double largest = 0;
        for (int i = 0; i < q.Length && sums.Count < MostPoints; i++)
        {
            double value = intensities[i], sigma = sigmas.IsEmpty ? AssumedDeviation * value : sigmas[i];
            if (!(q[i] > 0) || !double.IsFinite(value) || !(sigma > 0) || !double.IsFinite(sigma)) continue;
            // Where the noise is as large as the intensity, its logarithm is biased.
            if (value < sigma)
            {
                if (sums.Count > FewestPoints && value <= 0) break;
                continue;
            }
            largest = Math.Max(largest, value);
            // A particle has fallen to 0.57 at q Rg = 1.3; a hundredth is far beyond.
            if (value < largest / 100) break;
            sums.Add(i, q[i], Math.Log(value), value / sigma * (value / sigma));
        }
        (double Score, int First, int Count)? best = null;
        int starts = sums.Count / 2;
        for (int first = 0; first <= starts; first += Math.Max(1, starts / 40))
        {
            for (int count = FewestPoints; first + count <= sums.Count; count += Math.Max(1, count / 8))
            {
                Line line = sums.Fit(first, count);
                if (!(line.Slope < 0)) continue;
                double rg = Math.Sqrt(-3 * line.Slope);
                double low = sums.Q[first] * rg, high = sums.Q[first + count - 1] * rg;
                if (high > LargestQRg) break;
                double precision = line.SlopeSigma / (2 * -line.Slope);
                if (precision > 0.5 || low > 1) continue;
                double score = (2 * (high / LargestQRg)) + (2 * line.RSquared) + (1 - precision) + (1 - low)
                    + Math.Min(1, count / 20.0) - Math.Min(2, Math.Abs(line.Bend) / 3);
                if (best is null || score > best.Value.Score) best = (score, first, count);
            }
        }
        if (best is not { } chosen) return null;
        Line fit = sums.Fit(chosen.First, chosen.Count);
        double radius = Math.Sqrt(-3 * fit.Slope);
        return new GuinierFit(
            radius,
            radius * fit.SlopeSigma / (2 * -fit.Slope),
            Math.Exp(fit.Intercept),
            Math.Exp(fit.Intercept) * fit.InterceptSigma,
            sums.Points[chosen.First],
            sums.Points[chosen.First + chosen.Count - 1],
            fit.RSquared,
            fit.ChiSquare);
    }

    /// <summary>The intensity that the law has at a momentum transfer.</summary>
    public double At(double q) => I0 * Math.Exp(-q * q * Rg * Rg / 3);

    private readonly record struct Line(
        double Intercept, double InterceptSigma, double Slope, double SlopeSigma, double RSquared, double ChiSquare, double Bend);

    /// <summary>Sums over the points so far, so that a line through any interval takes the same time.</summary>
    private sealed class RunningSums(int capacity)
    {
        // Of w, wx, wy, wxx, wxy, wyy and their neighbours, with x = q².
        private readonly double[,] _sums = new double[capacity + 1, 6];

        public List<double> Q { get; } = new(capacity);

        public List<int> Points { get; } = new(capacity);

        public int Count => Q.Count;

        public void Add(int point, double q, double y, double w)
        {
            double x = q * q;
            ReadOnlySpan<double> terms = [w, w * x, w * y, w * x * x, w * x * y, w * y * y];
            for (int k = 0; k < terms.Length; k++) _sums[Count + 1, k] = _sums[Count, k] + terms[k];
            Q.Add(q);
            Points.Add(point);
        }

        public Line Fit(int first, int count)
        {
            double Sum(int k, int from, int number) => _sums[from + number, k] - _sums[from, k];
            (double intercept, double slope, double denominator) = Through(first, count);
            double weight = Sum(0, first, count), mean = Sum(2, first, count) / weight;
            double total = Math.Max(Sum(5, first, count) - (weight * mean * mean), double.Epsilon);
            double residual = Math.Max(0, Residual(first, count, intercept, slope));
            double sigma = Math.Sqrt(weight / denominator);
            // What the slopes of the two halves differ by, in standard deviations: a bend is aggregation, repulsion, or no particle.
            int half = count / 2;
            double bend = 0;
            if (half >= 3)
            {
                (_, double low, double lowDenominator) = Through(first, half);
                (_, double high, double highDenominator) = Through(first + half, count - half);
                double noise = Math.Sqrt((Sum(0, first, half) / lowDenominator)
                    + (Sum(0, first + half, count - half) / highDenominator));
                bend = (low - high) / noise / Math.Max(1, Math.Sqrt(residual / Math.Max(1, count - 2)));
            }
            return new Line(intercept, Math.Sqrt(Sum(3, first, count) / denominator), slope, sigma, 1 - (residual / total),
                residual / Math.Max(1, count - 2), bend);
        }

        private (double Intercept, double Slope, double Denominator) Through(int first, int count)
        {
            double w = _sums[first + count, 0] - _sums[first, 0], x = _sums[first + count, 1] - _sums[first, 1];
            double y = _sums[first + count, 2] - _sums[first, 2], xx = _sums[first + count, 3] - _sums[first, 3];
            double xy = _sums[first + count, 4] - _sums[first, 4];
            double denominator = (w * xx) - (x * x);
            double slope = ((w * xy) - (x * y)) / denominator;
            return ((y - (slope * x)) / w, slope, denominator);
        }

        private double Residual(int first, int count, double a, double b)
        {
            double Sum(int k) => _sums[first + count, k] - _sums[first, k];
            return Sum(5) - (2 * a * Sum(2)) - (2 * b * Sum(4)) + (a * a * Sum(0)) + (2 * a * b * Sum(1)) + (b * b * Sum(3));
        }
    }
}
