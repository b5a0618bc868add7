using System.Collections.Immutable;
using System.Runtime.InteropServices;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>Makes curves and planes from columns that the caller hands over: Q in 1/angstrom if its unit is known.</summary>
internal static class Curves
{
    /// <summary>The unit of Q in the model.</summary>
    public const string QUnit = "1/angstrom";

    // The full width at half maximum of a Gaussian in its standard deviations.
    private static readonly double FullWidthOfSigma = 2 * Math.Sqrt(2 * Math.Log(2));

    /// <summary>Standard deviations from the full widths at half maximum of Gaussians, in the same array.</summary>
    public static double[]? FromFullWidths(double[]? widths)
    {
        for (int k = 0; k < widths?.Length; k++) widths[k] /= FullWidthOfSigma;
        return widths;
    }

    /// <summary>A curve against Q; the resolution is in the unit of Q.</summary>
    public static Curve Make(
        string name,
        double[] q,
        double[] i,
        double[]? idev,
        double[]? qdev,
        string? qUnit,
        string? iUnit,
        string location,
        AxisQuantity quantity = AxisQuantity.Intensity,
        Basis unitBasis = Basis.Stated)
    {
        double factor = FactorOf(qUnit);
        Axis x = QAxis(Scaled(q, factor), qdev is null ? null : Scaled(qdev, factor), qUnit, unitBasis);
        return new Curve(name, x, YAxis(quantity, i, idev, iUnit), location);
    }

    /// <summary>Another curve against the same Q.</summary>
    public static Curve Like(Curve curve, string name, Axis y) => new(name, curve.X, y, curve.Location);

    /// <summary>A plane of intensities.</summary>
    public static Plane MakePlane(
        string name,
        double[] qx,
        double[] qy,
        double[] i,
        double[]? idev,
        string? qUnit,
        string? iUnit,
        string location,
        IReadOnlyList<long>? shape = null,
        AxisQuantity quantity = AxisQuantity.Intensity,
        Basis unitBasis = Basis.Stated,
        double[]? qz = null)
    {
        double factor = FactorOf(qUnit);
        Scaled(qx, factor);
        Scaled(qy, factor);
        if (qz is not null) Scaled(qz, factor);
        double[] q = new double[qx.Length];
        for (int k = 0; k < q.Length; k++) q[k] = Math.Sqrt((qx[k] * qx[k]) + (qy[k] * qy[k]) + (qz is null ? 0 : qz[k] * qz[k]));
        return MakePlane(name, qx, qy, QAxis(q, null, qUnit, unitBasis), YAxis(quantity, i, idev, iUnit), location, shape);
    }

    /// <summary>A plane whose magnitudes of Q are known.</summary>
    public static Plane MakePlane(string name, double[] qx, double[] qy, Axis q, Axis y, string location, IReadOnlyList<long>? shape) =>
        new(name, ImmutableCollectionsMarshal.AsImmutableArray(qx), ImmutableCollectionsMarshal.AsImmutableArray(qy), q, y, location)
        {
            Shape = shape
        };

    /// <summary>An axis of momentum transfer that is already converted.</summary>
    /// <param name="q">Its values.</param>
    /// <param name="qdev">The resolution, or null.</param>
    /// <param name="unit">The unit in the file; null if it does not say.</param>
    /// <param name="basis">Whether the file or its format says so.</param>
    public static Axis QAxis(double[] q, double[]? qdev, string? unit, Basis basis = Basis.Stated) => Axis.Of(
        AxisQuantity.MomentumTransfer, "Q", q, qdev, unit) with
    {
        Unit = Units.Find(unit, Dimension.Momentum) is not null || (basis == Basis.Implied && string.IsNullOrWhiteSpace(unit))
            ? QUnit
            : unit,
        UnitBasis = string.IsNullOrWhiteSpace(unit) && basis == Basis.Stated ? Basis.Guessed : basis,
    };

    /// <summary>An axis of what was measured.</summary>
    public static Axis YAxis(AxisQuantity quantity, double[] i, double[]? idev, string? unit) =>
        Axis.Of(quantity, SymbolOf(quantity), i, idev, unit);

    /// <summary>A curve with its unit of Q and intensity, if they become known only afterwards.</summary>
    public static Curve WithUnits(Curve curve, string? qUnit, string? iUnit)
    {
        double factor = FactorOf(qUnit);
        static double[]? Copy(ImmutableArray<double>? values) => values is { } known ? [.. known] : null;
        return curve with
        {
            X = QAxis(Scaled([.. curve.Q], factor), Copy(curve.Qdev) is { } qdev ? Scaled(qdev, factor) : null, qUnit),
            Y = curve.Y with { Unit = iUnit, SourceUnit = iUnit },
        };
    }

    private static string SymbolOf(AxisQuantity quantity) => quantity switch
    {
        AxisQuantity.Intensity => "I",
        AxisQuantity.Reflectivity => "R",
        AxisQuantity.FittedIntensity => "fit",
        AxisQuantity.DistanceDistribution => "p(r)",
        AxisQuantity.Depolarisation => "depolarisation",
        _ => "",
    };

    private static double FactorOf(string? unit) => Units.Find(unit, Dimension.Momentum)?.Factor ?? 1;

    private static double[] Scaled(double[] values, double factor)
    {
        if (factor == 1) return values;
        for (int k = 0; k < values.Length; k++) values[k] *= factor;
        return values;
    }
}
