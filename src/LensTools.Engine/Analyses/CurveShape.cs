using System.Collections.Immutable;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analyses;

/// <summary>A curve and what is computed from it, each once when it is first asked for.</summary>
internal sealed class CurveShape(Curve curve)
{
    /// <summary>A point this many times the usual scatter away from its neighbours is an outlier.</summary>
    public const double OutlierSigmas = 12;

    private readonly Lazy<(double[] Q, double[] I, double[] Sigma)> _points = new(() => Order(curve));
    private GuinierFit? _guinier;
    private bool _isGuinierKnown;
    private CurveScatter? _scatter;
    private bool _isScatterKnown;

    /// <summary>The curve.</summary>
    public Curve Curve => curve;

    /// <summary>Its momentum transfers in increasing order; those that are not finite and positive are left out, with their
    /// points.</summary>
    public double[] Q => _points.Value.Q;

    /// <summary>The intensities.</summary>
    public double[] I => _points.Value.I;

    /// <summary>Their standard deviations; empty if there are none.</summary>
    public double[] Sigma => _points.Value.Sigma;

    /// <summary>The Guinier fit; null if no interval follows the law.</summary>
    public GuinierFit? Guinier
    {
        get
        {
            if (!_isGuinierKnown) _guinier = GuinierFit.Find(Q, I, Sigma);
            _isGuinierKnown = true;
            return _guinier;
        }
    }

    /// <summary>How the points scatter; null if they are too few or have no uncertainties.</summary>
    public CurveScatter? Scatter
    {
        get
        {
            if (!_isScatterKnown) _scatter = CurveScatter.Of(Q, I, Sigma, OutlierSigmas);
            _isScatterKnown = true;
            return _scatter;
        }
    }

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
