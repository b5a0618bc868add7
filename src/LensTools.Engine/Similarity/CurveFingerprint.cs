using LensTools.Engine.Datasets;

namespace LensTools.Engine.Similarity;

/// <summary>
/// A curve on a grid of Q that is the same for all, with the noise of each value: a few hundred bytes, by which curves are compared that
/// were measured, binned, scaled or cut differently.
/// </summary>
/// <remarks>
/// The nodes are 16 a decade. A node has the mean of the points in its bin, moved to its Q along the local slope; where there is none, what
/// lies between two points that are near. Its noise is the scatter of neighbouring points, at most three times what the file states.
/// </remarks>
public sealed class CurveFingerprint
{
    /// <summary>How many nodes a decade of Q has.</summary>
    public const int NodesPerDecade = 16;

    /// <summary>Below this, a curve has too few nodes to be compared.</summary>
    public const int FewestNodes = 8;

    // Between points that are further apart, nothing is known: a quarter of a decade.
    private const double WidestGap = 0.25;

    // How many times more noise than the file states is believed.
    private const double MostDoubt = 3;

    private CurveFingerprint(int first, float[] values, float[] sigmas, float[] bends, float[] positions) =>
        (First, Values, Sigmas, Bends, Positions) = (first, values, sigmas, bends, positions);

    /// <summary>The number of the first node, whose Q is 10^(number/16) 1/angstrom.</summary>
    internal int First { get; }

    /// <summary>The intensity at each node; NaN where it is not known.</summary>
    internal float[] Values { get; }

    /// <summary>The noise of each value, as one standard deviation.</summary>
    internal float[] Sigmas { get; }

    /// <summary>By how much each value may differ on another grid.</summary>
    internal float[] Bends { get; }

    /// <summary>The decadic logarithm of the mean Q of the points of each node.</summary>
    internal float[] Positions { get; }

    /// <summary>The fingerprint of a measured curve against Q, which is in 1/angstrom or, if its unit is not known, taken to be; null for
    /// others, and if it has too few points.</summary>
    public static CurveFingerprint? Of(Signal curve)
    {
        if (curve is not Curve || !curve.IsAgainstQ || !curve.IsMeasured) return null;
        var points = new List<Point>(curve.Q.Length);
        for (int i = 0; i < curve.Q.Length; i++)
        {
            double q = curve.Q[i], value = curve.I[i], sigma = curve.Idev is { } stated && i < stated.Length ? stated[i] : double.NaN;
            if (!(q > 0) || !double.IsFinite(q) || !double.IsFinite(value)) continue;
            points.Add(new Point(Math.Log10(q), value, sigma > 0 ? sigma : double.NaN));
        }
        points.Sort((one, other) => one.LogQ.CompareTo(other.LogQ));
        return points.Count < FewestNodes ? null : Of(points);
    }

    private static CurveFingerprint? Of(List<Point> points)
    {
        double[] noise = Noise(points);
        int first = Node(points[0].LogQ), count = Node(points[^1].LogQ) - first + 1;
        if (count < FewestNodes) return null;
        var values = new double[count];
        var sigmas = new double[count];
        var positions = new double[count];
        int[] counts = new int[count];
        int next = 0;
        for (int node = 0; node < count; node++)
        {
            int start = next;
            while (next < points.Count && Node(points[next].LogQ) - first <= node) next++;
            counts[node] = next - start;
            (values[node], sigmas[node], positions[node]) = next > start
                ? Mean(points, noise, start, next, LogQ(first + node))
                : Between(points, noise, next, LogQ(first + node));
        }
        return values.Count(double.IsFinite) < FewestNodes
            ? null
            : new CurveFingerprint(first, Short(values), Short(sigmas), Short(BendsOf(values, counts)), Short(positions));
    }

    private static float[] Short(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static int Node(double logQ) => (int)Math.Round(logQ * NodesPerDecade);

    private static double LogQ(int node) => (double)node / NodesPerDecade;

    /// <summary>The noise of each point: its distance from the line through its neighbours, over a few of them.</summary>
    private static double[] Noise(List<Point> points)
    {
        const int Reach = 7;
        // Of independent points, the distance has a variance of 1 + 2 (1/2)²; 1.4826 makes a standard deviation of a median.
        double toSigma = 1.4826 / Math.Sqrt(1.5);
        var distances = new double[points.Count];
        for (int i = 1; i < points.Count - 1; i++)
        {
            (Point before, Point here, Point after) = (points[i - 1], points[i], points[i + 1]);
            double width = after.LogQ - before.LogQ;
            double share = width > 0 ? (here.LogQ - before.LogQ) / width : 0.5;
            distances[i] = Math.Abs(here.Value - (before.Value + (share * (after.Value - before.Value))));
        }
        (distances[0], distances[^1]) = (distances[1], distances[^2]);
        var noise = new double[points.Count];
        Span<double> window = stackalloc double[(2 * Reach) + 1];
        for (int i = 0; i < points.Count; i++)
        {
            int start = Math.Clamp(i - Reach, 0, Math.Max(0, points.Count - window.Length));
            Span<double> near = window[..Math.Min(window.Length, points.Count - start)];
            for (int k = 0; k < near.Length; k++) near[k] = distances[start + k];
            near.Sort();
            double scatter = near[near.Length / 2] * toSigma;
            noise[i] = double.IsNaN(points[i].Sigma) ? scatter : Math.Min(scatter, MostDoubt * points[i].Sigma);
        }
        return noise;
    }

    private static (double Value, double Sigma, double Position) Mean(List<Point> points, double[] noise, int start, int end, double logQ)
    {
        int count = end - start;
        double value = 0, at = 0, variance = 0;
        for (int i = start; i < end; i++)
        {
            value += points[i].Value / count;
            at += points[i].LogQ / count;
            variance += noise[i] * noise[i] / count / count;
        }
        // The slope is that between the points around the bin.
        Point before = points[Math.Max(0, start - 1)], after = points[Math.Min(points.Count - 1, end)];
        double width = after.LogQ - before.LogQ;
        double slope = width > 0 ? (after.Value - before.Value) / width : 0;
        return (value + (slope * (logQ - at)), Math.Sqrt(variance), at);
    }

    private static (double Value, double Sigma, double Position) Between(List<Point> points, double[] noise, int next, double logQ)
    {
        if (next == 0 || next == points.Count) return (double.NaN, double.NaN, double.NaN);
        (Point before, Point after) = (points[next - 1], points[next]);
        double width = after.LogQ - before.LogQ;
        if (width > WidestGap) return (double.NaN, double.NaN, double.NaN);
        double share = (logQ - before.LogQ) / width;
        double value = before.Value > 0 && after.Value > 0
            ? Math.Exp(((1 - share) * Math.Log(before.Value)) + (share * Math.Log(after.Value)))
            : ((1 - share) * before.Value) + (share * after.Value);
        return (value, double.Hypot((1 - share) * noise[next - 1], share * noise[next]), before.LogQ);
    }

    // On another grid, the mean of a bin differs by a part of the curve's bend in it: an eighth at most where there is one point at its
    // edge, and less where there are more.
    private static double[] BendsOf(double[] values, int[] counts)
    {
        var bends = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int middle = Math.Clamp(i, 1, values.Length - 2);
            double bend = values[middle - 1] - (2 * values[middle]) + values[middle + 1];
            bends[i] = double.IsFinite(bend) ? bend / 8 / Math.Clamp(counts[i], 1, 4) : 0;
        }
        return bends;
    }

    private readonly record struct Point(double LogQ, double Value, double Sigma);
}
