namespace LensTools.Engine.Analysis.PairDistributions;

/// <summary>How much a p(r) is like that of a particle: the perceptual criteria of D. I. Svergun, J. Appl. Cryst. 25, 495 (1992), table 1.
/// </summary>
internal static class TotalEstimate
{
    /// <summary>The estimate, from 0 to 1.</summary>
    /// <param name="p">p(r) at even steps from 0 to the largest distance.</param>
    /// <param name="stability">By what part p(r) changes where the smoothness is stronger by a factor e.</param>
    /// <param name="discrepancy">The square root of χ² per point.</param>
    /// <param name="changesOfSign">How many changes of sign the residuals have, over half their number.</param>
    public static double Of(ReadOnlySpan<double> p, double stability, double discrepancy, double changesOfSign)
    {
        double square = 0, slope = 0, positive = 0, central = 0, step = 1.0 / (p.Length - 1);
        for (int i = 0; i < p.Length; i++)
        {
            square += p[i] * p[i] * step;
            if (p[i] > 0) positive += p[i] * p[i] * step;
            if (i >= p.Length / 8 && i < p.Length - (p.Length / 8)) central += p[i] * p[i] * step;
            if (i > 0) slope += (p[i] - p[i - 1]) * (p[i] - p[i - 1]) / step;
        }
        // Each as (value, ideal, width, weight); of oscillations 1.1 is a sphere.
        ReadOnlySpan<(double Value, double Ideal, double Width, double Weight)> criteria =
        [
            (Math.Min(discrepancy, 1), 1, 0.5, 1),
            (Math.Max(discrepancy, 1), 1, 0.5, 1),
            (Math.Sqrt(slope / square) / Math.PI, 1.1, 0.6, 3),
            (stability, 0, 0.12, 3),
            (Math.Min(1, changesOfSign), 1, 0.12, 3),
            (Math.Sqrt(positive / square), 1, 0.12, 1),
            (Math.Sqrt(central / square), 0.95, 0.12, 1),
        ];
        double sum = 0, weights = 0;
        foreach ((double value, double ideal, double width, double weight) in criteria)
        {
            double away = (value - ideal) / width;
            (sum, weights) = (sum + (weight * Math.Exp(-away * away)), weights + weight);
        }
        return sum / weights;
    }
}
