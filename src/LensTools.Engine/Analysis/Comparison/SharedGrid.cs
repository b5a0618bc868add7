namespace LensTools.Engine.Analysis.Comparison;

/// <summary>Two curves at the same momentum transfers: those of the coarser one, where the other is interpolated between its neighbours.
/// </summary>
/// <param name="Q">The momentum transfers.</param>
/// <param name="One">The intensities of the first.</param>
/// <param name="OneVariance">Their variances; 0 where they are not known.</param>
/// <param name="Other">The intensities of the second.</param>
/// <param name="OtherVariance">Their variances, likewise.</param>
/// <param name="IsInterpolated">Whether one was interpolated; then its neighbouring points share noise.</param>
internal sealed record SharedGrid(
    double[] Q, double[] One, double[] OneVariance, double[] Other, double[] OtherVariance, bool IsInterpolated)
{
    /// <summary>Momentum transfers that differ by this part are the same: they are written with five digits or more.</summary>
    public const double SameQ = 1e-5;

    /// <summary>The two where their ranges overlap.</summary>
    public static SharedGrid Of(CurveShape one, CurveShape other)
    {
        if (one.Q.Length < 2 || other.Q.Length < 2) return new([], [], [], [], [], false);
        double from = Math.Max(one.Q[0], other.Q[0]) * (1 - SameQ), to = Math.Min(one.Q[^1], other.Q[^1]) * (1 + SameQ);
        bool isFirstCoarser = Count(one, from, to) <= Count(other, from, to);
        (CurveShape coarse, CurveShape fine) = isFirstCoarser ? (one, other) : (other, one);
        var q = new List<double>();
        var values = new List<double>();
        var variances = new List<double>();
        var between = new List<double>();
        var betweenVariances = new List<double>();
        bool isInterpolated = false;
        for (int i = 0; i < coarse.Q.Length; i++)
        {
            double at = coarse.Q[i];
            if (at < from || at > to) continue;
            (double value, double variance, bool isBetween) = At(fine, at);
            // Of a point whose uncertainty is missing where others have one, nothing can be said.
            if ((coarse.Sigma.Length > 0 && !(Variance(coarse, i) > 0)) || (fine.Sigma.Length > 0 && !(variance > 0))) continue;
            isInterpolated |= isBetween;
            q.Add(at);
            values.Add(coarse.I[i]);
            variances.Add(Variance(coarse, i));
            between.Add(value);
            betweenVariances.Add(variance);
        }
        return isFirstCoarser
            ? new([.. q], [.. values], [.. variances], [.. between], [.. betweenVariances], isInterpolated)
            : new([.. q], [.. between], [.. betweenVariances], [.. values], [.. variances], isInterpolated);
    }

    /// <summary>The intensity of a curve at a momentum transfer within its range, with its variance.</summary>
    public static (double Value, double Variance, bool IsBetween) At(CurveShape curve, double q)
    {
        int at = Array.BinarySearch(curve.Q, q);
        if (at >= 0) return (curve.I[at], Variance(curve, at), false);
        at = ~at;
        foreach (int near in new[] { at - 1, at })
            if (near >= 0 && near < curve.Q.Length && Math.Abs(curve.Q[near] - q) <= SameQ * q)
                return (curve.I[near], Variance(curve, near), false);
        int low = Math.Clamp(at - 1, 0, curve.Q.Length - 2);
        (double value, double variance) = Between(
            q, (curve.Q[low], curve.I[low], Variance(curve, low)), (curve.Q[low + 1], curve.I[low + 1], Variance(curve, low + 1)));
        return (value, variance, true);
    }

    /// <summary>The intensity between two points, along a power law where both are above zero, with its variance.</summary>
    public static (double Value, double Variance) Between(
        double q, (double Q, double I, double Variance) low, (double Q, double I, double Variance) high)
    {
        if (low.I > 0 && high.I > 0)
        {
            double power = Math.Log(q / low.Q) / Math.Log(high.Q / low.Q), value = low.I * Math.Pow(high.I / low.I, power);
            double ofLow = (1 - power) * value / low.I, ofHigh = power * value / high.I;
            return (value, (ofLow * ofLow * low.Variance) + (ofHigh * ofHigh * high.Variance));
        }
        double part = (q - low.Q) / (high.Q - low.Q);
        return (((1 - part) * low.I) + (part * high.I), ((1 - part) * (1 - part) * low.Variance) + (part * part * high.Variance));
    }

    private static int Count(CurveShape curve, double from, double to) => curve.Q.Count(q => q >= from && q <= to);

    private static double Variance(CurveShape curve, int i) =>
        curve.Sigma.Length > 0 && curve.Sigma[i] > 0 && double.IsFinite(curve.Sigma[i]) ? curve.Sigma[i] * curve.Sigma[i] : 0;
}
