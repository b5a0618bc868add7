using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A curve is more than a constant with noise, unless it is of something that scatters so.</summary>
internal sealed class FlatCurveRule : CurveRule
{
    private const string LargestFlat = "flatChiSquare";
    private const int FewestPoints = 10;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.Flat",
        Name = "Flat curve",
        Description = "The curve differs from a constant by more than its noise, unless the sample is a solvent, a standard or nothing.",
        Explanation = "A flat curve is a background, an empty beam or a sample without contrast; it must not be taken for a particle.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals | RuleNeeds.Labels,
        Thresholds =
        [
            new ThresholdInfo(
                LargestFlat, "1", 1.3, "χ² per point, from the weighted mean, below which a curve is a constant.", "a proposal"),
        ],
        Remedy = new Remedy(
            Party.Uploader, "The curve is flat. What kind of sample is it: a solvent, a standard, or an empty cell?", "sample-class"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        int count = shape.I.Length;
        if (count < FewestPoints || shape.Sigma.Length != count || shape.Sigma.Any(sigma => !(sigma > 0))) yield break;
        double weights = 0, sum = 0;
        for (int i = 0; i < count; i++)
        {
            double weight = 1 / (shape.Sigma[i] * shape.Sigma[i]);
            weights += weight;
            sum += weight * shape.I[i];
        }
        double mean = sum / weights, chi = 0, trend = 0;
        for (int i = 0; i < count; i++)
        {
            double away = (shape.I[i] - mean) / shape.Sigma[i];
            chi += away * away;
            trend += away * (i < count / 2 ? 1 : -1);
        }
        // A curve within its noise everywhere may still fall: its halves then differ.
        bool isFlat = chi / count < context.Threshold(LargestFlat) && Math.Abs(trend) / Math.Sqrt(count) < 4;
        if (!isFlat || context.Label("sample-class") is "solvent" or "standard" or "empty") yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the curve is {mean:G4} everywhere within its noise (χ² {chi / count:G3})"),
            "a curve that depends on Q",
            "Ask the uploader what the sample is; give the label sample-class to solvents, standards and empty cells.")
        {
            // What it is has been answered, and it is flat all the same.
            Remedy = context.Label("sample-class") is null ? null : new Remedy(Party.Nobody),
        };
    }
}
