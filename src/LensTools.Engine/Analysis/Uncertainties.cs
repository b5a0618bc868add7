namespace LensTools.Engine.Analysis;

/// <summary>What is taken for uncertainties that a file does not have, and what counting does not know of.</summary>
internal static class Uncertainties
{
    /// <summary>The part of an intensity that AUTORG takes where there are no uncertainties (Petoukhov et al. (2007)).</summary>
    public const double AssumedPart = 0.04;

    /// <summary>
    /// The part by which a real curve departs from any law at least: efficiencies, normalisation, the subtraction of a solvent.
    /// </summary>
    public const double LeastPart = 0.003;

    /// <summary>The standard deviation of an intensity: that of the file, or the assumed one.</summary>
    public static double At(double[] intensities, double[] sigmas, int i) =>
        sigmas.Length > 0 ? sigmas[i] : AssumedPart * Math.Abs(intensities[i]);

    /// <summary>That together with what counting does not know of.</summary>
    public static double WholeAt(double[] intensities, double[] sigmas, int i)
    {
        double sigma = At(intensities, sigmas, i), least = LeastPart * intensities[i];
        return Math.Sqrt((sigma * sigma) + (least * least));
    }
}
