using System.Collections.Immutable;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>The grid of pixels in a list.</summary>
internal static class PixelGrid
{
    /// <summary>
    /// Rows and columns, if one component of Q is the same along each row and the other repeats from row to row; else null.
    /// </summary>
    public static long[]? Find(Plane plane) => Find(plane.Qx, plane.Qy) ?? Find(plane.Qy, plane.Qx);

    private static long[]? Find(ImmutableArray<double> slow, ImmutableArray<double> fast)
    {
        int columns = 1;
        while (columns < slow.Length && slow[columns] == slow[0]) columns++;
        if (columns < 2 || columns == slow.Length || slow.Length % columns != 0) return null;
        for (int i = columns; i < slow.Length; i++)
        {
            if (slow[i] != slow[i - (i % columns)] || fast[i] != fast[i - columns]) return null;
        }
        return [slow.Length / columns, columns];
    }
}
