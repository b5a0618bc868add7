using LensTools.Engine.Checks;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Engine.Plots.Terminal;

/// <summary>Draws a plot with the characters of a terminal.</summary>
internal sealed class TerminalPlot
{
    private const int FewestRows = 4, FewestColumns = 12, MostNotes = 4, TickColumns = 9, TickRows = 4;

    private static readonly PlotTheme Theme = PlotTheme.Terminal;
    private const string Letters = "ox+*#%@abcdefghijklmnpqrstuvwyz";
    private const int MostNamed = 14;


    private readonly Plot _plot;
    private readonly PlotFrame _frame;
    private readonly TerminalCapabilities _terminal;
    private readonly bool _isSmall;
    private readonly PlotSeries[] _named;
    private readonly List<AnsiText> _lines = [];

    private TerminalPlot(Plot plot, TerminalCapabilities terminal, bool isSmall)
    {
        (_plot, _frame, _terminal, _isSmall) = (plot, PlotFrame.Of(plot), terminal, isSmall);
        _named = [.. plot.Panels.SelectMany(panel => panel.Series).Where(series => series.IsInLegend)];
    }

    /// <summary>The lines of a plot.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="terminal">The terminal.</param>
    /// <param name="isSmall">Whether it is one of many: without notes and names of axes.</param>
    public static IReadOnlyList<AnsiText> Of(Plot plot, TerminalCapabilities terminal, bool isSmall = false) =>
        new TerminalPlot(plot, terminal, isSmall).Draw();

    private List<AnsiText> Draw()
    {
        AddTitle();
        List<AnsiText> legend = Legend(), notes = Notes();
        int fixedLines = _lines.Count + legend.Count + notes.Count + (_isSmall ? 2 : 3) + (_isSmall ? 0 : _plot.Panels.Count);
        int height = Math.Max(FewestRows * _plot.Panels.Count, _terminal.Rows - fixedLines);
        double weights = _plot.Panels.Sum(panel => panel.Weight);
        int[] heights = [.. _plot.Panels.Select(panel => Math.Max(FewestRows, (int)(height * panel.Weight / weights)))];
        AxisTicks[] ticks = [.. _frame.Y.Select((range, i) => AxisTicks.Of(range, Math.Max(2, heights[i] / TickRows)))];
        int gutter = ticks.SelectMany(one => one.Ticks).Max(tick => Text(tick.Label).Length) + 1;
        int width = Math.Max(FewestColumns, _terminal.Columns - gutter - 2);
        AxisTicks x = AxisTicks.Of(_frame.X, Math.Max(2, width / TickColumns));
        _lines.AddRange(legend);
        for (int i = 0; i < _plot.Panels.Count; i++)
        {
            PlotPanel panel = _plot.Panels[i];
            if (!_isSmall) _lines.Add(Line().Add(Cut(LabelOf(panel.Y, ticks[i]), _terminal.Columns), Theme.Muted));
            AddPanel(panel, _frame.Y[i], ticks[i], (width, heights[i]), gutter, isFirst: i == 0);
        }
        AddXAxis(x, gutter, width);
        _lines.AddRange(notes);
        return _lines;
    }

    private AnsiText Line() => new(_terminal.Colours);

    private string Text(string text) => _terminal.HasBraille ? text : PrintedUnit.Plain(text);

    private string Cut(string text, int width)
    {
        text = Text(text);
        if (text.Length <= width) return text;
        return _terminal.HasBraille ? text[..Math.Max(0, width - 1)] + "…" : text[..Math.Max(0, width - 3)] + "...";
    }

    private string LabelOf(PlotAxis axis, AxisTicks ticks) =>
        _terminal.HasBraille ? axis.Label(ticks.Exponent) : axis.PlainLabel(ticks.Exponent);

    private void AddTitle()
    {
        string title = Cut(_plot.Title, _terminal.Columns);
        AnsiText line = Line().Add(title, isBold: true);
        int room = _terminal.Columns - title.Length - 2;
        if (_plot.Subtitle.Length > 0 && !_isSmall && room > 4) line.Add("  " + Cut(_plot.Subtitle, room), Theme.Muted);
        _lines.Add(line);
    }

    private List<AnsiText> Legend()
    {
        var lines = new List<AnsiText>();
        if (_named.Length < 2 || _isSmall) return lines;
        AnsiText line = Line();
        foreach (PlotSeries series in _named.Take(MostNamed))
        {
            string name = Cut(series.Name, _terminal.Columns - 4);
            if (line.Width > 0 && line.Width + name.Length + 4 > _terminal.Columns)
            {
                lines.Add(line);
                line = Line();
            }
            string mark = _terminal.HasBraille ? (series.Style == SeriesStyle.Points ? "●" : "─") : $"{LetterOf(series)}";
            line.Add(mark, ColourOf(series)).Add(" " + name + "  ");
        }
        if (_named.Length > MostNamed) line.Add($"and {_named.Length - MostNamed} more", Theme.Muted);
        lines.Add(line);
        return lines;
    }

    private List<AnsiText> Notes()
    {
        var lines = new List<AnsiText>();
        if (_isSmall) return lines;
        foreach ((PlotMark mark, int i) in _plot.Marks.Take(MostNotes).Select((mark, i) => (mark, i)))
            lines.Add(Line().Add(Cut($"{i + 1} {mark.Text}", _terminal.Columns), ColourOf(mark)));
        if (_plot.Marks.Count > MostNotes) lines.Add(Line().Add($"and {_plot.Marks.Count - MostNotes} more findings", Theme.Muted));
        foreach (string remark in _frame.Remarks.Take(MostNotes)) lines.Add(Line().Add(Cut(remark, _terminal.Columns), Theme.Muted));
        return lines;
    }

    private void AddPanel(PlotPanel panel, AxisRange y, AxisTicks ticks, (int Columns, int Rows) size, int gutter, bool isFirst)
    {
        var canvas = new CharacterCanvas(size.Columns, size.Rows, _terminal.HasBraille);
        (int X, int Y) At(double across, double up) => (
            (int)Math.Round(Math.Clamp(_frame.X.Place(across), -1, 2) * (canvas.Width - 1)),
            (int)Math.Round((1 - Math.Clamp(y.Place(up), -1, 2)) * (canvas.Height - 1)));
        var labels = new Dictionary<int, string>();
        foreach (AxisTick tick in ticks.Ticks.Where(tick => tick.Label.Length > 0))
        {
            double place = y.Place(tick.Value);
            if (place is >= 0 and <= 1) labels.TryAdd((int)Math.Round((1 - place) * (size.Rows - 1)), Text(tick.Label));
        }
        if (panel.Reference is { } reference && y.Place(reference) is >= 0 and <= 1)
        {
            int row = At(_frame.X.From, reference).Y;
            for (int x = 0; x < canvas.Width; x += 3) canvas.Dot(x, row, '.', Theme.Grid);
        }
        foreach (PlotSeries series in panel.Series)
            TerminalSeries.Draw(canvas, series, _frame.X, y, At, LetterOf(series), ColourOf(series));
        if (isFirst) AddMarks(canvas, At);
        IReadOnlyList<AnsiText>? image = panel.Image is { } pixels ? TerminalImage.Of(pixels, size.Columns, size.Rows, _terminal) : null;
        for (int row = 0; row < size.Rows; row++)
        {
            string label = labels.GetValueOrDefault(row, "");
            AnsiText line = Line().Add(label.PadLeft(gutter - 1) + " ", Theme.Muted);
            line.Add(_terminal.HasBraille ? (label.Length > 0 ? "┤" : "│") : label.Length > 0 ? "+" : "|", Theme.Frame);
            if (image is not null) line.Add(image[row]);
            else canvas.AddRow(line, row);
            _lines.Add(line);
        }
    }

    private void AddMarks(CharacterCanvas canvas, Func<double, double, (int X, int Y)> at)
    {
        for (int i = 0; i < Math.Min(_plot.Marks.Count, 9); i++)
        {
            PlotMark mark = _plot.Marks[i];
            if (mark.Range is not { } range) continue;
            double middle = _frame.X.Scale == PlotScale.Logarithmic ? Math.Sqrt(range.From * range.To) : (range.From + range.To) / 2;
            if (!double.IsFinite(_frame.X.Place(middle))) continue;
            (int x, int y) = at(middle, mark.Y is { } value && double.IsFinite(_frame.Y[0].Place(value)) ? value : _frame.Y[0].To);
            canvas.Write(x, Math.Clamp(y, 0, canvas.Height - 1), (char)('1' + i), ColourOf(mark));
        }
    }

    private void AddXAxis(AxisTicks ticks, int gutter, int width)
    {
        char[] axis = new string(_terminal.HasBraille ? '─' : '-', width).ToCharArray();
        char[] labels = new string(' ', gutter + width + 2).ToCharArray();
        int free = 0;
        foreach (AxisTick tick in ticks.Ticks.Where(tick => tick.Label.Length > 0))
        {
            double place = _frame.X.Place(tick.Value);
            if (place is not (>= 0 and <= 1)) continue;
            int column = (int)Math.Round(place * (width - 1));
            axis[column] = _terminal.HasBraille ? '┬' : '+';
            string label = Text(tick.Label);
            int start = Math.Clamp(gutter + 1 + column - (label.Length / 2), 0, labels.Length - label.Length);
            if (start < free) continue;
            label.CopyTo(labels.AsSpan(start));
            free = start + label.Length + 1;
        }
        _lines.Add(Line().Add(new string(' ', gutter) + (_terminal.HasBraille ? "└" : "+") + new string(axis), Theme.Frame));
        _lines.Add(Line().Add(new string(labels).TrimEnd(), Theme.Muted));
        if (_isSmall) return;
        string name = Cut(LabelOf(_plot.X, ticks), _terminal.Columns);
        _lines.Add(Line().Add(new string(' ', Math.Max(0, gutter + 1 + ((width - name.Length) / 2))) + name, Theme.Muted));
    }

    private string? ColourOf(PlotSeries series) => _terminal.Colours == TerminalColours.None ? null : Theme.Data[series.Colour];

    // Without colours, each that the legend names has a letter of its own.
    private char LetterOf(PlotSeries series) => Letters[Math.Max(0, Array.IndexOf(_named, series)) % Letters.Length];

    private string? ColourOf(PlotMark mark) => _terminal.Colours == TerminalColours.None ? null : mark.Severity switch
    {
        Severity.Error => Theme.Error,
        Severity.Warning => Theme.Warning,
        _ => Theme.Information,
    };
}
