namespace LensTools.Engine.Plots;

/// <summary>A part of a plot with a vertical axis of its own.</summary>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">What is drawn, the lowest first.</param>
public sealed record PlotPanel(PlotAxis Y, IReadOnlyList<PlotSeries> Series)
{
    /// <summary>The share of the height that it takes, beside those of the other panels.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>An image below the series; null for none.</summary>
    public PlotImage? Image { get; init; }

    /// <summary>A value that a line is drawn at, such as 0 for residuals; null for none.</summary>
    public double? Reference { get; init; }
}
