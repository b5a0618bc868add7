namespace LensTools.Engine.Plots.Layout;

/// <summary>Where a panel is in the picture, in pixels, with its axes.</summary>
internal sealed record PanelArea(
    double Left, double Top, double Right, double Bottom, AxisRange X, AxisRange Y, AxisTicks XTicks, AxisTicks YTicks)
{
    /// <summary>The colours of its image; null if it has none.</summary>
    public ColourBar? ColourBar { get; init; }

    /// <summary>Where a value is along the horizontal axis; not a number where it has no place.</summary>
    public double XOf(double value) => Left + (X.Place(value) * (Right - Left));

    /// <summary>Where a value is along the vertical axis; not a number where it has no place.</summary>
    public double YOf(double value) => Bottom - (Y.Place(value) * (Bottom - Top));

    /// <summary>Where the end of a bar is, which may lie outside.</summary>
    public double YEndOf(double value) => Y.Scale == PlotScale.Logarithmic && value <= 0 ? Bottom : Math.Clamp(YOf(value), Top, Bottom);
}
