namespace LensTools.Engine.Plots.Views;

/// <summary>Which axes are logarithmic.</summary>
[Flags]
public enum PlotLog
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>The horizontal one.</summary>
    X = 1,
    /// <summary>The vertical one, or the colours.</summary>
    Y = 2,
    /// <summary>Both.</summary>
    XY = X | Y,
}
