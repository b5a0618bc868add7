using LensTools.Engine.Checks;

namespace LensTools.Engine.Plots.Layout;

/// <summary>Findings on a panel: a band over their points, or a ring around one, with the number of the note below.</summary>
internal static class PanelMarks
{
    /// <summary>What a mark is drawn as.</summary>
    public static SceneRole RoleOf(PlotMark mark) => mark.Severity switch
    {
        Severity.Error => SceneRole.Error,
        Severity.Warning => SceneRole.Warning,
        _ => SceneRole.Information,
    };

    /// <summary>Draws the bands, which lie under the data.</summary>
    public static void AddBands(List<SceneShape> shapes, IReadOnlyList<PlotMark> marks, PanelArea area)
    {
        foreach (PlotMark mark in marks)
        {
            if (mark.Y is not null || mark.Range is not { } range) continue;
            (double Left, double Right) span = Span(range, area);
            double width = Math.Max(2, span.Right - span.Left);
            shapes.Add(new SceneRectangle(RoleOf(mark), span.Left, area.Top, width, area.Bottom - area.Top, IsFilled: true));
        }
    }

    /// <summary>Draws rings, and the numbers of all marks, above the data.</summary>
    public static void AddRings(List<SceneShape> shapes, IReadOnlyList<PlotMark> marks, PanelArea area, double font)
    {
        // Numbers at nearly the same place stand beside each other.
        var taken = new List<(double X, double Y)>();
        for (int i = 0; i < marks.Count; i++)
        {
            PlotMark mark = marks[i];
            if (mark.Range is not { } range) continue;
            (double Left, double Right) span = Span(range, area);
            double x = (span.Left + span.Right) / 2, y = area.Top + (font * 1.2);
            if (mark.Y is { } value)
            {
                double at = area.YEndOf(double.IsFinite(value) ? value : area.Y.From);
                shapes.Add(new SceneRing(RoleOf(mark), x, at, font * 0.55));
                y = at - (font * 0.8);
                if (y < area.Top + font) y = at + (font * 1.6);
            }
            while (taken.Exists(other => Math.Abs(other.X - x) < font && Math.Abs(other.Y - y) < font)) x += font;
            taken.Add((x, y));
            shapes.Add(new SceneText(RoleOf(mark), x, y, $"{i + 1}", font) { Anchor = TextAnchor.Middle, IsBold = true });
        }
    }

    private static (double Left, double Right) Span((double From, double To) range, PanelArea area)
    {
        (double from, double to) = (area.XOf(range.From), area.XOf(range.To));
        if (!double.IsFinite(from)) from = area.Left;
        if (!double.IsFinite(to)) to = area.Left;
        (from, to) = (Math.Clamp(from, area.Left, area.Right), Math.Clamp(to, area.Left, area.Right));
        return (Math.Min(from, to), Math.Max(from, to));
    }
}
