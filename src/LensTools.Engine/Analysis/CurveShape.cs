using System.Collections.Immutable;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.Noise;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analysis;

/// <summary>A curve and what is computed from it, each once when it is first asked for.</summary>
internal sealed class CurveShape
{
    /// <summary>A point this many times the usual scatter away from its neighbours is an outlier.</summary>
    public const double OutlierSigmas = 12;

    private readonly Lazy<Outcome<GuinierFit>> _guinier;
    private readonly Dictionary<int, GuinierFit?> _guinierBehind = [];
    private readonly Lazy<CurveScatter?> _scatter;

    /// <summary>A curve, or a part of it.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="range">The momentum transfers to keep, both inclusive; null for all.</param>
    public CurveShape(Curve curve, (double From, double To)? range = null)
    {
        Curve = curve;
        Points = Order(curve, range);
        Q = [.. Points.Select(n => curve.Q[n])];
        I = [.. Points.Select(n => curve.I[n])];
        Sigma = curve.Idev is { } sigma ? [.. Points.Select(n => sigma[n])] : [];
        _guinier = new(() => GuinierSearch.Find(Q, I, Sigma));
        _scatter = new(() => CurveScatter.Of(Q, I, Sigma, OutlierSigmas));
    }

    /// <summary>The curve.</summary>
    public Curve Curve { get; }

    /// <summary>Which points of the curve are kept, in increasing order of momentum transfer.</summary>
    public int[] Points { get; }

    /// <summary>How many points of the curve are no numbers, and are left out.</summary>
    public int NotNumbers => Enumerable.Range(0, Curve.Q.Length).Count(n => !(Curve.Q[n] > 0) || !double.IsFinite(Curve.I[n]));

    /// <summary>Its momentum transfers in increasing order; those that are not finite and positive are left out, with their points.
    /// </summary>
    public double[] Q { get; }

    /// <summary>The intensities.</summary>
    public double[] I { get; }

    /// <summary>Their standard deviations; empty if there are none.</summary>
    public double[] Sigma { get; }

    /// <summary>The Guinier fit; null if no interval follows the law.</summary>
    public GuinierFit? Guinier => _guinier.Value.Result;

    /// <summary>The Guinier fit, or why no interval follows the law.</summary>
    public Outcome<GuinierFit> GuinierOutcome => _guinier.Value;

    /// <summary>How the points scatter; null if they are too few or have no uncertainties.</summary>
    public CurveScatter? Scatter => _scatter.Value;

    /// <summary>
    /// The Guinier fit of a compact particle to the curve without its first points; its interval is given in points of the whole curve.
    /// Null if none follows the law.
    /// </summary>
    public GuinierFit? GuinierBehind(int leftOut)
    {
        if (_guinierBehind.TryGetValue(leftOut, out GuinierFit? known)) return known;
        GuinierFit? fit = Q.Length <= leftOut
            ? null
            : GuinierSearch.Find(
                Q.AsSpan(leftOut), I.AsSpan(leftOut), Sigma.Length > 0 ? Sigma.AsSpan(leftOut) : [], isCompact: true).Result;
        return _guinierBehind[leftOut] = fit is null ? null : fit with { First = fit.First + leftOut, Last = fit.Last + leftOut };
    }

    /// <summary>The last of increasing momentum transfers that is not above a limit; -1 if there is none.</summary>
    public static int LastUpTo(double[] q, double limit)
    {
        int at = Array.BinarySearch(q, limit);
        return at >= 0 ? at : ~at - 1;
    }

    // Rules about order and numbers are others; here, what they leave out would only disturb.
    private static int[] Order(Curve curve, (double From, double To)? range)
    {
        ImmutableArray<double> q = curve.Q, i = curve.I;
        (double from, double to) = range ?? (0, double.MaxValue);
        int[] order = [.. Enumerable.Range(0, Math.Min(q.Length, i.Length))
            .Where(n => q[n] > 0 && q[n] >= from && q[n] <= to && double.IsFinite(i[n]))];
        bool isOrdered = true;
        for (int n = 1; n < order.Length; n++) isOrdered &= q[order[n]] > q[order[n - 1]];
        return isOrdered ? order : [.. order.OrderBy(n => q[n])];
    }
}
