using System.Collections.Immutable;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analyses;

/// <summary>A curve and what is computed from it, each once when it is first asked for.</summary>
internal sealed class CurveShape
{
    /// <summary>A point this many times the usual scatter away from its neighbours is an outlier.</summary>
    public const double OutlierSigmas = 12;

    /// <summary>How many points <see cref="GuinierBehind"/> leaves out.</summary>
    public const int LeftOut = 3;

    private readonly Lazy<GuinierFit?> _guinier, _guinierBehind;
    private readonly Lazy<CurveScatter?> _scatter;

    public CurveShape(Curve curve)
    {
        Curve = curve;
        (Q, I, Sigma) = Order(curve);
        _guinier = new(() => GuinierFit.Find(Q, I, Sigma));
        _guinierBehind = new(() => Q.Length <= LeftOut
            ? null
            : GuinierFit.Find(Q.AsSpan(LeftOut), I.AsSpan(LeftOut), Sigma.Length > 0 ? Sigma.AsSpan(LeftOut) : []));
        _scatter = new(() => CurveScatter.Of(Q, I, Sigma, OutlierSigmas));
    }

    /// <summary>The curve.</summary>
    public Curve Curve { get; }

    /// <summary>Its momentum transfers in increasing order; those that are not finite and positive are left out, with their points.
    /// </summary>
    public double[] Q { get; }

    /// <summary>The intensities.</summary>
    public double[] I { get; }

    /// <summary>Their standard deviations; empty if there are none.</summary>
    public double[] Sigma { get; }

    /// <summary>The Guinier fit; null if no interval follows the law.</summary>
    public GuinierFit? Guinier => _guinier.Value;

    /// <summary>The Guinier fit of the curve without its first points; null if no interval follows the law.</summary>
    public GuinierFit? GuinierBehind => _guinierBehind.Value;

    /// <summary>How the points scatter; null if they are too few or have no uncertainties.</summary>
    public CurveScatter? Scatter => _scatter.Value;

    // Rules about order and numbers are others; here, what they leave out would only disturb.
    private static (double[] Q, double[] I, double[] Sigma) Order(Curve curve)
    {
        ImmutableArray<double> q = curve.Q, i = curve.I;
        ImmutableArray<double>? sigma = curve.Idev;
        int[] order = [.. Enumerable.Range(0, Math.Min(q.Length, i.Length))
            .Where(n => double.IsFinite(q[n]) && q[n] > 0 && double.IsFinite(i[n]))];
        bool isOrdered = true;
        for (int n = 1; n < order.Length; n++) isOrdered &= q[order[n]] > q[order[n - 1]];
        if (!isOrdered) order = [.. order.OrderBy(n => q[n])];
        return (
            [.. order.Select(n => q[n])],
            [.. order.Select(n => i[n])],
            sigma is { } known ? [.. order.Select(n => known[n])] : []);
    }
}
