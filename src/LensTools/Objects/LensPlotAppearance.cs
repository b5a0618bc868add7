using LensTools.Engine.Plots.Rendering;

namespace LensTools;

/// <summary>Which colours a picture has.</summary>
public enum LensPlotAppearance
{
    /// <summary>Dark on white.</summary>
    Light = PlotAppearance.Light,
    /// <summary>Light on dark.</summary>
    Dark = PlotAppearance.Dark,
    /// <summary>Whichever whoever looks at it prefers; a PNG, which cannot know that, is light.</summary>
    Auto = PlotAppearance.Auto,
}
