using LensTools.Engine.Datasets;

namespace LensTools;

/// <summary>Intensity against momentum transfer.</summary>
public sealed class LensCurve
{
    private readonly Curve _curve;

    internal LensCurve(Curve curve) => _curve = curve;

    /// <summary>Its name in the file.</summary>
    public string Name => _curve.Name;

    /// <summary>Momentum transfer in 1/angstrom.</summary>
    public double[] Q => _curve.Q;

    /// <summary>Intensity.</summary>
    public double[] I => _curve.I;

    /// <summary>Standard deviation of the intensity; nothing where the file has none.</summary>
    public double[]? Idev => _curve.Idev;

    /// <summary>Resolution in Q as a standard deviation; nothing where the file has none.</summary>
    public double[]? Qdev => _curve.Qdev;

    /// <summary>The horizontal component of Q in a plane; nothing for a curve.</summary>
    public double[]? Qx => _curve.Qx;

    /// <summary>The vertical component of Q in a plane; nothing for a curve.</summary>
    public double[]? Qy => _curve.Qy;

    /// <summary>What stands in Q: "Q", or for example "r" of a distance distribution.</summary>
    public string Abscissa => _curve.Abscissa;

    /// <summary>What stands in I: "I", or for example "p(r)".</summary>
    public string Ordinate => _curve.Ordinate;

    /// <summary>The unit of Q in the file.</summary>
    public string? QUnit => _curve.QUnit;

    /// <summary>The unit of the intensity in the file.</summary>
    public string? IUnit => _curve.IUnit;

    /// <summary>Where it stands in the file.</summary>
    public string Location => _curve.Location;

    /// <summary>The curve point by point, for Export-Csv and the like.</summary>
    public IEnumerable<LensPoint> Points
    {
        get
        {
            for (int i = 0; i < Q.Length; i++) yield return new LensPoint(Q[i], I[i], Idev?[i], Qdev?[i]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Q.Length} points)";
}

/// <summary>One point of a curve.</summary>
public sealed record LensPoint(double Q, double I, double? Idev, double? Qdev);
