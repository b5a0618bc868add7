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
