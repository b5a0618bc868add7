using System.Collections.Immutable;
using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Intensities are numbers, and not far below zero after background subtraction.</summary>
internal sealed class IntensityRule : IDatasetRule
{
    private const string NegativeSigmas = "negativeSigmas",
        NegativeFraction = "negativeFraction",
        NotANumberFraction = "notANumberFraction";

    public RuleInfo Info { get; } = new()
    {
        Id = "Data.Intensity",
        Name = "Intensity",
        Description = "Every intensity is a number, and at most a few are several standard deviations below zero.",
        Explanation = "What is not a number breaks every program that reads it, and intensities far below zero are wrong.",
        Category = RuleCategory.Data,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                NegativeSigmas,
                "1",
                3,
                "The number of standard deviations below zero that noise does not reach.",
                "0.13 % of normal noise lies beyond three"),
            new ThresholdInfo(NegativeFraction, "1", 0.05, "The fraction of the intensities that may be so far below zero.", "a proposal"),
            new ThresholdInfo(NotANumberFraction, "1", 0, "The fraction of the intensities that may not be numbers.", "a proposal"),
        ],
        Remedy = new Remedy(Party.Steward),
    };

    private const int FewestPoints = 5;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        double sigmas = context.Threshold(NegativeSigmas);
        foreach (Signal signal in context.Signals)
        {
            ImmutableArray<double> intensities = signal.I;
            int count = intensities.Length, notNumbers = 0, below = 0;
            if (count == 0) continue;
            foreach (double i in intensities)
            {
                if (!double.IsFinite(i)) notNumbers++;
            }
            if (count >= FewestPoints && IsConstant(intensities))
                yield return new Observation(
                    Location.Of(context.Dataset, signal),
                    string.Create(CultureInfo.InvariantCulture, $"all {count} intensities are {intensities[0]:G6}"),
                    "measured intensities",
                    "Ask the uploader for the file with its data.");
            // Planes have no numbers behind the beam stop, and points that the file masks are none by its own word.
            if (signal is Curve
                && notNumbers > count * context.Threshold(NotANumberFraction)
                && !IsAllMasked(context))
                yield return new Observation(
                    Location.Of(context.Dataset, signal),
                    $"{notNumbers} of {count} intensities are not numbers",
                    "finite intensities",
                    "Remove those points or ask for the data again.");
            if (signal.Idev is not { } deviations || !signal.IsMeasured) continue;
            for (int i = 0; i < count; i++)
            {
                if (intensities[i] < -sigmas * deviations[i]) below++;
            }
            if (below > count * context.Threshold(NegativeFraction))
                yield return new Observation(
                    Location.Of(context.Dataset, signal),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{below} of {count} intensities are more than {sigmas} standard deviations below zero"),
                    "intensities around zero or above",
                    "Too much background was subtracted; ask for the sample and background curves.");
        }
    }

    private static bool IsAllMasked(RuleContext context) =>
        context.Signals.Sum(signal => signal.I.LongCount(intensity => !double.IsFinite(intensity)))
        <= context.Doubts.Where(doubt => doubt.Kind == DoubtKind.Masked).Sum(doubt => doubt.Omitted);

    private static bool IsConstant(ImmutableArray<double> values)
    {
        foreach (double value in values)
        {
            if (value != values[0]) return false;
        }
        return true;
    }
}
