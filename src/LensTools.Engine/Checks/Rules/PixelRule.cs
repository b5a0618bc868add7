using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A rule about each pixel of a detector beside those around it.</summary>
internal abstract class PixelRule : IDatasetRule
{
    private const int FewestPixels = 64;

    public abstract RuleInfo Info { get; }

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (DetectorCounts detector in context.Counts.Detectors.Where(one => one.Pixels.Length >= FewestPixels && IsFor(one)))
        {
            context.Stop.ThrowIfCancellationRequested();
            int[] bad = [.. Enumerable.Range(0, detector.Pixels.Length).Where(pixel => IsBad(context, detector, pixel))];
            if (bad.Length == 0 || bad.Length <= LargestPart(context) * detector.Pixels.Length) continue;
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = detector.Location },
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{bad.Length} of {detector.Pixels.Length} pixels {What}; the first is pixel {bad[0]}: {detector.Pixels[bad[0]]:G6}"),
                "pixels that count as their neighbours do",
                "Mask them in the reduction; tell the instrument's scientist.");
        }
    }

    /// <summary>What the pixels do that it finds.</summary>
    protected abstract string What { get; }

    /// <summary>Whether it can say something about a detector.</summary>
    protected virtual bool IsFor(DetectorCounts detector) => true;

    /// <summary>The part of the pixels that may be so.</summary>
    protected virtual double LargestPart(RuleContext context) => 0;

    protected abstract bool IsBad(RuleContext context, DetectorCounts detector, int pixel);

    /// <summary>The counts of the pixels around a pixel, in no order.</summary>
    /// <returns>How many there are, at most eight.</returns>
    protected static int Around(DetectorCounts detector, int pixel, Span<double> around)
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
