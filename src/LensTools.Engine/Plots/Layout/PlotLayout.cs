namespace LensTools.Engine.Plots.Layout;

/// <summary>Lays a plot out in pixels: titles, axes, series, marks, remarks, and a legend where it covers no data.</summary>
internal sealed class PlotLayout
{
    private const double SmallText = 0.85, Line = 1.45, TickLength = 0.42, MinorTickLength = 0.22, PanelGap = 0.7;
    private const int MostNotes = 6;

    private readonly Plot _plot;
    private readonly PlotSize _size;
    private readonly PlotFrame _frame;
    private readonly double _font;
    private readonly List<SceneShape> _shapes = [];

    private PlotLayout(Plot plot, PlotSize size) => (_plot, _size, _frame, _font) = (plot, size, PlotFrame.Of(plot), size.FontSize);

    /// <summary>The shapes of a plot.</summary>
    public static PlotScene Of(Plot plot, PlotSize size) => new PlotLayout(plot, size).Build();

    private PlotScene Build()
    {
        var legend = SceneLegend.Of(_plot, _font * SmallText);
        PanelArea[] areas = Areas(0);
        (double X, double Y)? place = legend?.PlaceIn(areas[0], _plot.Panels[0]);
        if (legend is not null && place is null)
        {
            double width = areas[0].Right - areas[0].Left;
            areas = Areas(legend.RowsHeight(width));
        }
        _shapes.Add(new SceneRectangle(SceneRole.Background, 0, 0, _size.Width, _size.Height, IsFilled: true));
        for (int i = 0; i < areas.Length; i++) AddPanel(_plot.Panels[i], areas[i], isLast: i == areas.Length - 1);
        if (legend is not null)
        {
            if (place is { } corner) legend.AddAt(_shapes, corner.X, corner.Y);
            else legend.AddRows(_shapes, areas[0].Left, areas[0].Right, TitleHeight);
        }
        if (!_size.IsBare) AddTexts(areas);
        return new PlotScene(_size.Width, _size.Height, _plot.Title, _plot.Description, _shapes);
    }

    private double TitleHeight => _size.IsBare ? _font * 0.6 : _font * (_plot.Subtitle.Length > 0 ? 3.6 : 2.4);

    private IReadOnlyList<(SceneRole Role, string Text)> Notes
    {
        get
        {
            if (_size.IsBare) return [];
            (SceneRole, string)[] marks = [.. _plot.Marks.Select((mark, i) => (PanelMarks.RoleOf(mark), $"{i + 1}  {mark.Text}"))];
            (SceneRole, string)[] shown = marks.Length > MostNotes
                ? [.. marks.Take(MostNotes), (SceneRole.Muted, $"and {marks.Length - MostNotes} more findings")]
                : marks;
            return [.. shown, .. _frame.Remarks.Select(remark => (SceneRole.Muted, remark))];
        }
    }

    private PanelArea[] Areas(double legendHeight)
    {
        double top = TitleHeight + legendHeight;
        double notes = Notes.Count * _font * SmallText * Line;
        double bottom = _size.Height - (_font * (_size.IsBare ? 3.1 : 3.5)) - notes;
        double height = Math.Max(_font, bottom - top - ((_plot.Panels.Count - 1) * _font * PanelGap));
        double weights = _plot.Panels.Sum(panel => panel.Weight);
        AxisTicks[] ticks = [.. _plot.Panels.Zip(
            _frame.Y, (panel, range) => AxisTicks.Of(range, (int)(height * panel.Weight / weights / (_font * 2.4))))];
        double labels = ticks.SelectMany(one => one.Ticks).Max(tick => TextWidth.Of(tick.Label, _font * SmallText));
        double left = labels + (_font * (1.7 + TickLength + 0.6));
        double right = _size.Width - (_font * 1.1);
        ColourBar? bar = _plot.Panels[0].Image is { } image ? ColourBar.Of(image, height, _font) : null;
        if (bar is not null) right -= bar.Width;
        if (bar is not null && _plot.X.Unit == _plot.Panels[0].Y.Unit)
        {
            // A pixel as high as wide.
            double across = Math.Abs(_frame.X.To - _frame.X.From), up = Math.Abs(_frame.Y[0].To - _frame.Y[0].From);
            double scale = Math.Min((right - left) / across, height / up);
            double spare = right - left - (scale * across);
            (left, right, height) = (left + (spare / 2), right - (spare / 2), scale * up);
        }
        AxisTicks x = AxisTicks.Of(_frame.X, (int)((right - left) / (_font * 4)));
        var areas = new PanelArea[_plot.Panels.Count];
        for (int i = 0; i < areas.Length; i++)
        {
            double share = height * _plot.Panels[i].Weight / weights;
            areas[i] = new PanelArea(left, top, right, top + share, _frame.X, _frame.Y[i], x, ticks[i]) { ColourBar = bar };
            top += share + (_font * PanelGap);
        }
        return areas;
    }

    private void AddPanel(PlotPanel panel, PanelArea area, bool isLast)
    {
        if (panel.Image is { } image) _shapes.Add(HeatMap.Of(image, area));
        else AddGrid(area);
        if (panel.Reference is { } reference && area.Y.Place(reference) is >= 0 and <= 1)
            _shapes.Add(new SceneSegments(SceneRole.Reference, [(area.Left, area.YOf(reference), area.Right, area.YOf(reference))]));
        if (ReferenceEquals(panel, _plot.Panels[0])) PanelMarks.AddBands(_shapes, _plot.Marks, area);
        foreach (PlotSeries series in panel.Series) SeriesShapes.Add(_shapes, series, area, _font, _size.DotSpacing);
        if (ReferenceEquals(panel, _plot.Panels[0])) PanelMarks.AddRings(_shapes, _plot.Marks, area, _font * SmallText);
        AddAxes(panel, area, isLast);
        area.ColourBar?.Add(_shapes, area, _font);
    }

    private void AddGrid(PanelArea area)
    {
        _shapes.Add(new SceneSegments(
            SceneRole.Grid,
            [
                .. area.XTicks.Ticks.Where(tick => tick.IsMajor).Select(tick => area.XOf(tick.Value))
                    .Select(x => (x, area.Top, x, area.Bottom)),
                .. area.YTicks.Ticks.Where(tick => tick.IsMajor).Select(tick => area.YOf(tick.Value))
                    .Select(y => (area.Left, y, area.Right, y)),
            ]));
    }

    private void AddAxes(PlotPanel panel, PanelArea area, bool isLast)
    {
        double small = _font * SmallText;
        var lines = new List<(double, double, double, double)>();
        foreach (AxisTick tick in area.XTicks.Ticks)
        {
            double x = area.XOf(tick.Value), length = _font * (tick.IsMajor ? TickLength : MinorTickLength);
            lines.Add((x, area.Bottom, x, area.Bottom + length));
            if (isLast && tick.Label.Length > 0)
                _shapes.Add(new SceneText(SceneRole.Text, x, area.Bottom + (_font * (TickLength + 1)), tick.Label, small)
                {
                    Anchor = TextAnchor.Middle,
                });
        }
        foreach (AxisTick tick in area.YTicks.Ticks)
        {
            double y = area.YOf(tick.Value), length = _font * (tick.IsMajor ? TickLength : MinorTickLength);
            lines.Add((area.Left - length, y, area.Left, y));
            if (tick.Label.Length > 0)
                _shapes.Add(new SceneText(SceneRole.Text, area.Left - (_font * (TickLength + 0.2)), y + (small * 0.35), tick.Label, small)
                {
                    Anchor = TextAnchor.End,
                });
        }
        _shapes.Add(new SceneSegments(SceneRole.Frame, lines));
        _shapes.Add(
            new SceneRectangle(SceneRole.Frame, area.Left, area.Top, area.Right - area.Left, area.Bottom - area.Top, IsFilled: false));
        string label = TextWidth.Fit(panel.Y.Label(area.YTicks.Exponent), _font, area.Bottom - area.Top + (_font * 2));
        _shapes.Add(new SceneText(SceneRole.Text, _font * 1.2, (area.Top + area.Bottom) / 2, label, _size.IsBare ? small : _font)
        {
            Anchor = TextAnchor.Middle,
            IsVertical = true,
        });
        if (!isLast) return;
        _shapes.Add(new SceneText(
            SceneRole.Text,
            (area.Left + area.Right) / 2,
            area.Bottom + (_font * (TickLength + 2.35)),
            TextWidth.Fit(_plot.X.Label(area.XTicks.Exponent), _font, _size.Width),
            _size.IsBare ? small : _font)
        {
            Anchor = TextAnchor.Middle,
        });
    }

    private void AddTexts(PanelArea[] areas)
    {
        double left = areas[0].Left, small = _font * SmallText;
        _shapes.Add(new SceneText(
            SceneRole.Text, left, _font * 1.6, TextWidth.Fit(_plot.Title, _font * 1.1, (_size.Width - left) * 0.94), _font * 1.1)
        {
            IsBold = true,
        });
        if (_plot.Subtitle.Length > 0)
            _shapes.Add(new SceneText(
                SceneRole.Muted, left, _font * 2.9, TextWidth.Fit(_plot.Subtitle, small, _size.Width - left), small));
        double y = _size.Height - (Notes.Count * small * Line) + (small * 0.6);
        foreach ((SceneRole role, string text) in Notes)
        {
            _shapes.Add(new SceneText(role, left, y, TextWidth.Fit(text, small, _size.Width - left - _font), small));
            y += small * Line;
        }
    }
}
