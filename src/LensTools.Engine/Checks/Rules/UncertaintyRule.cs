using System.Collections.Immutable;
using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Reduced intensities have measured standard deviations.</summary>
internal sealed class UncertaintyRule : IDatasetRule
{
    private const string ConstantDeviation = "constantDeviation";
    private const int FewestPoints = 5;

    public RuleInfo Info { get; } = new()
    {
        Id = "Data.Uncertainty",
        Name = "Uncertainty",
        Description = "Every intensity has a standard deviation that is positive and not just a constant fraction of it.",
        Explanation = "Without uncertainties no fit can be judged and no point weighed.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Reduced,
        DefaultSeverity = Severity.Error,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                ConstantDeviation,
                "1",
                0.001,
                "Relative deviations that vary less than this, relative to their mean, were not measured.",
                "a proposal; those of neutron counts vary by tenths"),
        ],
        Remedy = new Remedy(Party.Uploader, "Can you send the data with the uncertainties of the reduction?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Dataset.Level != DataLevel.Reduced) yield break;
        const string Wanted = "one standard deviation for every intensity";
        const string Ask = "Ask the uploader for the data with the uncertainties of the reduction.";
        foreach (Signal signal in context.Signals.Where(signal => signal.IsMeasured))
        {
            Location location = Location.Of(context.Dataset, signal);
            if (signal.Idev is not { } deviations)
            {
                yield return new Observation(location, "the curve has no uncertainties", Wanted, Ask);
                continue;
            }
            int bad = 0;
            foreach (double deviation in deviations)
            {
                if (!(deviation > 0) || double.IsInfinity(deviation)) bad++;
            }
            if (bad > 0)
                yield return new Observation(
                    location, $"{bad} of {deviations.Length} uncertainties are zero, negative or not a number", Wanted, Ask);
            else if (Constant(signal.I, deviations, context.Threshold(ConstantDeviation)) is { } part)
                yield return new Observation(
                    location,
                    string.Create(CultureInfo.InvariantCulture, $"every uncertainty is {part:P2} of its intensity"),
                    "measured uncertainties",
                    Ask);
        }
    }

    // Guessed uncertainties are a fixed fraction of the intensity; measured ones never are.
    private static double? Constant(ImmutableArray<double> intensities, ImmutableArray<double> deviations, double limit)
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
