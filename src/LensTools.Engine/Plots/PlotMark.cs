using LensTools.Engine.Checks;

namespace LensTools.Engine.Plots;

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
