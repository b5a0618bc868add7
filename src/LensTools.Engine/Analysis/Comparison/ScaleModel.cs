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
/// <param name="ChiSquare">Σ (I₁ - a I₂ - b)² / (σ₁² + a² σ₂²).</param>
internal readonly record struct ScaleFit(double Factor, double FactorSigma, double Background, double ChiSquare)
{
    private const int Rounds = 20;

    /// <summary>How many numbers a model fits.</summary>
    public static int Parameters(ScaleModel model) => (int)model;

    /// <summary>
    /// Fits a scale where both curves have noise (D. York, Earth Planet. Sci. Lett. 5, 320 (1969)): least squares alone would make the
    /// factor too small by the noise of the second.
    /// </summary>
    /// <param name="one">The intensities to be like.</param>
    /// <param name="oneVariance">Their variances.</param>
    /// <param name="other">The intensities to be scaled.</param>
    /// <param name="otherVariance">Their variances.</param>
    /// <param name="model">What may be changed.</param>
    public static ScaleFit Of(
        ReadOnlySpan<double> one, ReadOnlySpan<double> oneVariance, ReadOnlySpan<double> other, ReadOnlySpan<double> otherVariance,
        ScaleModel model)
    {
        double a = 1, b = 0, sigma = 0;
        if (model != ScaleModel.None) a = Math.Abs(Sum(one) / Sum(other));
        for (int round = 0; model != ScaleModel.None && round < Rounds; round++)
        {
            double w = 0, x = 0, y = 0;
            for (int i = 0; model == ScaleModel.FactorAndBackground && i < one.Length; i++)
            {
                double weight = 1 / (oneVariance[i] + (a * a * otherVariance[i]));
                (w, x, y) = (w + weight, x + (weight * other[i]), y + (weight * one[i]));
            }
            (double meanX, double meanY) = w > 0 ? (x / w, y / w) : (0, 0);
            double of = 0, over = 0, squares = 0;
            for (int i = 0; i < one.Length; i++)
            {
                double weight = 1 / (oneVariance[i] + (a * a * otherVariance[i])), u = other[i] - meanX, v = one[i] - meanY;
                double likely = weight * ((oneVariance[i] * u) + (a * otherVariance[i] * v));
                (of, over, squares) = (of + (weight * likely * v), over + (weight * likely * u), squares + (weight * likely * likely));
            }
            double before = a;
            (a, sigma) = (of / over, 1 / Math.Sqrt(squares));
            b = meanY - (a * meanX);
            if (Math.Abs(a - before) < 1e-10 * Math.Abs(a)) break;
        }
        double chi = 0;
        for (int i = 0; i < one.Length; i++)
        {
            double away = one[i] - (a * other[i]) - b;
            chi += away * away / (oneVariance[i] + (a * a * otherVariance[i]));
        }
        return new ScaleFit(a, sigma, b, chi);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
