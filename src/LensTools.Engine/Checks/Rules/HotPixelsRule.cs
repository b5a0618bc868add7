using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>No pixel of a detector counts far more than its neighbours.</summary>
internal sealed class HotPixelsRule : PixelRule
{
    private const string Sigmas = "hotSigmas", Factor = "hotFactor";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Raw.HotPixels",
        Name = "Hot pixels",
        Description = "No pixel of a detector counts far more than the pixels around it.",
        Explanation = "A hot pixel adds a spike to the curve that no sample made.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Counts,
        Thresholds =
        [
            new ThresholdInfo(
                Sigmas, "1", 8, "How many standard deviations of counting above its neighbours a pixel may be.", "a proposal"),
            new ThresholdInfo(Factor, "1", 10, "How many times their counts it may have.", "a proposal"),
        ],
        Remedy = new Remedy(Party.Facility),
    };

    protected override string What => "count far more than all around them";

    // In a row of spectra the next one may be of another bank.
    protected override bool IsFor(DetectorCounts detector) => detector.Shape.Count == 2;

    protected override bool IsBad(RuleContext context, DetectorCounts detector, int pixel)
    {
        double count = detector.Pixels[pixel], factor = context.Threshold(Factor);
        if (!(count > factor * factor)) return false;
        Span<double> around = stackalloc double[8];
        double largest = 0;
        foreach (double one in around[..Around(detector, pixel, around)]) largest = Math.Max(largest, one);
        return count > largest + (context.Threshold(Sigmas) * Math.Sqrt(largest + 1)) && count > factor * largest;
    }
}
