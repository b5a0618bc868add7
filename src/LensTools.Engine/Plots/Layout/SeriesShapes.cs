namespace LensTools.Engine.Plots.Layout;

/// <summary>The shapes of a series: no more than there are pixels, however many values it has.</summary>
internal static class SeriesShapes
{
    private const int FewPoints = 60, SomePoints = 200;

    /// <summary>Adds the shapes of a series.</summary>
    /// <param name="shapes">The shapes so far.</param>
    /// <param name="series">The series.</param>
    /// <param name="area">Where it is drawn.</param>
    /// <param name="font">The size of usual text, which that of dots follows.</param>
    /// <param name="spacing">How near to each other dots may be, in pixels.</param>
    public static void Add(List<SceneShape> shapes, PlotSeries series, PanelArea area, double font, double spacing)
    {
        if (series.Style == SeriesStyle.Points) AddPoints(shapes, series, area, font, spacing);
        else AddLine(shapes, series, area);
    }

    private static void AddPoints(List<SceneShape> shapes, PlotSeries series, PanelArea area, double font, double spacing)
    {
        double radius = font * (series.X.Count <= FewPoints ? 0.22 : series.X.Count <= SomePoints ? 0.16 : 0.12);
        var dots = new List<(double, double)>();
        var bars = new List<(double, double, double, double)>();
        var seen = new HashSet<(int, int)>();
        double cap = series.X.Count <= FewPoints ? font * 0.2 : 0;
        for (int i = 0; i < series.X.Count; i++)
        {
            (double x, double y) = (area.XOf(series.X[i]), area.YOf(series.Y[i]));
            if (!(x >= area.Left - 1 && x <= area.Right + 1) || !(y >= area.Top - 1 && y <= area.Bottom + 1)) continue;
            // What would nearly lie on another adds nothing.
            if (!seen.Add(((int)Math.Round(x / spacing), (int)Math.Round(y / spacing)))) continue;
            dots.Add((x, y));
            if (i >= series.Sigma.Count || !(series.Sigma[i] > 0) || !double.IsFinite(series.Sigma[i])) continue;
            (double high, double low) = (area.YEndOf(series.Y[i] + series.Sigma[i]), area.YEndOf(series.Y[i] - series.Sigma[i]));
            // A bar that its dot hides is not drawn.
            if (low - high <= radius * 2) continue;
            bars.Add((x, high, x, low));
            if (cap == 0) continue;
            if (high > area.Top) bars.Add((x - cap, high, x + cap, high));
            if (low < area.Bottom) bars.Add((x - cap, low, x + cap, low));
        }
        if (bars.Count > 0) shapes.Add(new SceneSegments(SceneRole.Uncertainty, bars) { Colour = series.Colour });
        shapes.Add(new SceneDots(SceneRole.Data, dots, radius) { Colour = series.Colour });
    }

    private static void AddLine(List<SceneShape> shapes, PlotSeries series, PanelArea area)
    {
        if (series.Sigma.Count > 0) AddBand(shapes, series, area);
        var points = new List<(double X, double Y)>();
        for (int i = 0; i < series.X.Count; i++)
        {
            (double x, double y) = (area.XOf(series.X[i]), area.YOf(series.Y[i]));
            if (!double.IsFinite(x) || !double.IsFinite(y)) points.Add((double.NaN, double.NaN));
            else if (series.Style == SeriesStyle.Steps) AddStep(points, series, area, i, Math.Clamp(y, area.Top, area.Bottom));
            else points.Add((x, Math.Clamp(y, area.Top, area.Bottom)));
        }
        shapes.Add(new SceneLine(SceneRole.Data, LineReduction.Of(points)) { Colour = series.Colour });
    }

    // A value is in the middle of its bin, whose edges are half way to its neighbours.
    private static void AddStep(List<(double X, double Y)> points, PlotSeries series, PanelArea area, int i, double y)
    {
        IReadOnlyList<double> x = series.X;
        double before = i > 0 ? x[i - 1] : x[i] - (x.Count > 1 ? x[1] - x[0] : 0);
        double after = i + 1 < x.Count ? x[i + 1] : x[i] + (i > 0 ? x[i] - x[i - 1] : 0);
        double left = area.XOf((before + x[i]) / 2), right = area.XOf((x[i] + after) / 2);
        points.Add((double.IsFinite(left) ? Math.Clamp(left, area.Left, area.Right) : area.Left, y));
        points.Add((Math.Clamp(right, area.Left, area.Right), y));
    }

    private static void AddBand(List<SceneShape> shapes, PlotSeries series, PanelArea area)
    {
        int[] shown = [.. Enumerable.Range(0, series.X.Count).Where(
            i => double.IsFinite(area.XOf(series.X[i])) && double.IsFinite(area.YOf(series.Y[i])) && double.IsFinite(series.Sigma[i]))];
        if (shown.Length < 2) return;
        IEnumerable<(double, double)> End(IEnumerable<int> points, int side) =>
            LineReduction.Of([.. points.Select(i => (area.XOf(series.X[i]), area.YEndOf(series.Y[i] + (side * series.Sigma[i]))))]);
        shapes.Add(new SceneArea(SceneRole.Band, [.. End(shown, 1), .. End(shown.Reverse(), -1)]) { Colour = series.Colour });
    }
}
