namespace LensTools.Engine.Similarity;

/// <summary>How the logarithm of a curve falls from a node over half a decade of Q, which a scale does not change.</summary>
internal static class CurveFalls
{
    /// <summary>Over how many spans it is taken, each longer by <see cref="Span"/> nodes.</summary>
    public const int Spans = 4;

    private const int Span = 2;

    /// <summary>The nodes where it is taken, which are at the same Q for all curves.</summary>
    public static IEnumerable<int> Anchors(CurveFingerprint curve)
    {
        for (int node = 0; node + (Span * Spans) < curve.Values.Length; node++)
            if ((curve.First + node) % Span == 0) yield return node;
    }

    /// <summary>Whether a curve has enough range to be found.</summary>
    public static bool IsSearchable(CurveFingerprint curve)
    {
        double[] falls = new double[Spans];
        return Anchors(curve).Any(node => TryRead(curve, node, falls, out _));
    }

    /// <summary>Reads the falls from a node.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="node">The index of the node.</param>
    /// <param name="falls">Gets ln of the value there over the value a span away, for each span.</param>
    /// <param name="noise">The largest relative noise of these values, for a curve on any grid.</param>
    /// <returns>Whether all these values are positive.</returns>
    public static bool TryRead(CurveFingerprint curve, int node, Span<double> falls, out double noise)
    {
        double start = curve.Values[node];
        noise = NoiseOf(curve, node);
        if (!(start > 0)) return false;
        for (int span = 0; span < Spans; span++)
        {
            int end = node + (Span * (span + 1));
            double value = curve.Values[end];
            if (!(value > 0)) return false;
            falls[span] = Math.Log(start / value);
            noise = Math.Max(noise, NoiseOf(curve, end));
        }
        return true;
    }

    private static double NoiseOf(CurveFingerprint curve, int node) =>
        double.Hypot(curve.Sigmas[node], curve.Bends[node]) / curve.Values[node];
}
