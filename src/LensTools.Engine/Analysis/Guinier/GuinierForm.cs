namespace LensTools.Engine.Analysis.Guinier;

/// <summary>The form of the Guinier law that a particle follows (Glatter and Kratky, Small Angle X-ray Scattering (1982), chapter 4).
/// </summary>
public enum GuinierForm
{
    /// <summary>ln I falls with q² Rg²/3: a particle whose three dimensions are alike.</summary>
    Globular,
    /// <summary>ln(q I) falls with q² Rc²/2: a rod, whose cross-section has the radius of gyration Rc.</summary>
    Rod,
    /// <summary>ln(q² I) falls with q² Rt²: a sheet, whose thickness is √12 Rt.</summary>
    Sheet,
}

/// <summary>What the search for an interval knows of a form.</summary>
/// <param name="Power">The power of q that the intensity is multiplied by.</param>
/// <param name="Divisor">What q² Rg² is divided by.</param>
/// <param name="LargestQRg">The largest q Rg of an interval.</param>
/// <param name="Usual">The coefficient of (q Rg)⁴ in ln I of most particles of the form.</param>
/// <param name="Open">That of those that are long or loose.</param>
internal sealed record GuinierLaw(int Power, double Divisor, double LargestQRg, CurvaturePrior Usual, CurvaturePrior Open)
{
    // Series of ln P in (q Rg)²: sphere -1/126, hollow sphere -1/90, disc 0, ellipsoids of axial ratio 0.3 to 2 from -0.005 to 0.002;
    // longer ones to 0.012, thin rod 0.024, Gaussian chain 1/36. A round cross-section -1/24, a plate of even density -1/10.
    private static readonly GuinierLaw Globular = new(0, 3, 1.3, new(-0.002, 0.007, 0), new(0.018, 0.01, 1.5));
    private static readonly GuinierLaw Rod = new(1, 2, 1.0, new(-0.03, 0.03, 0), new(0, 0.03, 4));
    private static readonly GuinierLaw Sheet = new(2, 1, 1.0, new(-0.08, 0.06, 0), new(0, 0.06, 4));

    public static GuinierLaw Of(GuinierForm form) => form switch
    {
        GuinierForm.Rod => Rod,
        GuinierForm.Sheet => Sheet,
        _ => Globular,
    };
}

/// <summary>What is known of the curvature of some particles.</summary>
/// <param name="Mean">Its mean over them.</param>
/// <param name="Sigma">Its standard deviation.</param>
/// <param name="Cost">How rare they are, in units of χ².</param>
internal sealed record CurvaturePrior(double Mean, double Sigma, double Cost)
{
    /// <summary>Its weight and mean in terms of q⁴, for a square of Rg.</summary>
    public (double Mean, double Weight) At(double square)
    {
        double scale = square * square, sigma = Sigma * scale;
        return (Mean * scale, 1 / (sigma * sigma));
    }
}
