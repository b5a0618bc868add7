using LensTools.Engine.Analysis.Guinier;

namespace LensTools.Engine.Analysis.Volumes;

/// <summary>∫ qⁿ I dq from 0, by the Guinier law up to the first point of its interval and by the trapezoidal rule behind it.</summary>
internal static class Invariants
{
    private const int StepsOfLaw = 64;

    /// <summary>The integral and its standard deviation.</summary>
    /// <param name="q">Increasing momentum transfers.</param>
    /// <param name="intensities">One for each.</param>
    /// <param name="sigmas">Their standard deviations; empty if there are none.</param>
    /// <param name="law">The Guinier fit.</param>
    /// <param name="last">The last point.</param>
    /// <param name="power">n.</param>
    public static (double Value, double Sigma) Of(
        double[] q, double[] intensities, double[] sigmas, GuinierFit law, int last, int power)
    {
        double sum = 0, variance = 0, start = q[law.First];
        for (int i = 0; i < StepsOfLaw; i++)
        {
            double at = start * (i + 0.5) / StepsOfLaw;
            sum += Math.Pow(at, power) * law.At(at) * start / StepsOfLaw;
        }
        variance += Math.Pow(sum * law.I0Sigma / law.I0, 2);
        for (int i = law.First; i <= last; i++)
        {
            double width = ((i < last ? q[i + 1] : q[i]) - (i > law.First ? q[i - 1] : q[i])) / 2;
            double factor = width * Math.Pow(q[i], power);
            sum += factor * intensities[i];
            double sigma = Uncertainties.At(intensities, sigmas, i);
            if (double.IsFinite(sigma)) variance += factor * factor * sigma * sigma;
        }
        return (sum, Math.Sqrt(variance));
    }
}
