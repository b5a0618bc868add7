namespace LensTools.Engine.Analysis.Reflectivity;

/// <summary>What tells a good reduction of a reflectivity from a bad one (Daillant and Gibaud, X-ray and Neutron Reflectivity, chapter 3).
/// </summary>
/// <param name="CriticalQ">Where total reflection ends, from where R has fallen to half of the plateau.</param>
/// <param name="Plateau">The weighted mean of R below it, which is 1 where the reduction is right.</param>
/// <param name="PlateauSigma">Its standard deviation.</param>
/// <param name="PlateauSlope">By what part R changes over the plateau; one that rises was not corrected for the footprint.</param>
/// <param name="PlateauSlopeSigma">Its standard deviation.</param>
/// <param name="KiessigPeriod">The period of the fringes in √(Q² - Qc²), which far from the edge is Q; null if there are none.</param>
/// <param name="Thickness">2π over it: the thickness of the layer, in angstrom if Q is in 1/angstrom; null likewise.</param>
/// <param name="First">The first point of the plateau.</param>
/// <param name="Last">The last point of it, inclusive.</param>
public sealed record ReflectivityShape(
    double CriticalQ,
    double Plateau,
    double PlateauSigma,
    double PlateauSlope,
    double PlateauSlopeSigma,
    double? KiessigPeriod,
    double? Thickness,
    int First,
    int Last)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Reflectivity 1";

    private const int FewestPoints = 15, FewestOfPlateau = 3;

    // R falls to half within half a percent of the edge: Fresnel's law at q = 1.0037 qc.
    private const double HalfOverEdge = 1.0037;

    internal static Outcome<ReflectivityShape> Of(double[] q, double[] reflectivities, double[] sigmas)
    {
        if (q.Length < FewestPoints) return Outcome<ReflectivityShape>.None($"it needs {FewestPoints} points, and has {q.Length}");
        double top = reflectivities.Take(q.Length / 2).Order().ElementAt(q.Length / 2 * 4 / 5);
        int below = Array.FindIndex(reflectivities, value => value < top / 2);
        // The plateau is before the last point at which R is above half of it.
        int start = Array.FindLastIndex(reflectivities, value => value >= top / 2);
        if (!(top > 0) || start < FewestOfPlateau || start + 1 >= q.Length || reflectivities[^1] > top / 10)
            return Outcome<ReflectivityShape>.None("there is no plateau of total reflection with an edge behind it");
        double part = (reflectivities[start] - (top / 2)) / (reflectivities[start] - reflectivities[start + 1]);
        double critical = (q[start] + (part * (q[start + 1] - q[start]))) / HalfOverEdge;
        int first = below >= 0 && below < start ? below + 1 : 0, last = Array.FindLastIndex(q, value => value < 0.92 * critical);
        if (last - first + 1 < FewestOfPlateau) return Outcome<ReflectivityShape>.None("the curve begins too near to the critical edge");
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        int known = 0;
        for (int i = first; i <= last; i++)
        {
            double sigma = Uncertainties.At(reflectivities, sigmas, i);
            if (!(sigma > 0) || !double.IsFinite(sigma)) continue;
            known++;
            double weight = 1 / (sigma * sigma), at = q[i] - q[first];
            (w, x, y, xx, xy) = (w + weight, x + (weight * at), y + (weight * reflectivities[i]), xx + (weight * at * at),
                xy + (weight * at * reflectivities[i]));
        }
        if (known < FewestOfPlateau) return Outcome<ReflectivityShape>.None("too few points of the plateau have an uncertainty");
        double mean = y / w, determinant = (w * xx) - (x * x), slope = ((w * xy) - (x * y)) / determinant, range = q[last] - q[first];
        if (slope * range < -mean / 2) return Outcome<ReflectivityShape>.None("there is no plateau: R falls from the first point on");
        double? period = KiessigFringes.PeriodOf(q, reflectivities, sigmas, critical);
        return new ReflectivityShape(
            critical, mean, 1 / Math.Sqrt(w), slope * range / mean, Math.Sqrt(w / determinant) * range / mean,
            period, period is { } fringes ? 2 * Math.PI / fringes : null, first, last);
    }
}
