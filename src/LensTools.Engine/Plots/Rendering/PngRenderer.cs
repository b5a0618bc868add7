using LensTools.Engine.Plots.Layout;
using SkiaSharp;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>Draws scenes as pixels with Skia, whose native library is loaded when the first is drawn.</summary>
internal static class PngRenderer
{
    private const float HairLine = 1, RaisedBy = 0.35f, RaisedSize = 0.7f;

    /// <summary>Writes a PNG.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="appearance">Its colours.</param>
    /// <param name="scale">Pixels of the picture for each of the scene.</param>
    /// <exception cref="Hosting.LensException">There is no font here.</exception>
    public static void Write(Stream stream, PlotScene scene, PlotAppearance appearance, double scale)
    {
        using SKBitmap bitmap = Draw(scene, appearance, scale);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        data.SaveTo(stream);
    }

    /// <summary>The pixels of a scene: red, green, blue and opacity of each, row by row from the top.</summary>
    /// <exception cref="Hosting.LensException">There is no font here.</exception>
    public static byte[] Pixels(PlotScene scene, PlotAppearance appearance, out int columns, out int rows)
    {
        using SKBitmap bitmap = Draw(scene, appearance, 1);
        (columns, rows) = (bitmap.Width, bitmap.Height);
        return bitmap.Bytes;
    }

    private static SKBitmap Draw(PlotScene scene, PlotAppearance appearance, double scale)
    {
        PlotTheme theme = appearance == PlotAppearance.Dark ? PlotTheme.Dark : PlotTheme.Light;
        var info = new SKImageInfo(
            (int)Math.Ceiling(scene.Width * scale), (int)Math.Ceiling(scene.Height * scale), SKColorType.Rgba8888, SKAlphaType.Premul);
        var bitmap = new SKBitmap(info);
        try
        {
            using var canvas = new SKCanvas(bitmap);
            canvas.Scale((float)scale);
            foreach (SceneShape shape in scene.Shapes) Draw(canvas, shape, theme);
            return bitmap;
        }
        catch
        {
            bitmap.Dispose();
            throw;
        }
    }

    private static void Draw(SKCanvas canvas, SceneShape shape, PlotTheme theme)
    {
        SKColor colour = SKColor.Parse(ColourOf(shape, theme));
        using var paint = new SKPaint { IsAntialias = true, Color = colour, StrokeWidth = HairLine, IsStroke = true };
        switch (shape)
        {
            case SceneRectangle box:
                paint.IsStroke = !box.IsFilled;
                paint.Color = colour.WithAlpha(box.Role switch
                {
                    >= SceneRole.Information => Alpha(PlotTheme.MarkOpacity),
                    SceneRole.Legend => Alpha(PlotTheme.LegendOpacity),
                    _ => 255,
                });
                canvas.DrawRect((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height, paint);
                break;
            case SceneSegments segments:
                if (segments.Role == SceneRole.Uncertainty) paint.Color = colour.WithAlpha(Alpha(PlotTheme.UncertaintyOpacity));
                if (segments.Role == SceneRole.Reference) paint.PathEffect = SKPathEffect.CreateDash([4, 3], 0);
                foreach ((double x1, double y1, double x2, double y2) in segments.Lines)
                    canvas.DrawLine((float)x1, (float)y1, (float)x2, (float)y2, paint);
                paint.PathEffect?.Dispose();
                break;
            case SceneLine line:
                paint.StrokeWidth = (float)PlotTheme.LineWidth;
                paint.StrokeJoin = SKStrokeJoin.Round;
                Through(canvas, line.Points, paint);
                break;
            case SceneArea area:
                paint.IsStroke = false;
                paint.Color = colour.WithAlpha(Alpha(PlotTheme.BandOpacity));
                Through(canvas, area.Points, paint);
                break;
            case SceneDots dots:
                paint.IsStroke = false;
                foreach ((double x, double y) in dots.Points) canvas.DrawCircle((float)x, (float)y, (float)dots.Radius, paint);
                break;
            case SceneRing ring:
                paint.StrokeWidth = (float)PlotTheme.RingWidth;
                canvas.DrawCircle((float)ring.X, (float)ring.Y, (float)ring.Radius, paint);
                break;
            case SceneText text:
                paint.IsStroke = false;
                Draw(canvas, text, paint, PlotFonts.Of(text.IsBold));
                break;
            case SceneImage image:
                Draw(canvas, image);
                break;
        }
    }

    private static void Through(SKCanvas canvas, IReadOnlyList<(double X, double Y)> points, SKPaint paint)
    {
        using var path = new SKPathBuilder();
        bool isIn = false;
        foreach ((double x, double y) in points)
        {
            bool isPoint = double.IsFinite(x) && double.IsFinite(y);
            if (isPoint && isIn) path.LineTo((float)x, (float)y);
            else if (isPoint) path.MoveTo((float)x, (float)y);
            isIn = isPoint;
        }
        using SKPath whole = path.Detach();
        canvas.DrawPath(whole, paint);
    }

    private static void Draw(SKCanvas canvas, SceneText text, SKPaint paint, SKTypeface face)
    {
        (string Text, bool IsRaised)[] runs = [.. PrintedUnit.Runs(text.Text)];
        using var usual = new SKFont(face, (float)text.Size);
        using var raised = new SKFont(face, (float)text.Size * RaisedSize);
        SKFont FontOf(bool isRaised) => isRaised ? raised : usual;
        float width = runs.Sum(run => FontOf(run.IsRaised).MeasureText(run.Text));
        int saved = canvas.Save();
        canvas.Translate((float)text.X, (float)text.Y);
        if (text.IsVertical) canvas.RotateDegrees(-90);
        float x = text.Anchor switch { TextAnchor.Middle => -width / 2, TextAnchor.End => -width, _ => 0 };
        foreach ((string run, bool isRaised) in runs)
        {
            SKFont font = FontOf(isRaised);
            canvas.DrawText(run, x, isRaised ? -(float)text.Size * RaisedBy : 0, SKTextAlign.Left, font, paint);
            x += font.MeasureText(run);
        }
        canvas.RestoreToCount(saved);
    }

    private static void Draw(SKCanvas canvas, SceneImage image)
    {
        byte[] pixels = new byte[image.Columns * image.Rows * 4];
        for (int i = 0; i < image.Columns * image.Rows; i++)
        {
            image.Pixels.AsSpan(i * 3, 3).CopyTo(pixels.AsSpan(i * 4));
            pixels[(i * 4) + 3] = 255;
        }
        var info = new SKImageInfo(image.Columns, image.Rows, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var whole = SKImage.FromPixelCopy(info, pixels, info.RowBytes);
        canvas.DrawImage(
            whole,
            SKRect.Create((float)image.X, (float)image.Y, (float)image.Width, (float)image.Height),
            new SKSamplingOptions(SKFilterMode.Nearest));
    }

    private static byte Alpha(double opacity) => (byte)Math.Round(opacity * byte.MaxValue);

    private static string ColourOf(SceneShape shape, PlotTheme theme) => shape.Role switch
    {
        SceneRole.Background or SceneRole.Legend => theme.Background,
        SceneRole.Grid => theme.Grid,
        SceneRole.Frame or SceneRole.Reference => theme.Frame,
        SceneRole.Muted => theme.Muted,
        SceneRole.Information => theme.Information,
        SceneRole.Warning => theme.Warning,
        SceneRole.Error => theme.Error,
        SceneRole.Text => theme.Text,
        _ => theme.Data[shape.Colour],
    };
}
