using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>The detector of formats that write the counts of a square one, without its size.</summary>
internal static class SquareDetector
{
    /// <summary>More are not kept.</summary>
    public const int MostPixels = 1 << 20;

    /// <summary>The detector with these counts; null if they do not fill a square.</summary>
    public static DetectorCounts? Of(List<double> counts)
    {
        int side = (int)Math.Round(Math.Sqrt(counts.Count));
        if (counts.Count is <= 1 or > MostPixels || side * side != counts.Count) return null;
        double largest = counts.Max();
        return new DetectorCounts("detector", "the counts", [side, side], [.. counts])
        {
            Elements = counts.Count,
            Largest = (largest, counts.LongCount(count => count == largest)),
        };
    }
}
