using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The points of a curve scatter as much as their uncertainties say.</summary>
internal sealed class UncertaintyScatterRule : CurveRule
{
    private const string Largest = "largestScatter", Smallest = "smallestScatter";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.UncertaintyScatter",
        Name = "Scatter",
        Description = "The points of a curve scatter about their neighbours about as much as their uncertainties say.",
        Explanation = "χ² of a fit means something only if the uncertainties do; uncertainties a factor too small reject every model, and "
            + "too large ones accept every model.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                Largest, "1", 3, "How many times larger than the uncertainties the scatter may be.", "a proposal"),
            new ThresholdInfo(
                Smallest,
                "1",
                0.1,
                "How many times smaller it may be; smoothed and rebinned curves scatter less, as their points are not independent.",
                "a proposal"),
        ],
        Source = "the median of the squared deviations from a cubic through four neighbours, over that of χ² with one degree of freedom",
        Remedy = new Remedy(Party.Uploader, "The uncertainties do not agree with the scatter of the points. How were they computed?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (shape.Scatter is not { } scatter) yield break;
        if (scatter.Factor > context.Threshold(Largest))
            yield return new Observation(
                At(context, shape),
                Text($"the points scatter {scatter.Factor:G3} times as much as their uncertainties say"),
                "uncertainties as large as the scatter",
                "Ask the uploader how the uncertainties were computed.");
        else if (scatter.Factor < context.Threshold(Smallest))
            yield return new Observation(
                At(context, shape),
                Text($"the points scatter {scatter.Factor:G2} times as much as their uncertainties say"),
                "uncertainties no larger than the scatter",
                "Ask the uploader whether the curve was smoothed, or is a model.");
    }
}
