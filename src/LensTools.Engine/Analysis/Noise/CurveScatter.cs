namespace LensTools.Engine.Analysis.Noise;

/// <summary>How the points of a curve scatter about their neighbours, beside what their uncertainties say.</summary>
/// <remarks>
/// Each point is compared with the cubic through the two points on each side, in ln I where all five are well above zero. For independent
/// noise of the stated size the median of the squared ratio is 0.455, that of χ² with one degree of freedom.
/// </remarks>
internal sealed class CurveScatter
{
    private const double MedianOfChiSquare = 0.4549;
    private const double MedianOfNormal = 0.6745;
    private const int FewestPoints = 12, Neighbourhood = 12;

    private CurveScatter(double factor, IReadOnlyList<int> outliers) => (Factor, Outliers) = (factor, outliers);

    /// <summary>How many times larger the scatter is than the uncertainties.</summary>
    public double Factor { get; }

    /// <summary>Single points that are far from all their neighbours.</summary>
    public IReadOnlyList<int> Outliers { get; }

    /// <summary>The scatter of a curve; null if it has too few points or no uncertainties.</summary>
    /// <param name="q">Increasing momentum transfers.</param>
    /// <param name="intensities">One for each.</param>
    /// <param name="sigmas">Their standard deviations.</param>
    /// <param name="outlierSigmas">How many times the usual scatter a point must be away to be an outlier.</param>
    public static CurveScatter? Of(
        ReadOnlySpan<double> q, ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas, double outlierSigmas)
    {
        int count = q.Length;
        if (count < FewestPoints || sigmas.Length != count) return null;
        double[] ratios = new double[count], known = new double[count];
        int found = 0;
        Array.Fill(ratios, double.NaN);
        Span<double> weights = stackalloc double[4];
        for (int i = 2; i < count - 2; i++)
        {
            if (!(q[i - 2] > 0 && q[i] > q[i - 1] && q[i - 1] > q[i - 2] && q[i + 1] > q[i] && q[i + 2] > q[i + 1])) continue;
            ReadOnlySpan<int> beside = [i - 2, i - 1, i + 1, i + 2];
            bool isLog = intensities[i] > 3 * sigmas[i];
            bool isValid = sigmas[i] > 0 && double.IsFinite(sigmas[i]);
            foreach (int j in beside)
            {
                isLog &= intensities[j] > 3 * sigmas[j];
                isValid &= sigmas[j] > 0 && double.IsFinite(sigmas[j]);
            }
            if (!isValid) continue;
            Lagrange(q, beside, q[i], weights);
            double value = isLog ? Math.Log(intensities[i]) : intensities[i];
            double sigma = isLog ? sigmas[i] / intensities[i] : sigmas[i];
            double expected = 0, variance = sigma * sigma;
            for (int k = 0; k < beside.Length; k++)
            {
                double neighbour = intensities[beside[k]], noise = sigmas[beside[k]];
                expected += weights[k] * (isLog ? Math.Log(neighbour) : neighbour);
                noise *= weights[k] / (isLog ? neighbour : 1);
                variance += noise * noise;
            }
            double ratio = (value - expected) / Math.Sqrt(variance);
            if (!double.IsFinite(ratio)) continue;
            ratios[i] = ratio;
            known[found++] = ratio * ratio;
        }
        if (found < FewestPoints - 4) return null;
        Array.Sort(known, 0, found);
        double factor = Math.Sqrt(known[found / 2] / MedianOfChiSquare);
        return new CurveScatter(factor, OutliersOf(ratios, outlierSigmas));
    }

    // Its neighbours seem to be away too, as it is one of theirs; the farthest of them is the one.
    private static List<int> OutliersOf(double[] ratios, double limit)
    {
        var outliers = new List<int>();
        for (int i = 2; i < ratios.Length - 2; i++)
        {
            double size = Math.Abs(ratios[i]);
            if (!(size > limit) || !(size > limit * ScaleAbout(ratios, i))) continue;
            bool isFarthest = true, isOpposed = true;
            for (int j = i - 2; j <= i + 2; j++)
            {
                if (j == i || !double.IsFinite(ratios[j])) continue;
                isFarthest &= Math.Abs(ratios[j]) < size;
                // Of a point alone, those right beside it depart the other way; of a peak they do not.
                if (Math.Abs(j - i) == 1) isOpposed &= Math.Sign(ratios[j]) != Math.Sign(ratios[i]);
            }
            if (isFarthest && isOpposed) outliers.Add(i);
        }
        return outliers;
    }

    // How large the ratios near a point usually are; uncertainties may be right in one part of a curve and wrong in another.
    private static double ScaleAbout(double[] ratios, int at)
    {
        var near = new List<double>();
        for (int i = Math.Max(0, at - Neighbourhood); i <= Math.Min(ratios.Length - 1, at + Neighbourhood); i++)
        {
            if (Math.Abs(i - at) > 2 && double.IsFinite(ratios[i])) near.Add(Math.Abs(ratios[i]));
        }
        near.Sort();
        return near.Count == 0 ? 1 : near[near.Count / 2] / MedianOfNormal;
    }

    private static void Lagrange(ReadOnlySpan<double> q, ReadOnlySpan<int> nodes, double at, Span<double> weights)
    {
        double x = Math.Log(at);
        Span<double> xs = stackalloc double[nodes.Length];
        for (int k = 0; k < nodes.Length; k++) xs[k] = Math.Log(q[nodes[k]]);
        for (int k = 0; k < nodes.Length; k++)
        {
            double weight = 1;
            for (int m = 0; m < nodes.Length; m++)
                if (m != k) weight *= (x - xs[m]) / (xs[k] - xs[m]);
            weights[k] = weight;
        }
    }
}
