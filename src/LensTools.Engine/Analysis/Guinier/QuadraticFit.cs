namespace LensTools.Engine.Analysis.Guinier;

/// <summary>A parabola y = a + b x + c x² by weighted least squares, with a prior on c.</summary>
/// <param name="A">The value at 0.</param>
/// <param name="B">The slope there.</param>
/// <param name="C">The coefficient of x².</param>
/// <param name="AVariance">The variance of <paramref name="A"/>.</param>
/// <param name="BVariance">The variance of <paramref name="B"/>.</param>
internal readonly record struct QuadraticFit(double A, double B, double C, double AVariance, double BVariance)
{
    /// <summary>Solves the normal equations.</summary>
    /// <param name="s">Sums of w, wx, wx², wx³, wx⁴, wy, wxy, wx²y.</param>
    /// <param name="prior">The mean of the prior of c.</param>
    /// <param name="weight">Its weight, one over its variance.</param>
    public static QuadraticFit Solve(ReadOnlySpan<double> s, double prior, double weight)
    {
        double m00 = s[0], m01 = s[1], m02 = s[2], m11 = s[2], m12 = s[3], m22 = s[4] + weight;
        double v0 = s[5], v1 = s[6], v2 = s[7] + (weight * prior);
        double c00 = (m11 * m22) - (m12 * m12), c01 = (m02 * m12) - (m01 * m22), c02 = (m01 * m12) - (m02 * m11);
        double determinant = (m00 * c00) + (m01 * c01) + (m02 * c02), inverse = 1 / determinant;
        double c11 = (m00 * m22) - (m02 * m02), c12 = (m01 * m02) - (m00 * m12), c22 = (m00 * m11) - (m01 * m01);
        return new QuadraticFit(
            ((c00 * v0) + (c01 * v1) + (c02 * v2)) * inverse,
            ((c01 * v0) + (c11 * v1) + (c12 * v2)) * inverse,
            ((c02 * v0) + (c12 * v1) + (c22 * v2)) * inverse,
            c00 * inverse,
            c11 * inverse);
    }
}
