namespace LensTools.Engine.Plots.Layout;

/// <summary>Lines with no more points than can be seen.</summary>
internal static class LineReduction
{
    private const int FewPoints = 2000;

    /// <summary>A line that looks the same: of each column of pixels the first, least, greatest and last point.</summary>
    /// <param name="points">The points in pixels; those that are no numbers stay, as the ends of parts.</param>
    public static IReadOnlyList<(double X, double Y)> Of(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count <= FewPoints) return points;
        var kept = new List<(double X, double Y)>();
        for (int start = 0; start < points.Count;)
        {
            int end = start + 1;
            if (double.IsFinite(points[start].X))
                while (end < points.Count && double.IsFinite(points[end].X) && (int)points[end].X == (int)points[start].X) end++;
            int least = start, greatest = start;
            for (int i = start; i < end; i++)
            {
                if (points[i].Y < points[least].Y) least = i;
                if (points[i].Y > points[greatest].Y) greatest = i;
            }
            foreach (int i in new SortedSet<int> { start, least, greatest, end - 1 }) kept.Add(points[i]);
            start = end;
        }
        return kept;
    }
}
