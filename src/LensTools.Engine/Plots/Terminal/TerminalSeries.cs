using LensTools.Engine.Plots.Layout;

namespace LensTools.Engine.Plots.Terminal;

/// <summary>Draws a series on characters: bars of uncertainties first, so that the values lie over them.</summary>
internal static class TerminalSeries
{
    /// <summary>Draws it.</summary>
    public static void Draw(
        CharacterCanvas canvas,
        PlotSeries series,
        AxisRange x,
        AxisRange y,
        Func<double, double, (int X, int Y)> at,
        char letter,
        string? colour)
    {
        if (series.Style == SeriesStyle.Points) DrawBars(canvas, series, x, y, at, colour);
        (int X, int Y)? before = null;
        for (int i = 0; i < series.X.Count; i++)
        {
            if (!double.IsFinite(x.Place(series.X[i])) || !double.IsFinite(y.Place(series.Y[i])))
            {
                before = null;
                continue;
            }
            (int X, int Y) point = at(series.X[i], series.Y[i]);
            if (series.Style == SeriesStyle.Points) canvas.Dot(point.X, point.Y, letter, colour);
            else if (before is { } last && series.Style == SeriesStyle.Steps)
            {
                canvas.Line(last, (point.X, last.Y), letter, colour);
                canvas.Line((point.X, last.Y), point, letter, colour);
            }
            else canvas.Line(before ?? point, point, letter, colour);
            before = point;
        }
    }

    private static void DrawBars(
        CharacterCanvas canvas, PlotSeries series, AxisRange x, AxisRange y, Func<double, double, (int X, int Y)> at, string? colour)
    {
        for (int i = 0; i < series.Sigma.Count; i++)
        {
            (double across, double value, double sigma) = (series.X[i], series.Y[i], series.Sigma[i]);
            if (!double.IsFinite(x.Place(across)) || !double.IsFinite(y.Place(value)) || !double.IsFinite(sigma)) continue;
            // What a logarithmic axis has no place for reaches below the panel.
            canvas.Line(at(across, Math.Max(value - sigma, y.From)), at(across, value + sigma), '|', colour);
        }
    }
}
