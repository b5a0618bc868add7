using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Where a curve is strongest, it stands out from its noise.</summary>
internal sealed class SignalToNoiseRule : CurveRule
{
    private const string Smallest = "smallestSignalToNoise";
    private const int FewestPoints = 8;
    private const double Head = 0.25;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.SignalToNoise",
        Name = "Signal to noise",
        Description = "In the quarter of the points with the smallest Q, the intensity is several times its uncertainty.",
        Explanation = "A curve that is lost in noise where it is strongest was counted too briefly to tell one shape from another.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(Smallest, "1", 3, "The smallest median of intensity over uncertainty in that quarter.", "a proposal"),
        ],
        Remedy = new Remedy(Party.Nobody),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (shape.Sigma.Length < FewestPoints || shape.Sigma.Length != shape.I.Length) yield break;
        double[] ratios = [.. Enumerable.Range(0, (int)Math.Ceiling(Head * shape.I.Length))
            .Where(i => shape.Sigma[i] > 0)
            .Select(i => shape.I[i] / shape.Sigma[i])
            .Order()];
        if (ratios.Length < 2) yield break;
        double median = ratios[ratios.Length / 2];
        if (!(median < context.Threshold(Smallest))) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"at small Q the intensity is {median:G2} times its uncertainty"),
            "an intensity several times its uncertainty at small Q",
            "Use it with care, or label it with the quality flag short-exposure.");
    }
}
