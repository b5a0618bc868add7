using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The mean intensity at the largest Q is not below zero.</summary>
internal sealed class OverSubtractionRule : CurveRule
{
    private const string Sigmas = "overSubtractionSigmas", Part = "overSubtractionPart";
    private const int FewestPoints = 15;
    private const double Tail = 0.2;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.OverSubtraction",
        Name = "Over-subtraction",
        Description = "The mean intensity of the fifth of the points with the largest Q is not below zero beyond its noise.",
        Explanation = "Scattering cannot be negative: a mean below zero is a background that was scaled too high, and bends the curve "
            + "wherever it is weak.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(Sigmas, "1", 3, "How many standard deviations of the mean it may be below zero.", "a proposal"),
            new ThresholdInfo(
                Part, "1", 0.001, "The part of the largest intensity by which it may be below zero whatever its noise.", "a proposal"),
        ],
        Source = "SAS publication guidelines, Trewhella et al., Acta Cryst. D73, 710 (2017)",
        Remedy = new Remedy(Party.Uploader, "The intensity falls below zero. Can you send the curves of the sample and of the background?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        int count = shape.I.Length;
        if (count < FewestPoints || shape.Sigma.Length != count) yield break;
        double sum = 0, variance = 0, steps = 0;
        int tail = (int)(Tail * count);
        for (int i = count - tail; i < count; i++)
        {
            sum += shape.I[i];
            double step = shape.I[i] - shape.I[i - 1];
            steps += step * step / 2;
            variance += shape.Sigma[i] * shape.Sigma[i];
        }
        double mean = sum / tail, stated = Math.Sqrt(variance) / tail;
        // Whichever is larger: what the file states, or the scatter from point to point, in which a slope has no part.
        double scattered = Math.Sqrt(steps) / tail;
        double noise = Math.Max(stated, scattered);
        if (!(mean < -context.Threshold(Sigmas) * noise) || -mean < context.Threshold(Part) * shape.I.Max()) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the mean of the last {tail} intensities is {mean:G3} ± {noise:G2}"),
            "a mean of zero or above at large Q",
            "Ask the uploader for the curves of the sample and of the background.");
    }
}
