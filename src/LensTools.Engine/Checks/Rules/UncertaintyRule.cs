using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Reduced intensities come with standard deviations that were measured.</summary>
internal sealed class UncertaintyRule : IRule
{
    private const int FewestPoints = 5;

    public string Id => "Data.Uncertainty";

    public string Description => "Every intensity has a standard deviation that is positive and was not made up as a constant part of it.";

    public Severity DefaultSeverity => Severity.Question;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Dataset.Level != DataLevel.Reduced) yield break;
        const string Wanted = "one standard deviation for every intensity";
        const string Ask = "Ask the uploader for the data with the uncertainties of the reduction.";
        foreach (Curve curve in context.Curves)
        {
            if (curve.Idev is not { } deviations)
            {
                yield return new Observation(curve.Location, "the curve has no uncertainties", Wanted, Ask);
                continue;
            }
            int bad = deviations.Count(d => !(d > 0) || double.IsInfinity(d));
            if (bad > 0) yield return new Observation(curve.Location, $"{bad} of {deviations.Length} uncertainties are zero, negative or no number", Wanted, Ask);
            else if (Constant(curve.I, deviations, context.Limit("constantDeviation")) is { } part)
                yield return new Observation(curve.Location, string.Create(CultureInfo.InvariantCulture, $"every uncertainty is {part:P2} of its intensity"), "uncertainties that were measured", Ask);
        }
    }

    // Guessed uncertainties are a fixed part of the intensity; measured ones never are.
    private static double? Constant(double[] intensities, double[] deviations, double limit)
    {
        if (intensities.Length < FewestPoints) return null;
        double sum = 0, squares = 0;
        for (int i = 0; i < intensities.Length; i++)
        {
            double part = deviations[i] / Math.Abs(intensities[i]);
            if (!double.IsFinite(part)) return null;
            sum += part;
            squares += part * part;
        }
        double mean = sum / intensities.Length;
        double variance = Math.Max(0, (squares / intensities.Length) - (mean * mean));
        return Math.Sqrt(variance) < limit * mean ? mean : null;
    }
}
