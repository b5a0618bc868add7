using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Checks.Rules;

/// <summary>What is measured of a curve is what is known of its sample.</summary>
internal sealed class TruthRule : CurveRule
{
    private const string MostSigmas = "mostSigmas";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.Truth",
        Name = "Known values",
        Description = "Rg and Dmax of a curve are those known of its sample, where -Truth or the collection's lens.yaml names them.",
        Explanation = "A curve that gives another size than its sample has is mislabelled, aggregated or wrongly reduced.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals | RuleNeeds.Labels,
        Thresholds =
        [
            new ThresholdInfo(
                MostSigmas,
                "standard deviations",
                2,
                "How far beyond the tolerance of a known range a value may be, by its own uncertainty.",
                "Own choice: one in twenty good curves is beyond"),
        ],
        Source = "The file of known values names the source of each",
        Remedy = new Remedy(
            Party.Uploader, "The size that the curve gives is not that of its sample. Is it the sample that it is said to be?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (context.Truth is not { } truth) yield break;
        string? sample = context.Label("sample-group") ?? context.Label("sample-name") ?? context.Dataset.Sample;
        if (sample is null || !truth.Knows(sample)) yield break;
        foreach (TruthComparison one in truth.Compare(sample, shape))
        {
            if (one.Measured is not { } value) continue;
            double room = one.Tolerance + (context.Threshold(MostSigmas) * (one.Sigma ?? 0));
            if (value >= one.Least - room && value <= one.Most + room) continue;
            yield return new Observation(
                At(context, shape),
                Text($"{one.Quantity} is {value:G4} ± {one.Sigma ?? 0:G2} angstrom, and that of {sample} {one.Least:G4} to {one.Most:G4}"),
                Text($"{one.Quantity} of {one.Least:G4} to {one.Most:G4} angstrom, within {one.Tolerance:G2}, by {one.Source}"),
                "Compare the curve with others of the sample, and ask the uploader.");
        }
    }
}
