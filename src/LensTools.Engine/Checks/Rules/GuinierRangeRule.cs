using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The smallest Q reach the Guinier region of the particles.</summary>
internal sealed class GuinierRangeRule : CurveRule
{
    private const string LargestFirst = "largestFirstQRg";

    // A slope within this many of its standard deviations may be none.
    private const double SlopeSigmas = 4;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.GuinierRange",
        Name = "Guinier range",
        Description = "The curve reaches to small enough Q for its particles: the product of the smallest Q and Rg is below one.",
        Explanation = "Without its Guinier region a curve tells neither size nor mass, and looks like a piece of many shapes.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                LargestFirst,
                "1",
                1,
                "The largest product of the smallest Q and Rg.",
                "BioXTAS RAW, Hopkins et al., J. Appl. Cryst. 50, 1545 (2017): 0.65 is good, 1.0 the limit"),
        ],
        Source = "A. Guinier, Ann. Phys. 12, 161 (1939)",
        Remedy = new Remedy(Party.Uploader, "The curve begins at too large Q for its particles. Is there a measurement at smaller Q?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (shape.Q.Length < 10) yield break;
        double limit = context.Threshold(LargestFirst);
        double? first = AtStart(shape);
        if (!(first > limit)) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the smallest Q, {shape.Q[0]:G4} 1/angstrom, is {first:G2} / Rg"),
            Text($"a smallest Q below {limit:G3} / Rg"),
            "Ask the uploader for a measurement at smaller Q; do not take Rg or I(0) from this curve.");
    }

    // The q Rg of the slope that the first points have in a Guinier plot, whatever follows; null if it is lost in noise.
    private static double? AtStart(CurveShape shape)
    {
        // As far as the slope is that of the beginning.
        int count = Math.Min(Math.Max(8, Array.FindLastIndex(shape.Q, q => q <= 1.5 * shape.Q[0])), shape.Q.Length / 2);
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (int i = 0; i < count; i++)
        {
            double deviation = shape.Sigma.Length > i ? shape.Sigma[i] / shape.I[i] : Uncertainties.AssumedPart;
            if (!(shape.I[i] > 0) || !(deviation is > 0 and < 0.5)) return null;
            double weight = 1 / (deviation * deviation), square = shape.Q[i] * shape.Q[i], log = Math.Log(shape.I[i]);
            w += weight;
            x += weight * square;
            y += weight * log;
            xx += weight * square * square;
            xy += weight * square * log;
        }
        double denominator = (w * xx) - (x * x), slope = ((w * xy) - (x * y)) / denominator;
        return slope < -SlopeSigmas * Math.Sqrt(w / denominator) ? Math.Sqrt(-3 * slope) * shape.Q[0] : null;
    }
}
