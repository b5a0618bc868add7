namespace LensTools.Engine.Plots;

/// <summary>How a series is drawn.</summary>
public enum SeriesStyle
{
    /// <summary>A dot a value, with a bar of one standard deviation to each side.</summary>
    Points,
    /// <summary>A line through the values, with a band of one standard deviation to each side.</summary>
    Line,
    /// <summary>A step a value, as for counts in bins.</summary>
    Steps,
}

/// <summary>Values that are drawn in one way.</summary>
/// <param name="Name">What they are.</param>
/// <param name="X">Where they are along the horizontal axis.</param>
/// <param name="Y">The values.</param>
/// <param name="Sigma">One standard deviation of each; empty for none.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Sigma)
{
    /// <summary>What is said where many series are drawn.</summary>
    internal const string ManyRemark = "lines through the points, without uncertainties";

    /// <summary>How they are drawn.</summary>
    public SeriesStyle Style { get; init; }

    /// <summary>The number of its colour (<see cref="SeriesColours"/>).</summary>
    public int Colour { get; init; }

    /// <summary>Whether the legend names it.</summary>
    public bool IsInLegend { get; init; } = true;

    /// <summary>The series as one of many, in which bars would hide the others: a line.</summary>
    internal PlotSeries AmongMany() => Style == SeriesStyle.Points ? this with { Style = SeriesStyle.Line, Sigma = [] } : this;
}
