namespace LensTools.Engine.Analysis.Guinier;

/// <summary>
/// A Guinier fit: ln I = ln I(0) - q² Rg²/3 + c (q Rg)⁴, over the interval that suits best (A. Guinier, Ann. Phys. 12, 161 (1939)).
/// </summary>
/// <remarks>
/// The next term of the series, c, is what biases the plain law by one or two hundredths in Rg up to q Rg = 1.3. It is fitted too, with
/// what is known of it for particles (mean and standard deviation over shapes) as its prior, so that its uncertainty is part of that of Rg.
/// For rods and sheets I is multiplied by q or q², and Rg is that of the cross-section or the thickness.
/// </remarks>
public sealed record GuinierFit
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Guinier 2";

    /// <summary>The form that was assumed.</summary>
    public required GuinierForm Form { get; init; }

    /// <summary>The radius of gyration in angstrom, if q is in 1/angstrom.</summary>
    public required double Rg { get; init; }

    /// <summary>Its standard deviation, from the uncertainties (or, where these are too small, the scatter) and from the shape.</summary>
    public required double RgSigma { get; init; }

    /// <summary>The intensity at q = 0; for rods and sheets that of q I or q² I.</summary>
    public required double I0 { get; init; }

    /// <summary>Its standard deviation, likewise.</summary>
    public required double I0Sigma { get; init; }

    /// <summary>The coefficient c of (q Rg)⁴.</summary>
    public required double Curvature { get; init; }

    /// <summary>The first point of the interval.</summary>
    public required int First { get; init; }

    /// <summary>The last point, inclusive.</summary>
    public required int Last { get; init; }

    /// <summary>q Rg of the first point.</summary>
    public required double QRgMin { get; init; }

    /// <summary>q Rg of the last point.</summary>
    public required double QRgMax { get; init; }

    /// <summary>The weighted coefficient of determination of ln I.</summary>
    public required double RSquared { get; init; }

    /// <summary>χ² per degree of freedom, by the uncertainties alone.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>The longest run of residuals of one sign.</summary>
    public required int LongestRun { get; init; }

    /// <summary>The probability of a run as long or longer if the residuals are independent (Schilling 1990).</summary>
    public required double RunProbability { get; init; }

    /// <summary>From 0 to 1: how far the interval reaches, how near to q = 0 it begins, how certain Rg is, how well the law holds.
    /// </summary>
    public required double Quality { get; init; }

    /// <summary>What was taken for the uncertainties where there are none; null if the curve has them.</summary>
    public string? AssumedUncertainty { get; init; }

    /// <summary>The intensity that the law has at a momentum transfer.</summary>
    public double At(double q)
    {
        GuinierLaw law = GuinierLaw.Of(Form);
        double x = q * q * Rg * Rg;
        return I0 * Math.Exp((-x / law.Divisor) + (Curvature * x * x)) / Math.Pow(q, law.Power);
    }
}
