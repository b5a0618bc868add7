using LensTools.Engine.Analysis.Guinier;

namespace LensTools.Engine.Analysis.Porod;

/// <summary>
/// The power law I = A q⁻ⁿ (+ b) behind the Guinier region (G. Porod, Kolloid-Z. 124, 83 (1951)): n is 4 for smooth surfaces, between 3 and
/// 4 for rough ones, 5/3 to 3 for chains and networks, 1 for rods, 2 for sheets and Gaussian chains.
/// </summary>
/// <param name="Exponent">n.</param>
/// <param name="ExponentSigma">Its standard deviation.</param>
/// <param name="Background">b, in the unit of the intensity; 0 where the curve asks for none.</param>
/// <param name="ChiSquare">χ² per degree of freedom.</param>
/// <param name="First">The first point of the fit.</param>
/// <param name="Last">The last point, inclusive.</param>
public sealed record PorodFit(double Exponent, double ExponentSigma, double Background, double ChiSquare, int First, int Last)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Power law 1";

    private const double FromQRg = 3, Least = 0.3, Most = 6;
    private const int FewestPoints = 10;

    // A background that improves χ² by less is none.
    private const double Improvement = 9;

    internal static Outcome<PorodFit> Of(double[] q, double[] intensities, double[] sigmas, GuinierFit? guinier)
    {
        double start = guinier is null ? Math.Sqrt(q[0] * q[^1]) : FromQRg / guinier.Rg;
        int first = Array.FindIndex(q, value => value >= start), last = q.Length - 1;
        // Behind the last point that stands out from its noise there is only background.
        if (sigmas.Length > 0)
            while (last > first && !(intensities[last] > sigmas[last])) last--;
        if (first < 0 || last - first + 1 < FewestPoints || q[last] < 1.5 * q[first])
            return Outcome<PorodFit>.None("too few points lie behind the Guinier region (from q Rg = 3, over a factor of 1.5 in q)");
        (double Q, double I, double Weight)[] points = [.. Enumerable.Range(first, last - first + 1)
            .Where(i => Uncertainties.At(intensities, sigmas, i) is > 0 and < double.PositiveInfinity)
            .Select(i => (q[i] / q[first], intensities[i], Math.Pow(Uncertainties.WholeAt(intensities, sigmas, i), -2)))];
        if (points.Length < FewestPoints) return Outcome<PorodFit>.None("too few points behind the Guinier region have an uncertainty");
        (double plain, double plainChi, _) = Best(false);
        (double with, double withChi, double background) = Best(true);
        bool needs = plainChi - withChi > Improvement * Math.Max(1, withChi / points.Length);
        (double exponent, double chi) = needs ? (with, withChi) : (plain, plainChi);
        if (plainChi == double.MaxValue || exponent is <= Least + 0.01 or >= Most - 0.01)
            return Outcome<PorodFit>.None("the intensities follow no power law there");
        double reduced = chi / (points.Length - (needs ? 3 : 2));
        // χ² rises by 1 at one standard deviation: from its second difference.
        const double Step = 0.02;
        double bend = (At(exponent + Step, needs).Chi + At(exponent - Step, needs).Chi - (2 * chi)) / (Step * Step);
        double sigma = Math.Sqrt(2 / Math.Max(bend, 1e-12) * Math.Max(1, reduced));
        return sigma > 1
            ? Outcome<PorodFit>.None("the noise is too large for an exponent")
            : new PorodFit(exponent, sigma, needs ? background : 0, reduced, first, last);

        (double Exponent, double Chi, double Background) Best(bool hasBackground)
        {
            (double Exponent, double Chi, double Background) best = (Least, double.MaxValue, 0);
            for (double step = 0.25, low = Least, high = Most; step > 1e-4; step /= 5)
            {
                for (double n = low; n <= high; n += step)
                {
                    (double chiSquare, double b) = At(n, hasBackground);
                    if (chiSquare < best.Chi) best = (n, chiSquare, b);
                }
                (low, high) = (Math.Max(Least, best.Exponent - step), Math.Min(Most, best.Exponent + step));
            }
            return best;
        }

        (double Chi, double Background) At(double n, bool hasBackground)
        {
            double w = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
            foreach ((double at, double intensity, double weight) in points)
            {
                double power = Math.Pow(at, -n);
                (w, x, y) = (w + weight, x + (weight * power), y + (weight * intensity));
                (xx, xy, yy) = (xx + (weight * power * power), xy + (weight * power * intensity), yy + (weight * intensity * intensity));
            }
            if (!hasBackground) return (xy > 0 ? yy - (xy * xy / xx) : double.MaxValue, 0);
            double determinant = (w * xx) - (x * x), b = ((xx * y) - (x * xy)) / determinant, a = ((w * xy) - (x * y)) / determinant;
            return (a > 0 ? yy - (a * xy) - (b * y) : double.MaxValue, b);
        }
    }
}
