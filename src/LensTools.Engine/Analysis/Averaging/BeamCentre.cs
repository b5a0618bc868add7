namespace LensTools.Engine.Analysis.Averaging;

/// <summary>
/// Where the beam meets a frame: the point about which the frame is most like itself turned by half a turn, as small-angle scattering and
/// beam stops are. Roots of counts are compared, whose noise is the same everywhere.
/// </summary>
internal static class BeamCentre
{
    // The first search is over a frame of at most so many rows and columns; each next one has twice as many, near what was found.
    private const int CoarsestSide = 48, Near = 3;

    // What is no less like itself about other points has no centre.
    private const double Distinct = 0.5;

    /// <summary>The column and the row from the middle of the first; null if the frame has no centre that stands out.</summary>
    /// <param name="counts">The counts row by row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public static (double Column, double Row)? Find(IReadOnlyList<double> counts, int rows, int columns)
    {
        int block = 1;
        while (Math.Max(rows, columns) / block > CoarsestSide) block *= 2;
        // Sums of the coordinates of two opposite pixels, twice those of the centre.
        (int x, int y) = (0, 0);
        for (bool isFirst = true; ; block /= 2, isFirst = false)
        {
            double[,] roots = Roots(counts, rows, columns, block);
            (int height, int width) = (roots.GetLength(0), roots.GetLength(1));
            // Within the middle half of the frame.
            (int fromX, int toX, int fromY, int toY) = isFirst
                ? (width / 2, 3 * width / 2, height / 2, 3 * height / 2)
                : (x - Near, x + Near, y - Near, y + Near);
            double best = double.PositiveInfinity;
            var all = new List<double>();
            (int bestX, int bestY) = (fromX, fromY);
            for (int sumY = fromY; sumY <= toY; sumY++)
            {
                for (int sumX = fromX; sumX <= toX; sumX++)
                {
                    double difference = Difference(roots, sumX, sumY);
                    all.Add(difference);
                    if (difference < best) (best, bestX, bestY) = (difference, sumX, sumY);
                }
            }
            all.Sort();
            if (isFirst && !(best < Distinct * all[all.Count / 2])) return null;
            if (block == 1)
            {
                return ((bestX + Vertex(Difference(roots, bestX - 1, bestY), best, Difference(roots, bestX + 1, bestY))) / 2,
                    (bestY + Vertex(Difference(roots, bestX, bestY - 1), best, Difference(roots, bestX, bestY + 1))) / 2);
            }
            // The same point among pixels of half the size.
            (x, y) = ((2 * bestX) + 1, (2 * bestY) + 1);
        }
    }

    private static double[,] Roots(IReadOnlyList<double> counts, int rows, int columns, int block)
    {
        double[,] roots = new double[rows / block, columns / block];
        for (int i = 0; i < counts.Count; i++)
        {
            (int row, int column) = (i / columns / block, i % columns / block);
            if (row < roots.GetLength(0) && column < roots.GetLength(1)) roots[row, column] += counts[i];
        }
        for (int row = 0; row < roots.GetLength(0); row++)
            for (int column = 0; column < roots.GetLength(1); column++)
                roots[row, column] = Math.Sqrt(Math.Max(0, roots[row, column]));
        return roots;
    }

    // The mean square difference of opposite pixels that the frame has both of; those without a number are in none.
    private static double Difference(double[,] roots, int sumX, int sumY)
    {
        (int height, int width) = (roots.GetLength(0), roots.GetLength(1));
        double sum = 0;
        int count = 0;
        for (int row = Math.Max(0, sumY - height + 1); row <= Math.Min(height - 1, sumY); row++)
        {
            for (int column = Math.Max(0, sumX - width + 1); column <= Math.Min(width - 1, sumX); column++)
            {
                double difference = roots[row, column] - roots[sumY - row, sumX - column];
                if (double.IsNaN(difference)) continue;
                (sum, count) = (sum + (difference * difference), count + 1);
            }
        }
        return count > 0 ? sum / count : double.PositiveInfinity;
    }

    // Where the parabola through three values at -1, 0 and 1 is least.
    private static double Vertex(double before, double at, double behind)
    {
        double curvature = before - (2 * at) + behind;
        return curvature > 0 && double.IsFinite(curvature) ? Math.Clamp((before - behind) / (2 * curvature), -1, 1) : 0;
    }
}
