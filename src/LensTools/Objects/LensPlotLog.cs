using LensTools.Engine.Plots.Views;

namespace LensTools;

/// <summary>Which axes are logarithmic.</summary>
public enum LensPlotLog
{
    /// <summary>None.</summary>
    None = PlotLog.None,
    /// <summary>The horizontal one.</summary>
    X = PlotLog.X,
    /// <summary>The vertical one, or the colours.</summary>
    Y = PlotLog.Y,
    /// <summary>Both.</summary>
    XY = PlotLog.XY,
}
