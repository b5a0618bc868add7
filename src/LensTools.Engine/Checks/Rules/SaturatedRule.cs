using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>No pixel is at the largest number that it can hold.</summary>
internal sealed class SaturatedRule : IDatasetRule
{
    // As many equal largest counts as this are a limit, not chance.
    private const int FewestEqual = 5;
    private const double SmallestLimit = 255;

    public RuleInfo Info { get; } = new()
    {
        Id = "Raw.Saturated",
        Name = "Saturated pixels",
        Description = "No pixel holds the largest number that it can, and the largest counts are not all equal.",
        Explanation = "A pixel at its limit counted more than it says, and how much more nobody knows.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Counts,
        Remedy = new Remedy(Party.Uploader, "Some pixels are saturated. Is there a measurement with an attenuator?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (DetectorCounts detector in context.Counts.Detectors.Where(one => one.Pixels.Length > 1))
        {
            (double largest, long equal) = detector.Largest;
            bool isFull = detector.Capacity is { } capacity && largest >= capacity;
            // In a sum over times and periods, equal counts of one of them mean nothing.
            bool isPlateau = detector.Elements == detector.Pixels.Length
                && equal >= FewestEqual && equal < detector.Elements / 2 && largest >= SmallestLimit && IsOfBits(largest);
            if (!isFull && !isPlateau) continue;
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = detector.Location },
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{equal} of {detector.Elements} counts are {largest:G10}, the most that a pixel can hold"),
                "counts below the limit of the detector",
                "Leave those pixels out, or ask the uploader for a measurement with an attenuator.");
        }
    }

    // 255, 4095, 65535 and their like, where a counter ends.
    private static bool IsOfBits(double value) =>
        value < long.MaxValue && value == Math.Floor(value) && (((long)value + 1) & (long)value) == 0;
}
