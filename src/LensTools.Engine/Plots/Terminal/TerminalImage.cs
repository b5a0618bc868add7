using LensTools.Engine.Plots.Layout;

namespace LensTools.Engine.Plots.Terminal;

/// <summary>Draws an image on characters: two pixels to a character where there are colours, else one by how dark a letter is.</summary>
internal static class TerminalImage
{
    private const string Ramp = " .:-=+*#%@";

    /// <summary>The lines of an image.</summary>
    public static IReadOnlyList<AnsiText> Of(PlotImage image, int columns, int rows, TerminalCapabilities terminal)
    {
        var range = AxisRange.Of(image.Colours, [image.ColourRange.From, image.ColourRange.To], isPadded: false);
        var lines = new List<AnsiText>();
        for (int row = 0; row < rows; row++)
        {
            var line = new AnsiText(terminal.Colours);
            for (int column = 0; column < columns; column++)
            {
                if (terminal.Colours == TerminalColours.None) line.Add(Letter(Mean(image, column, columns, row, rows), range));
                else if (!terminal.HasBraille) line.Add(" ", behind: Colour(Mean(image, column, columns, row, rows), range));
                else
                {
                    line.Add(
                        "▀",
                        Colour(Mean(image, column, columns, row * 2, rows * 2), range),
                        behind: Colour(Mean(image, column, columns, (row * 2) + 1, rows * 2), range));
                }
            }
            lines.Add(line);
        }
        return lines;
    }

    private static string Letter(double value, AxisRange range)
    {
        if (!double.IsFinite(value)) return "?";
        double place = range.Scale == PlotScale.Logarithmic && value <= 0 ? 0 : Math.Clamp(range.Place(value), 0, 1);
        return Ramp[(int)Math.Min(Ramp.Length - 1, place * Ramp.Length)].ToString();
    }

    private static string? Colour(double value, AxisRange range)
    {
        if (!double.IsFinite(value)) return null;
        (byte red, byte green, byte blue) = HeatMap.ColourOf(value, range);
        return $"#{red:x2}{green:x2}{blue:x2}";
    }

    // The mean of the pixels under a place, or the one there where a pixel is larger than a place.
    private static double Mean(PlotImage image, int column, int columns, int row, int rows)
    {
        (int left, int right) = Span(column, columns, image.Columns);
        (int low, int high) = Span(rows - 1 - row, rows, image.Rows);
        (double sum, int count) = (0, 0);
        for (int r = low; r < high; r++)
        {
            for (int c = left; c < right; c++)
            {
                double value = image.Values[(r * image.Columns) + c];
                if (double.IsFinite(value)) (sum, count) = (sum + value, count + 1);
            }
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private static (int From, int To) Span(int place, int places, int pixels)
    {
        int from = (int)((long)place * pixels / places), to = (int)((long)(place + 1) * pixels / places);
        return (from, Math.Max(to, from + 1));
    }
}
