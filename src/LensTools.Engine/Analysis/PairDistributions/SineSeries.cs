namespace LensTools.Engine.Analysis.PairDistributions;

/// <summary>
/// p(r) = r Σ aₙ sin(nπr/D), which is zero at 0 and at the largest distance D, and its scattering (P. B. Moore, J. Appl. Cryst. 13, 168
/// (1980)).
/// </summary>
internal static class SineSeries
{
    /// <summary>The intensity at a momentum transfer of each term, for aₙ = 1.</summary>
    public static void Intensities(double q, double largest, Span<double> terms)
    {
        double u = q * largest, scale = 4 * Math.PI * largest * largest, sine = Math.Sin(u);
        for (int n = 1; n <= terms.Length; n++)
        {
            double node = n * Math.PI, from = u - node;
            // Sin u over u - nπ, which is finite where u is nπ.
            double ratio = Math.Abs(from) < 1e-4 ? 1 - (from * from / 6) : (n % 2 == 0 ? sine : -sine) / from;
            terms[n - 1] = u < 1e-9 ? AtZero(n, largest) : scale * node * ratio / (u * (node + u));
        }
    }

    /// <summary>The intensity at q = 0 of a term.</summary>
    public static double AtZero(int n, double largest) => 4 * largest * largest * (n % 2 == 0 ? -1 : 1) / n;

    /// <summary>∫ r² p(r) dr of a term, times 4π.</summary>
    public static double SecondMoment(int n, double largest)
    {
        double node = n * Math.PI;
        return AtZero(n, largest) * largest * largest * (1 - (6 / (node * node)));
    }

    /// <summary>p at a distance of a term.</summary>
    public static double Distribution(int n, double r, double largest) => r * Math.Sin(n * Math.PI * r / largest);
}
