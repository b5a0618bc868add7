using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Uncertainties were propagated, and not made up: not all equal, and not the square roots of normalised intensities.</summary>
internal sealed class UncertaintyModelRule : CurveRule
{
    private const string Same = "sameDeviation";
    private const int FewestPoints = 8;

    // Counts have the square roots as uncertainties, but a reduced curve has no counts of a million in every point by chance.
    private static readonly string[] CountUnits = ["counts", "count", "cts"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.UncertaintyModel",
        Name = "Model of uncertainties",
        Description = "The uncertainties of a curve are neither all equal nor the square roots of its intensities.",
        Explanation = "Uncertainties of a reduction depend on the counts and the normalisation of each point; equal ones, or square "
            + "roots of intensities on another scale than counts, weigh the points wrongly in every fit.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve | DataKinds.Reflectivity,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                Same, "1", 1e-4, "Relative differences from one model that are smaller than this are rounding.", "a proposal"),
        ],
        Source = "SAS publication guidelines, Trewhella et al., Acta Cryst. D73, 710 (2017)",
        Remedy = new Remedy(Party.Uploader, "How were the uncertainties computed, and can you send those of the reduction?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (shape.Sigma.Length < FewestPoints) yield break;
        double same = context.Threshold(Same);
        if (shape.Sigma.Any(sigma => !(sigma > 0))) yield break;
        bool varies = shape.I.Max() - shape.I.Min() > shape.Sigma[0];
        if (varies && shape.Sigma.All(sigma => Math.Abs(sigma - shape.Sigma[0]) <= same * shape.Sigma[0]))
            yield return new Observation(
                At(context, shape),
                Text($"every uncertainty is {shape.Sigma[0]:G4}"),
                "uncertainties that depend on the intensity",
                "Ask the uploader for the uncertainties of the reduction.");
        else if (!IsCounts(shape.Curve) && Enumerable.Range(0, shape.I.Length).All(i => IsRoot(shape.I[i], shape.Sigma[i], same)))
            yield return new Observation(
                At(context, shape),
                "every uncertainty is the square root of its intensity, which is not in counts",
                "uncertainties that were propagated from the counts",
                "Ask the uploader for the uncertainties of the reduction.");
    }

    private static bool IsCounts(Curve curve) =>
        curve.Y.Quantity == AxisQuantity.Counts
        || (curve.Y.SourceUnit is { } unit && CountUnits.Contains(unit.Trim(), StringComparer.OrdinalIgnoreCase));

    private static bool IsRoot(double value, double sigma, double same) =>
        value > 0 && Math.Abs((sigma * sigma / value) - 1) <= 4 * same;
}
