using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>No pixel of a detector is silent where its neighbours count.</summary>
internal sealed class DeadPixelsRule : IDatasetRule
{
    private const string Neighbours = "deadNeighbours", Part = "deadPart";

    public RuleInfo Info { get; } = new()
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

    public IEnumerable<Observation> Check(RuleContext context)
    {
        double fewest = context.Threshold(Neighbours);
        foreach (DetectorCounts detector in context.Counts.Detectors.Where(PixelNeighbours.HasMany))
        {
            int dead = 0, first = -1;
            for (int pixel = 0; pixel < detector.Pixels.Length; pixel++)
            {
                if (detector.Pixels[pixel] != 0 || !(PixelNeighbours.Median(detector, pixel) >= fewest)) continue;
                dead++;
                if (first < 0) first = pixel;
            }
            if (dead <= context.Threshold(Part) * detector.Pixels.Length) continue;
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = detector.Location },
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{dead} of {detector.Pixels.Length} pixels count nothing where their neighbours count, the first is pixel {first}"),
                "pixels that count as their neighbours do",
                "Mask them in the reduction; tell the instrument's scientist.");
        }
    }
}

/// <summary>No pixel of a detector counts far more than its neighbours.</summary>
internal sealed class HotPixelsRule : IDatasetRule
{
    private const string Sigmas = "hotSigmas", Factor = "hotFactor";

    public RuleInfo Info { get; } = new()
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

    public IEnumerable<Observation> Check(RuleContext context)
    {
        double sigmas = context.Threshold(Sigmas), factor = context.Threshold(Factor);
        // In a row of spectra the next one may be of another bank.
        foreach (DetectorCounts detector in context.Counts.Detectors.Where(one => PixelNeighbours.HasMany(one) && one.Shape.Count == 2))
        {
            int hot = 0, first = -1;
            for (int pixel = 0; pixel < detector.Pixels.Length; pixel++)
            {
                double count = detector.Pixels[pixel];
                if (!(count > factor * factor)) continue;
                double around = PixelNeighbours.Largest(detector, pixel);
                if (!(count > around + (sigmas * Math.Sqrt(around + 1)) && count > factor * around)) continue;
                hot++;
                if (first < 0) first = pixel;
            }
            if (hot == 0) continue;
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = detector.Location },
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hot} pixels count far more than all around them; the first is pixel {first} with {detector.Pixels[first]:G6}"),
                "pixels that count as their neighbours do",
                "Mask them in the reduction; tell the instrument's scientist.");
        }
    }
}

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
            double largest = detector.Pixels.Max();
            int equal = detector.Pixels.Count(count => count == largest);
            bool isFull = detector.Capacity is { } capacity && largest >= capacity;
            bool isPlateau = equal >= FewestEqual && equal < detector.Pixels.Length / 2 && largest >= SmallestLimit && IsOfBits(largest);
            if (!isFull && !isPlateau) continue;
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = detector.Location },
                string.Create(CultureInfo.InvariantCulture, $"{equal} pixels have {largest:G10} counts, the most that they can hold"),
                "counts below the limit of the detector",
                "Leave those pixels out, or ask the uploader for a measurement with an attenuator.");
        }
    }

    // 255, 4095, 65535 and their like, where a counter ends.
    private static bool IsOfBits(double value) =>
        value < long.MaxValue && value == Math.Floor(value) && (((long)value + 1) & (long)value) == 0;
}

/// <summary>The pixels around a pixel.</summary>
internal static class PixelNeighbours
{
    private const int FewestPixels = 64;

    /// <summary>Whether a detector has enough pixels to compare.</summary>
    public static bool HasMany(DetectorCounts detector) => detector.Pixels.Length >= FewestPixels;

    /// <summary>The median of their counts; zero if there are none.</summary>
    public static double Median(DetectorCounts detector, int pixel)
    {
        Span<double> around = stackalloc double[8];
        int count = Around(detector, pixel, around);
        if (count == 0) return 0;
        around[..count].Sort();
        return around[count / 2];
    }

    /// <summary>The largest of their counts.</summary>
    public static double Largest(DetectorCounts detector, int pixel)
    {
        Span<double> around = stackalloc double[8];
        int count = Around(detector, pixel, around);
        double largest = 0;
        foreach (double one in around[..count]) largest = Math.Max(largest, one);
        return largest;
    }

    private static int Around(DetectorCounts detector, int pixel, Span<double> around)
    {
        int width = (int)detector.Shape[^1], height = detector.Pixels.Length / width;
        int x = pixel % width, y = pixel / width, count = 0;
        for (int dy = -1; dy <= 1; dy++)
        {
            for (int dx = -1; dx <= 1; dx++)
            {
                if ((dx == 0 && dy == 0) || x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
                around[count++] = detector.Pixels[((y + dy) * width) + x + dx];
            }
        }
        return count;
    }
}
