using System.Globalization;
using System.Text;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Engine.Plots.Terminal;

/// <summary>Plots as pixels within the text of a terminal.</summary>
public static class PixelPicture
{
    private const double FontOfCell = 0.65;
    private const int KittyPiece = 4096, SixelRows = 6, Levels = 6;

    /// <summary>The size of a plot that fills characters.</summary>
    public static PlotSize SizeOf(int columns, int rows, (int Width, int Height) cell) =>
        new(columns * cell.Width, rows * cell.Height, cell.Height * FontOfCell);

    /// <summary>A picture by the protocol of kitty: a PNG in pieces of base64 (sw.kovidgoyal.net/kitty/graphics-protocol).</summary>
    /// <exception cref="Hosting.LensException">There is no font here.</exception>
    public static string Kitty(Plot plot, PlotSize size, PlotAppearance appearance)
    {
        using var png = new MemoryStream();
        PngRenderer.Write(png, PlotLayout.Of(plot, size), appearance, 1);
        string data = Convert.ToBase64String(png.ToArray());
        var text = new StringBuilder();
        for (int at = 0; at < data.Length; at += KittyPiece)
        {
            bool isLast = at + KittyPiece >= data.Length;
            text.Append("\e_G").Append(at == 0 ? "a=T,f=100," : "").Append(isLast ? "m=0;" : "m=1;");
            text.Append(data, at, Math.Min(KittyPiece, data.Length - at)).Append("\e\\");
        }
        return text.ToString();
    }

    /// <summary>
    /// A picture as sixels (DEC STD 070, 1991): bands of six rows, a colour after the other, of a cube of 6 × 6 × 6 colours.
    /// </summary>
    /// <exception cref="Hosting.LensException">There is no font here.</exception>
    public static string Sixel(Plot plot, PlotSize size, PlotAppearance appearance)
    {
        byte[] pixels = PngRenderer.Pixels(PlotLayout.Of(plot, size), appearance, out int columns, out int rows);
        byte[] colours = new byte[columns * rows];
        for (int i = 0; i < colours.Length; i++)
        {
            (int red, int green, int blue) = (Level(pixels[i * 4]), Level(pixels[(i * 4) + 1]), Level(pixels[(i * 4) + 2]));
            colours[i] = (byte)((red * Levels * Levels) + (green * Levels) + blue);
        }
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\eP0;1q\"1;1;{columns};{rows}");
        foreach (byte colour in colours.Distinct().Order())
        {
            int Percent(int level) => level * 100 / (Levels - 1);
            text.Append(
                CultureInfo.InvariantCulture,
                $"#{colour};2;{Percent(colour / Levels / Levels)};{Percent(colour / Levels % Levels)};{Percent(colour % Levels)}");
        }
        for (int top = 0; top < rows; top += SixelRows) AddBand(text, colours, columns, top, Math.Min(SixelRows, rows - top));
        return text.Append("\e\\").ToString();
    }

    private static int Level(byte value) => ((value * (Levels - 1)) + 127) / 255;

    private static void AddBand(StringBuilder text, byte[] colours, int columns, int top, int height)
    {
        ReadOnlySpan<byte> band = colours.AsSpan(top * columns, height * columns);
        foreach (byte colour in band.ToArray().Distinct().Order())
        {
            text.Append(CultureInfo.InvariantCulture, $"#{colour}");
            (char last, int run) = ('\0', 0);
            for (int x = 0; x < columns; x++)
            {
                int bits = 0;
                for (int y = 0; y < height; y++) if (band[(y * columns) + x] == colour) bits |= 1 << y;
                char sixel = (char)('?' + bits);
                if (sixel == last)
                {
                    run++;
                    continue;
                }
                AddRun(text, last, run);
                (last, run) = (sixel, 1);
            }
            AddRun(text, last, run);
            text.Append('$');
        }
        text.Append('-');
    }

    private static void AddRun(StringBuilder text, char sixel, int run)
    {
        if (run > 3) text.Append(CultureInfo.InvariantCulture, $"!{run}{sixel}");
        else text.Append(sixel, run);
    }
}
