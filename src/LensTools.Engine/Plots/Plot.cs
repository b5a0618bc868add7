using LensTools.Engine.Checks;

namespace LensTools.Engine.Plots;

/// <summary>A picture of data before anything of it is drawn: panels, one above the other, along one horizontal axis.</summary>
/// <param name="Title">What it is of.</param>
/// <param name="X">The horizontal axis of all panels.</param>
/// <param name="Panels">The panels, from the top.</param>
public sealed record Plot(string Title, PlotAxis X, IReadOnlyList<PlotPanel> Panels)
{
    /// <summary>A second line under the title, such as the sample and the instrument; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The picture in words, for those who cannot see it.</summary>
    public string Description { get; init; } = "";

    /// <summary>What findings say of the data.</summary>
    public IReadOnlyList<PlotMark> Marks { get; init; } = [];

    /// <summary>What is not seen, such as points that a logarithmic axis has no place for.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

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

/// <summary>A finding on what is drawn.</summary>
/// <param name="Text">What was found.</param>
/// <param name="Severity">How severe it is.</param>
public sealed record PlotMark(string Text, Severity Severity)
{
    /// <summary>Where along the horizontal axis it begins and ends; null if it is about the whole.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>The value, if it is about one point; else null.</summary>
    public double? Y { get; init; }
}
