using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Intensities are numbers, and not far below zero where a background was taken off.</summary>
internal sealed class IntensityRule : IRule
{
    private const double Sigmas = 3;

    public string Id => "Data.Intensity";

    public string Description => "Every intensity is a number, and no more than a few lie three standard deviations below zero.";

    public Severity DefaultSeverity => Severity.Warning;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (Curve curve in context.Curves)
        {
            int count = curve.I.Length;
            if (count == 0) continue;
            int noNumber = curve.I.Count(i => !double.IsFinite(i));
            if (noNumber > count * context.Limit("notANumberFraction"))
                yield return new Observation(curve.Location, $"{noNumber} of {count} intensities are no number", "finite intensities", "Leave those points out or ask for the data again.");
            if (curve.Idev is not { } deviations) continue;
            int below = 0;
            for (int i = 0; i < count; i++)
            {
                if (curve.I[i] < -Sigmas * deviations[i]) below++;
            }
            if (below > count * context.Limit("negativeFraction"))
                yield return new Observation(curve.Location, $"{below} of {count} intensities lie more than {Sigmas.ToString(CultureInfo.InvariantCulture)} standard deviations below zero", "intensities around zero or above", "Too much background was taken off; ask for the sample and background curves.");
        }
    }
}
