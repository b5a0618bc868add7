using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>No pixel of a detector is silent where its neighbours count.</summary>
internal sealed class DeadPixelsRule : PixelRule
{
    private const string Neighbours = "deadNeighbours", Part = "deadPart";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Raw.DeadPixels",
        Name = "Dead pixels",
        Description = "Hardly any pixel of a detector counts nothing where its neighbours count.",
        Explanation = "A dead tube or pixel is a hole in every curve; reduction masks it only if somebody tells it to.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Counts,
        Thresholds =
        [
            new ThresholdInfo(
                Neighbours, "counts", 10, "The median of its neighbours from which a pixel without counts is dead.", "a proposal"),
            new ThresholdInfo(Part, "1", 0.001, "The part of the pixels that may be dead.", "a proposal"),
        ],
        Remedy = new Remedy(Party.Facility),
    };

    protected override string What => "count nothing where their neighbours count";

    protected override double LargestPart(RuleContext context) => context.Threshold(Part);

    protected override bool IsBad(RuleContext context, DetectorCounts detector, int pixel)
    {
        if (detector.Pixels[pixel] != 0) return false;
        Span<double> around = stackalloc double[8];
        int count = Around(detector, pixel, around);
        around[..count].Sort();
        return count > 0 && around[count / 2] >= context.Threshold(Neighbours);
    }
}
