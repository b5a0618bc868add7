namespace LensTools.Engine.Plots.Layout;

/// <summary>The colours of an image.</summary>
internal static class HeatMap
{
    // Where there is no value: a grey that the map has not.
    private static readonly (byte, byte, byte) None = (200, 200, 200);

    /// <summary>The image in its panel.</summary>
    public static SceneImage Of(PlotImage image, PanelArea area)
    {
        var range = AxisRange.Of(image.Colours, [image.ColourRange.From, image.ColourRange.To], isPadded: false);
        byte[] pixels = new byte[image.Rows * image.Columns * 3];
        // A picture's first row is the upper one.
        for (int row = 0; row < image.Rows; row++)
        {
            for (int column = 0; column < image.Columns; column++)
            {
                int at = (((image.Rows - 1 - row) * image.Columns) + column) * 3;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ColourOf(image.Values[(row * image.Columns) + column], range);
            }
        }
        (double left, double right) = (area.XOf(image.X.From), area.XOf(image.X.To));
        (double top, double bottom) = (area.YOf(image.Y.To), area.YOf(image.Y.From));
        return new SceneImage(left, top, right - left, bottom - top, image.Columns, image.Rows, pixels);
    }

    /// <summary>The colour of a value; on a logarithmic scale, what is not positive has that of the least.</summary>
    public static (byte Red, byte Green, byte Blue) ColourOf(double value, AxisRange range)
    {
        if (!double.IsFinite(value)) return None;
        return ColourMap.At(range.Scale == PlotScale.Logarithmic && value <= 0 ? 0 : range.Place(value));
    }
}
