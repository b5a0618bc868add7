namespace LensTools.Engine.Analysis.Comparison;

/// <summary>How one curve may be changed to be like another.</summary>
public enum ScaleModel
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>By a factor.</summary>
    Factor,
    /// <summary>By a factor and a constant.</summary>
    FactorAndBackground,
}

/// <summary>The factor a and the constant b with which a I₂ + b is most like I₁.</summary>
/// <param name="Factor">a.</param>
/// <param name="FactorSigma">Its standard deviation.</param>
/// <param name="Background">b.</param>
/// <param name="BackgroundSigma">Its standard deviation.</param>
/// <param name="ChiSquare">Σ (I₁ - a I₂ - b)² / (σ₁² + a² σ₂²).</param>
internal readonly record struct ScaleFit(
    double Factor, double FactorSigma, double Background, double BackgroundSigma, double ChiSquare)
{
    private const int Rounds = 8;

    /// <summary>How many numbers a model fits.</summary>
    public static int Parameters(ScaleModel model) => (int)model;

    /// <summary>Fits a scale by least squares whose weights follow the factor.</summary>
    /// <param name="one">The intensities to be like.</param>
    /// <param name="oneVariance">Their variances.</param>
    /// <param name="other">The intensities to be scaled.</param>
    /// <param name="otherVariance">Their variances.</param>
    /// <param name="model">What may be changed.</param>
    public static ScaleFit Of(
        ReadOnlySpan<double> one, ReadOnlySpan<double> oneVariance, ReadOnlySpan<double> other, ReadOnlySpan<double> otherVariance,
        ScaleModel model)
    {
        double a = 1, b = 0, aVariance = 0, bVariance = 0;
        // The first factor by the sums: that of least squares has weights that depend on it.
        if (model != ScaleModel.None) a = Math.Abs(Sum(one) / Sum(other));
        for (int round = 0; model != ScaleModel.None && round < Rounds; round++)
        {
            double w = 0, x = 0, y = 0, xx = 0, xy = 0;
            for (int i = 0; i < one.Length; i++)
            {
                double weight = 1 / (oneVariance[i] + (a * a * otherVariance[i]));
                (w, x, y) = (w + weight, x + (weight * other[i]), y + (weight * one[i]));
                (xx, xy) = (xx + (weight * other[i] * other[i]), xy + (weight * other[i] * one[i]));
            }
            if (model == ScaleModel.Factor) (a, aVariance) = (xy / xx, 1 / xx);
            else
            {
                double determinant = (w * xx) - (x * x);
                (a, aVariance) = (((w * xy) - (x * y)) / determinant, w / determinant);
                (b, bVariance) = (((xx * y) - (x * xy)) / determinant, xx / determinant);
            }
        }
        double chi = 0;
        for (int i = 0; i < one.Length; i++)
        {
            double away = one[i] - (a * other[i]) - b;
            chi += away * away / (oneVariance[i] + (a * a * otherVariance[i]));
        }
        return new ScaleFit(a, Math.Sqrt(aVariance), b, Math.Sqrt(bVariance), chi);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
