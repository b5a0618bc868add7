namespace LensTools.Engine.Plots.Rendering;

/// <summary>Which colours a picture has.</summary>
public enum PlotAppearance
{
    /// <summary>Dark on white.</summary>
    Light,
    /// <summary>Light on dark.</summary>
    Dark,
    /// <summary>Whichever whoever looks at it prefers, where the format can know that.</summary>
    Auto,
}
