using System.Globalization;

namespace LensTools.Engine.Similarity;

/// <summary>How two curves are alike.</summary>
/// <param name="Scale">The factor by which the second is multiplied to be like the first.</param>
/// <param name="ChiSquare">The reduced χ² of the difference, by the noise of both: near 1 for two measurements, near 0 for one.</param>
/// <param name="Nodes">At how many nodes they were compared.</param>
/// <param name="IsSameNoise">Whether their noise is the same: they are one measurement.</param>
/// <param name="IsPart">Whether one has a range of Q that the other lacks.</param>
public readonly record struct CurveMatch(double Scale, double ChiSquare, int Nodes, bool IsSameNoise, bool IsPart)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsSameNoise ? "the same curve" : "equal within noise")}{(IsPart ? ", as a part," : "")} after a factor of {Scale:G4} "
            + $"(reduced χ² {ChiSquare:G2} at {Nodes} Q)");
}

/// <summary>Decides whether two curves are equal within their noise after one is scaled.</summary>
/// <remarks>
/// Noise that is the same is proof by itself. Otherwise equality says something only if other curves would differ: if the curve
/// is far from a straight line in a plot of log I against log Q, in terms of its noise.
/// </remarks>
internal static class CurveComparison
{
    // The shorter curve must lie in the other one but for its ends.
    private const double LeastOverlap = 0.8;

    // Independent noise gives 1; a ninth where the file states a third of the noise. Written digits give far less.
    private const double SameNoise = 0.01;
    private const double LeastStructure = 10;
    private const double SamePosition = 1e-4;

    public static CurveMatch? Compare(CurveFingerprint one, CurveFingerprint other)
    {
        int start = Math.Max(one.First, other.First);
        int last = Math.Min(one.First + one.Values.Length, other.First + other.Values.Length);
        int shorter = Math.Min(one.Values.Length, other.Values.Length);
        if (last - start < CurveFingerprint.FewestNodes || last - start < LeastOverlap * shorter) return null;
        Span<int> nodes = last - start <= 512 ? stackalloc int[last - start] : new int[last - start];
        int count = 0;
        for (int node = start; node < last; node++)
            if (float.IsFinite(one.Values[node - one.First]) && float.IsFinite(other.Values[node - other.First])) nodes[count++] = node;
        // The bins at the ends may be cut, so that they have other points.
        if (count < CurveFingerprint.FewestNodes + 2) return null;
        nodes = nodes[1..(count - 1)];
        count -= 2;
        // The noise of the second is scaled too, so that the weights follow the scale; it settles at once.
        if (!Fit(one, other, nodes, FirstScale(one, other, nodes), out double first, out _)
            || !Fit(one, other, nodes, first, out double scale, out double chi))
            return null;
        double reduced = chi / (count - 1);
        bool isPart = Math.Abs(one.Values.Length - other.Values.Length) > shorter / 4;
        if (reduced < SameNoise && !IsConstant(one, nodes)) return new CurveMatch(scale, reduced, count, true, isPart);
        if (reduced > 1 + (3 * Math.Sqrt(2.0 / (count - 1))) || !IsTelling(one, other, nodes, scale)) return null;
        return new CurveMatch(scale, reduced, count, false, isPart);
    }

    // Which nothing distinguishes from another.
    private static bool IsConstant(CurveFingerprint curve, ReadOnlySpan<int> nodes)
    {
        float first = curve.Values[nodes[0] - curve.First];
        foreach (int node in nodes)
            if (Math.Abs(curve.Values[node - curve.First] - first) > 1e-5 * Math.Abs(first)) return false;
        return true;
    }

    private static double FirstScale(CurveFingerprint one, CurveFingerprint other, ReadOnlySpan<int> nodes)
    {
        double sum = 0, squares = 0;
        foreach (int node in nodes)
        {
            double x = other.Values[node - other.First], y = one.Values[node - one.First];
            if (y == 0) continue;
            double weight = 1 / (y * y);
            sum += weight * x * y;
            squares += weight * x * x;
        }
        return sum / squares;
    }

    // Weighted least squares of y = scale x.
    private static bool Fit(
        CurveFingerprint one, CurveFingerprint other, ReadOnlySpan<int> nodes, double before, out double scale, out double chi)
    {
        double sum = 0, squares = 0;
        foreach (int node in nodes)
        {
            double x = other.Values[node - other.First], y = one.Values[node - one.First];
            double weight = 1 / Variance(one, other, node, before);
            sum += weight * x * y;
            squares += weight * x * x;
        }
        scale = sum / squares;
        chi = 0;
        foreach (int node in nodes)
        {
            double difference = one.Values[node - one.First] - (scale * other.Values[node - other.First]);
            chi += difference * difference / Variance(one, other, node, scale);
        }
        return scale > 0 && double.IsFinite(scale) && double.IsFinite(chi);
    }

    // Values are held, and often written, with seven digits at most. On one grid, the bends of two curves are the same.
    private static double Variance(CurveFingerprint one, CurveFingerprint other, int node, double scale)
    {
        (int i, int k) = (node - one.First, node - other.First);
        double variance = Square(one.Sigmas[i]) + Square(scale * other.Sigmas[k]) + Square(1e-5 * one.Values[i]) + 1e-300;
        if (Math.Abs(one.Positions[i] - other.Positions[k]) > SamePosition)
            variance += Square(one.Bends[i]) + Square(scale * other.Bends[k]);
        return variance;
    }

    private static double Square(double value) => value * value;

    // By how many standard deviations a straight line through ln I against the node misses the curve.
    private static bool IsTelling(CurveFingerprint one, CurveFingerprint other, ReadOnlySpan<int> nodes, double scale)
    {
        double weights = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
        foreach (int node in nodes)
        {
            double value = one.Values[node - one.First];
            if (value <= 0) continue;
            double y = Math.Log(value), weight = value * value / Variance(one, other, node, scale);
            (weights, sx, sy) = (weights + weight, sx + (weight * node), sy + (weight * y));
            (sxx, sxy) = (sxx + (weight * node * node), sxy + (weight * node * y));
        }
        double slope = ((weights * sxy) - (sx * sy)) / ((weights * sxx) - (sx * sx)), start = (sy - (slope * sx)) / weights;
        double structure = 0;
        foreach (int node in nodes)
        {
            double value = one.Values[node - one.First];
            if (value <= 0) continue;
            double distance = Math.Log(value) - start - (slope * node);
            structure += distance * distance * value * value / Variance(one, other, node, scale);
        }
        return structure >= LeastStructure * LeastStructure * nodes.Length;
    }
}
