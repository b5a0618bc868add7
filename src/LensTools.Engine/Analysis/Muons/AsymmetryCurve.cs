namespace LensTools.Engine.Analysis.Muons;

/// <summary>The asymmetry of two groups of detectors over time.</summary>
/// <param name="Values">(F - α B) / (F + α B); NaN where nothing was counted.</param>
/// <param name="Sigma">Their standard deviations.</param>
internal sealed record AsymmetryCurve(double[] Values, double[] Sigma)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Muon asymmetry 1";

    /// <summary>The asymmetry of two groups.</summary>
    /// <param name="forward">The forward group, F.</param>
    /// <param name="backward">The backward group, B.</param>
    /// <param name="alpha">How many times more the forward group counts of the same decays, α.</param>
    public static AsymmetryCurve Of(DetectorGroup forward, DetectorGroup backward, double alpha)
    {
        int bins = forward.Counts.Length;
        double[] values = new double[bins], sigma = new double[bins];
        for (int i = 0; i < bins; i++)
        {
            double f = forward.Counts[i], b = backward.Counts[i], sum = f + (alpha * b);
            values[i] = sum > 0 ? (f - (alpha * b)) / sum : double.NaN;
            // ∂A/∂F = 2 α B / (F + α B)², ∂A/∂B = -2 α F / (F + α B)².
            double variance = (b * b * forward.Variances[i]) + (f * f * backward.Variances[i]);
            sigma[i] = sum > 0 ? 2 * alpha * Math.Sqrt(variance) / (sum * sum) : double.NaN;
        }
        return new AsymmetryCurve(values, sigma);
    }

    /// <summary>α of a run whose muons have no polarisation on the whole, as in a transverse field: the ratio of all counts.</summary>
    public static double AlphaOf(ReadOnlySpan<double> forward, ReadOnlySpan<double> backward)
    {
        double f = 0, b = 0;
        foreach (double count in forward) f += count;
        foreach (double count in backward) b += count;
        return f / b;
    }
}
