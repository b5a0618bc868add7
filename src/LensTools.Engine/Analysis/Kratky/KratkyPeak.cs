using LensTools.Engine.Analysis.Guinier;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace LensTools.Engine.Analysis.Kratky;

/// <summary>
/// The peak of the dimensionless Kratky plot, (q Rg)² I/I(0) against q Rg (Durand et al., J. Struct. Biol. 169, 45 (2010)): of a compact
/// particle it is at √3 and 3/e high; a chain has none.
/// </summary>
/// <param name="QRg">Where it is.</param>
/// <param name="Height">How high.</param>
/// <param name="HeightSigma">Its standard deviation.</param>
/// <param name="Compactness">The height over that of a compact particle, 3/e = 1.104.</param>
/// <param name="First">The first point of the fit.</param>
/// <param name="Last">The last point, inclusive.</param>
public sealed record KratkyPeak(double QRg, double Height, double HeightSigma, double Compactness, int First, int Last)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Dimensionless Kratky 1";

    private const double From = 0.9, To = 2.8;
    private const int Terms = 6, Steps = 380;

    internal static Outcome<KratkyPeak> Of(double[] q, double[] intensities, double[] sigmas, GuinierFit? guinier)
    {
        if (guinier is null) return Outcome<KratkyPeak>.None("it needs Rg and I(0) of a Guinier fit, and there is none");
        int first = Array.FindIndex(q, value => value * guinier.Rg >= From);
        int last = Array.FindLastIndex(q, value => value * guinier.Rg <= To);
        if (first < 0 || last - first + 1 < 2 * Terms || q[last] * guinier.Rg < 0.9 * To)
            return Outcome<KratkyPeak>.None("too few points lie about the peak (q Rg between 0.9 and 2.8)");
        // A polynomial through the points, weighted.
        int count = last - first + 1;
        int known = 0;
        double furthest = 0;
        Matrix<double> rows = new DenseMatrix(count, Terms);
        Vector<double> heights = new DenseVector(count);
        for (int i = 0; i < count; i++)
        {
            double x = q[first + i] * guinier.Rg, factor = x * x / guinier.I0;
            double sigma = Uncertainties.At(intensities, sigmas, first + i);
            double weight = sigma > 0 && double.IsFinite(sigma) ? 1 / (factor * Uncertainties.WholeAt(intensities, sigmas, first + i)) : 0;
            if (weight > 0 && x > furthest) (known, furthest) = (known + 1, x);
            for (int k = 0; k < Terms; k++) rows[i, k] = weight * Math.Pow(x - Math.Sqrt(3), k);
            heights[i] = weight * factor * intensities[first + i];
        }
        if (known < 2 * Terms || furthest < 0.9 * To) return Outcome<KratkyPeak>.None("too few points about the peak have an uncertainty");
        var factorised = rows.TransposeThisAndMultiply(rows).Cholesky();
        Vector<double> c = factorised.Solve(rows.TransposeThisAndMultiply(heights));
        double HeightAt(double x) => Enumerable.Range(0, Terms).Sum(k => c[k] * Math.Pow(x - Math.Sqrt(3), k));
        int top = Enumerable.Range(0, Steps + 1).MaxBy(step => HeightAt(At(step)));
        if (top is 0 or Steps) return Outcome<KratkyPeak>.None("there is no peak: the particle is no compact one");
        double at = At(top), height = HeightAt(at), relative = guinier.I0Sigma / guinier.I0;
        var row = DenseVector.Create(Terms, k => Math.Pow(at - Math.Sqrt(3), k));
        double sigmaOfHeight = Math.Sqrt(row.DotProduct(factorised.Solve(row)) + Math.Pow(height * relative, 2)
            + Math.Pow(2 * height * guinier.RgSigma / guinier.Rg, 2));
        return new KratkyPeak(at, height, sigmaOfHeight, height * Math.E / 3, first, last);
    }

    private static double At(int step) => From + ((To - From) * step / Steps);
}
