namespace LensTools.Engine.Plots.Layout;

/// <summary>What the colours of an image stand for, beside it.</summary>
internal sealed class ColourBar
{
    private const int Steps = 64;
    private const double SmallText = 0.85;

    private readonly PlotImage _image;
    private readonly AxisRange _range;
    private readonly AxisTicks _ticks;
    private readonly double _labels;

    private ColourBar(PlotImage image, AxisRange range, AxisTicks ticks, double font)
    {
        (_image, _range, _ticks) = (image, range, ticks);
        _labels = ticks.Ticks.Count == 0 ? 0 : ticks.Ticks.Max(tick => TextWidth.Of(tick.Label, font * SmallText));
        Width = _labels + (font * 4.6);
    }

    /// <summary>The width that it takes beside the image.</summary>
    public double Width { get; }

    /// <summary>The bar of an image.</summary>
    public static ColourBar Of(PlotImage image, double height, double font)
    {
        var range = AxisRange.Of(image.Colours, [image.ColourRange.From, image.ColourRange.To], isPadded: false);
        return new ColourBar(image, range, AxisTicks.Of(range, (int)(height / (font * 3))), font);
    }

    /// <summary>Draws it.</summary>
    public void Add(List<SceneShape> shapes, PanelArea area, double font)
    {
        double left = area.Right + (font * 0.9), width = font * 0.9, height = area.Bottom - area.Top;
        byte[] pixels = new byte[Steps * 3];
        for (int i = 0; i < Steps; i++)
            (pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]) = ColourMap.At(1 - ((i + 0.5) / Steps));
        shapes.Add(new SceneImage(left, area.Top, width, height, 1, Steps, pixels));
        shapes.Add(new SceneRectangle(SceneRole.Frame, left, area.Top, width, height, IsFilled: false));
        var lines = new List<(double, double, double, double)>();
        foreach (AxisTick tick in _ticks.Ticks)
        {
            double y = area.Bottom - (_range.Place(tick.Value) * height);
            lines.Add((left + width, y, left + width + (font * (tick.IsMajor ? 0.4 : 0.22)), y));
            if (tick.Label.Length > 0)
                shapes.Add(new SceneText(SceneRole.Text, left + width + (font * 0.6), y + (font * 0.3), tick.Label, font * SmallText));
        }
        shapes.Add(new SceneSegments(SceneRole.Frame, lines));
        shapes.Add(new SceneText(
            SceneRole.Text,
            left + width + (font * 1.9) + _labels,
            (area.Top + area.Bottom) / 2,
            _image.Colours.Label(_ticks.Exponent),
            font * SmallText)
        {
            Anchor = TextAnchor.Middle,
            IsVertical = true,
        });
    }
}
