using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>No single point is far from all its neighbours.</summary>
internal sealed class OutlierRule : CurveRule
{
    private const string LargestJump = "largestJump";

    // Where many points jump it is the uncertainties that are wrong.
    private const double MostOutliers = 0.03;

    // A minimum between two oscillations is a dip too: a point that was lost goes lower.
    private const double SmallestDip = 0.5;

    // Between neighbours that differ by more, the curve is too steep to tell.
    private const double MostSlope = 1.5;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.Outliers",
        Name = "Outliers",
        Description = "No single point of a curve is far from all its neighbours.",
        Explanation = "A hot pixel, a cosmic ray or a typing error makes one point of a curve jump, and pulls every fit.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                LargestJump,
                "1",
                0.2,
                "The smallest part of its neighbours' intensity by which an outlier differs from them.",
                "a proposal; the point must also be twelve times the usual scatter away"),
        ],
        Remedy = new Remedy(Party.Steward),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (shape.Scatter is not { Outliers.Count: > 0 } scatter) yield break;
        int[] far = [.. scatter.Outliers.Where(point => Jump(shape, point) > context.Threshold(LargestJump))];
        if (far.Length == 0 || far.Length > Math.Max(2, MostOutliers * shape.I.Length)) yield break;
        int index = shape.Curve.Q.IndexOf(shape.Q[far[0]]);
        yield return new Observation(
            At(context, shape) with { Points = new PointRange(index, index) },
            Text($"the intensity at Q = {shape.Q[far[0]]:G4} is {shape.I[far[0]]:G4}, between {shape.I[far[0] - 1]:G4} and ")
                + Text($"{shape.I[far[0] + 1]:G4}{(far.Length > 1 ? $"; {far.Length} points are like that" : "")}"),
            "intensities near those beside them",
            "Leave the point out, or ask the uploader what it is.");
    }

    private static double Jump(CurveShape shape, int point)
    {
        double before = shape.I[point - 1], after = shape.I[point + 1], beside = (before + after) / 2;
        if (before > 0 && after > 0 && Math.Max(before, after) > MostSlope * Math.Min(before, after)) return 0;
        double jump = (shape.I[point] - beside) / Math.Max(Math.Abs(beside), double.Epsilon);
        return jump < 0 && jump > -SmallestDip ? 0 : Math.Abs(jump);
    }
}
