namespace LensTools.Engine.Plots.Layout;

/// <summary>The names of the series: in a corner of the first panel where no data are, or above it.</summary>
internal sealed class SceneLegend
{
    private const double Row = 1.5, Sample = 2.2, MostShare = 0.5;
    private const int MostNamed = 12;

    private readonly (string Name, PlotSeries Series)[] _entries;
    private readonly string? _more;
    private readonly double _font;

    private SceneLegend((string, PlotSeries)[] entries, string? more, double font) => (_entries, _more, _font) = (entries, more, font);

    private double Width =>
        (_font * (Sample + 1)) + _entries.Select(entry => entry.Name).Append(_more ?? "").Max(name => TextWidth.Of(name, _font));

    private double Height => ((_entries.Length + (_more is null ? 0 : 1)) * _font * Row) + (_font * 0.5);

    /// <summary>The legend of a plot; null if there is but one series, which needs none.</summary>
    public static SceneLegend? Of(Plot plot, double font)
    {
        PlotSeries[] named = [.. plot.Panels.SelectMany(panel => panel.Series).Where(series => series.IsInLegend)];
        if (named.Length < 2) return null;
        return new SceneLegend(
            [.. named.Take(MostNamed).Select(series => (TextWidth.Fit(series.Name, font, font * 24), series))],
            named.Length > MostNamed ? $"and {named.Length - MostNamed} more" : null,
            font);
    }

    /// <summary>A corner of a panel where it covers no data; null if there is none.</summary>
    public (double X, double Y)? PlaceIn(PanelArea area, PlotPanel panel)
    {
        bool isTooLarge = Width > (area.Right - area.Left) * MostShare || Height > (area.Bottom - area.Top) * MostShare;
        if (panel.Image is not null || isTooLarge) return null;
        double gap = _font * 0.7;
        (double X, double Y)[] corners =
        [
            (area.Right - gap - Width, area.Top + gap), (area.Left + gap, area.Bottom - gap - Height),
            (area.Left + gap, area.Top + gap), (area.Right - gap - Width, area.Bottom - gap - Height),
        ];
        foreach ((double x, double y) in corners)
        {
            if (!panel.Series.Any(series => Touches(series, area, (x - gap, y - gap, x + Width + gap, y + Height + gap)))) return (x, y);
        }
        return null;
    }

    /// <summary>Draws it with its upper left corner at a place.</summary>
    public void AddAt(List<SceneShape> shapes, double x, double y)
    {
        shapes.Add(new SceneRectangle(SceneRole.Legend, x, y, Width, Height, IsFilled: true));
        double line = y + (_font * 1.35);
        foreach ((string name, PlotSeries series) in _entries)
        {
            AddEntry(shapes, x + (_font * 0.5), line, name, series);
            line += _font * Row;
        }
        if (_more is not null) shapes.Add(new SceneText(SceneRole.Muted, x + (_font * (Sample + 0.8)), line, _more, _font));
    }

    /// <summary>The height that it takes in rows above the panel.</summary>
    public double RowsHeight(double width) => (Rows(width).Max(place => place.Row) + 1) * _font * Row;

    /// <summary>Draws it in rows above the panel.</summary>
    public void AddRows(List<SceneShape> shapes, double left, double right, double top)
    {
        foreach ((int row, double x, int entry) in Rows(right - left))
        {
            double y = top + (((row + 0.65) * Row) * _font);
            if (entry < _entries.Length) AddEntry(shapes, left + x, y, _entries[entry].Name, _entries[entry].Series);
            else shapes.Add(new SceneText(SceneRole.Muted, left + x, y, _more!, _font));
        }
    }

    private IEnumerable<(int Row, double X, int Entry)> Rows(double width)
    {
        (int row, double x) = (0, 0);
        for (int i = 0; i < _entries.Length + (_more is null ? 0 : 1); i++)
        {
            double wide = TextWidth.Of(i < _entries.Length ? _entries[i].Name : _more!, _font) + (_font * (Sample + 1.3));
            if (x > 0 && x + wide > width) (row, x) = (row + 1, 0);
            yield return (row, x, i);
            x += wide;
        }
    }

    private void AddEntry(List<SceneShape> shapes, double x, double y, string name, PlotSeries series)
    {
        double middle = y - (_font * 0.32), end = x + (_font * Sample * 0.8);
        if (series.Style == SeriesStyle.Points)
            shapes.Add(new SceneDots(SceneRole.Data, [((x + end) / 2, middle)], _font * 0.24) { Colour = series.Colour });
        else
            shapes.Add(new SceneLine(SceneRole.Data, [(x, middle), (end, middle)]) { Colour = series.Colour });
        shapes.Add(new SceneText(SceneRole.Text, x + (_font * Sample), y, name, _font));
    }

    // Points with their bars, and lines with what lies between two of their points.
    private static bool Touches(PlotSeries series, PanelArea area, (double Left, double Top, double Right, double Bottom) box)
    {
        (double X, double Y) before = (double.NaN, double.NaN);
        for (int i = 0; i < series.X.Count; i++)
        {
            (double x, double y) = (area.XOf(series.X[i]), area.YOf(series.Y[i]));
            (double high, double low) = i < series.Sigma.Count && double.IsFinite(series.Sigma[i])
                ? (area.YEndOf(series.Y[i] + series.Sigma[i]), area.YEndOf(series.Y[i] - series.Sigma[i]))
                : (y, y);
            bool isAcross = series.Style != SeriesStyle.Points && double.IsFinite(before.X);
            (double left, double right) = isAcross ? (Math.Min(before.X, x), Math.Max(before.X, x)) : (x, x);
            (high, low) = isAcross ? (Math.Min(high, before.Y), Math.Max(low, before.Y)) : (high, low);
            if (left <= box.Right && right >= box.Left && high <= box.Bottom && low >= box.Top) return true;
            before = (x, y);
        }
        return false;
    }
}
