using System.Globalization;
using System.Text.RegularExpressions;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;
using LensTools.Engine.Plots.Terminal;
using SkiaSharp;

namespace LensTools.Engine.Tests.Plots;

/// <summary>Pictures of pixels show what the SVG shows; they are decoded by Skia, and as sixels and kitty's protocol are defined.</summary>
public sealed partial class PixelTests
{
    private static readonly Plot Plot = new(
        "A plot", new PlotAxis("x"), [new PlotPanel(new PlotAxis("y"), [new PlotSeries("one", [1, 2, 3], [10, 20, 15], [1, 1, 1])])]);

    [Fact]
    public void A_png_has_its_points_where_the_svg_has_them()
    {
        using var stream = new MemoryStream();
        PngRenderer.Write(stream, PlotLayout.Of(Plot, PlotSize.Page), PlotAppearance.Dark, 2);
        using SKBitmap picture = SKBitmap.Decode(stream.ToArray());
        Assert.Equal((1440, 1080), (picture.Width, picture.Height));
        Assert.Equal(SKColor.Parse(PlotTheme.Dark.Background), picture.GetPixel(2, 2));
        foreach ((double x, double y) in Drawn.Dots(Assert.Single(Drawn.Of(Plot).With("path", "dots"))))
            Assert.Equal(SKColor.Parse(PlotTheme.Dark.Data[0]), picture.GetPixel((int)(x * 2), (int)(y * 2)));
    }

    [Fact]
    public void An_image_within_a_document_is_its_pixels()
    {
        var random = new Random(1);
        byte[] pixels = new byte[37 * 11 * 3];
        random.NextBytes(pixels);
        using SKBitmap picture = SKBitmap.Decode(PngImage.Of(pixels, 37, 11));
        Assert.Equal((37, 11), (picture.Width, picture.Height));
        for (int i = 0; i < 37 * 11; i++)
        {
            SKColor seen = picture.GetPixel(i % 37, i / 37);
            Assert.Equal((pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]), (seen.Red, seen.Green, seen.Blue));
        }
    }

    [Fact]
    public void Pieces_of_kitty_are_one_png()
    {
        PlotSize size = PixelPicture.SizeOf(60, 20, (10, 20));
        string text = PixelPicture.Kitty(Plot, size, PlotAppearance.Light);
        Match[] pieces = [.. Piece().Matches(text).Cast<Match>()];
        Assert.Equal(text.Length, pieces.Sum(piece => piece.Length));
        Assert.StartsWith("a=T,f=100,", pieces[0].Groups[1].Value, StringComparison.Ordinal);
        Assert.All(pieces, piece => Assert.InRange(piece.Groups[3].Length, 1, 4096));
        Assert.Equal([.. pieces.Skip(1).Select(_ => "1"), "0"], pieces.Select(piece => piece.Groups[2].Value));
        using SKBitmap picture = SKBitmap.Decode(Convert.FromBase64String(string.Concat(pieces.Select(piece => piece.Groups[3].Value))));
        Assert.Equal((600, 400), (picture.Width, picture.Height));
    }

    [Fact]
    public void Sixels_are_the_pixels_in_the_colours_of_a_cube()
    {
        PlotSize size = PixelPicture.SizeOf(40, 13, (8, 17));
        PlotScene scene = PlotLayout.Of(Plot, size);
        byte[] pixels = PngRenderer.Pixels(scene, PlotAppearance.Light, out int columns, out int rows);
        (int Red, int Green, int Blue)?[] seen = Decode(PixelPicture.Sixel(Plot, size, PlotAppearance.Light), columns, rows);
        int Percent(byte value) => (int)Math.Round(value / 51.0) * 20;
        int wrong = 0;
        for (int i = 0; i < seen.Length; i++)
            if (seen[i] != (Percent(pixels[i * 4]), Percent(pixels[(i * 4) + 1]), Percent(pixels[(i * 4) + 2]))) wrong++;
        Assert.Equal((columns * rows, 0), (seen.Length, wrong));
    }

    // As DEC's manual of the VT340 defines them.
    private static (int, int, int)?[] Decode(string text, int columns, int rows)
    {
        var seen = new (int, int, int)?[columns * rows];
        var colours = new Dictionary<int, (int, int, int)>();
        Match start = Raster().Match(text);
        Assert.Equal((columns, rows), (Number(start.Groups[1].Value), Number(start.Groups[2].Value)));
        Assert.EndsWith("\e\\", text, StringComparison.Ordinal);
        (int x, int y, int colour) = (0, 0, 0);
        foreach (Match part in Sixels().Matches(text[start.Length..^2]))
        {
            string token = part.Value;
            if (token[0] == '#' && token.Split(';') is [var number, "2", var red, var green, var blue])
                colours[Number(number[1..])] = (Number(red), Number(green), Number(blue));
            else if (token[0] == '#') colour = Number(token[1..]);
            else if (token == "$") x = 0;
            else if (token == "-") (x, y) = (0, y + 6);
            else
            {
                int run = token[0] == '!' ? Number(token[1..^1]) : 1;
                int bits = token[^1] - '?';
                for (int end = x + run; x < end; x++)
                    for (int bit = 0; bit < 6; bit++)
                        if ((bits >> bit & 1) != 0) seen[((y + bit) * columns) + x] = colours[colour];
            }
        }
        return seen;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("\e_G([^;]*?)m=([01]);([^\e]*)\e\\\\")]
    private static partial Regex Piece();

    [GeneratedRegex("^\eP0;1q\"1;1;(\\d+);(\\d+)")]
    private static partial Regex Raster();

    [GeneratedRegex(@"#\d+(;2;\d+;\d+;\d+)?|\$|-|!\d+[?-~]|[?-~]")]
    private static partial Regex Sixels();
}
