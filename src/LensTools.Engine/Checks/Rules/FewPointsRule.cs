using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A curve has enough points to have a shape.</summary>
internal sealed class FewPointsRule : CurveRule
{
    private const string FewestPoints = "fewestPoints";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.FewPoints",
        Name = "Few points",
        Description = "Every measured curve has enough points to have a shape.",
        Explanation = "A curve of a few points fits almost any model, so that it teaches a classifier nothing.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve | DataKinds.Reflectivity | DataKinds.SpinEcho,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(FewestPoints, "1", 5, "The number of points below which a curve is too short.", "a proposal"),
        ],
        Remedy = new Remedy(Party.Uploader, "The curve has only a few points. Can you send all of it?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        double fewest = context.Threshold(FewestPoints);
        int count = shape.Curve.I.Length;
        if (count == 0 || count >= fewest) yield break;
        yield return new Observation(
            At(context, shape),
            count == 1 ? "the curve has one point" : $"the curve has {count} points",
            Text($"at least {fewest} points"),
            "Ask the uploader for the whole curve.");
    }
}
