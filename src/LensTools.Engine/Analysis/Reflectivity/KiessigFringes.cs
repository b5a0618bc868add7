namespace LensTools.Engine.Analysis.Reflectivity;

/// <summary>The period of the interference fringes of a layer (H. Kiessig, Ann. Phys. 10, 769 (1931)).</summary>
internal static class KiessigFringes
{
    private const int FewestPoints = 24, Oversampling = 4;

    // Nearer to the edge R itself falls too steeply.
    private const double FromEdge = 1.3;

    // How much of the variance about the smooth fall the fringes must explain.
    private const double LeastPart = 0.35;

    /// <summary>The period in √(q² - qc²), which is the momentum transfer within the layer; null if there are no fringes.</summary>
    /// <param name="q">Increasing momentum transfers.</param>
    /// <param name="reflectivities">One for each.</param>
    /// <param name="sigmas">Their standard deviations; empty if there are none.</param>
    /// <param name="critical">The critical momentum transfer, qc.</param>
    public static double? PeriodOf(double[] q, double[] reflectivities, double[] sigmas, double critical)
    {
        int[] points = [.. Enumerable.Range(0, q.Length)
            .Where(i => q[i] > FromEdge * critical && reflectivities[i] > 0 && (sigmas.Length == 0 || reflectivities[i] > 2 * sigmas[i]))];
        if (points.Length < FewestPoints) return null;
        double[] x = [.. points.Select(i => Math.Sqrt((q[i] * q[i]) - (critical * critical)))];
        // Of R q⁴, which a sharp surface makes even, its logarithm without a parabola.
        double[] y = Detrended(x, [.. points.Select(i => Math.Log(reflectivities[i] * Math.Pow(q[i], 4)))]);
        double range = x[^1] - x[0], all = y.Sum(value => value * value), best = 0, period = 0;
        // Three fringes at least, and four points in each.
        double least = 3 / range, most = points.Length / 4.0 / range;
        for (double frequency = least; frequency <= most; frequency += 1 / (Oversampling * range))
        {
            double part = PartOf(x, y, 2 * Math.PI * frequency) / all;
            if (part > best) (best, period) = (part, 1 / frequency);
        }
        return best >= LeastPart ? period : null;
    }

    // What a sine and a cosine of a frequency explain of the square sum (N. R. Lomb, Astrophys. Space Sci. 39, 447 (1976)).
    private static double PartOf(double[] x, double[] y, double omega)
    {
        double cc = 0, ss = 0, cs = 0, yc = 0, ys = 0;
        for (int i = 0; i < x.Length; i++)
        {
            (double sine, double cosine) = Math.SinCos(omega * x[i]);
            (cc, ss, cs) = (cc + (cosine * cosine), ss + (sine * sine), cs + (cosine * sine));
            (yc, ys) = (yc + (y[i] * cosine), ys + (y[i] * sine));
        }
        double determinant = (cc * ss) - (cs * cs);
        return ((yc * yc * ss) - (2 * yc * ys * cs) + (ys * ys * cc)) / determinant;
    }

    private static double[] Detrended(double[] x, double[] y)
    {
        double[] trend = MathNet.Numerics.Fit.Polynomial(x, y, 2);
        return [.. x.Select((at, i) => y[i] - trend[0] - (trend[1] * at) - (trend[2] * at * at))];
    }
}
