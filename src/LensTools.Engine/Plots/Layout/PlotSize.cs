namespace LensTools.Engine.Plots.Layout;

/// <summary>How large a plot is drawn, in pixels.</summary>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
/// <param name="FontSize">The size of usual text.</param>
public sealed record PlotSize(double Width, double Height, double FontSize)
{
    /// <summary>For a page of a publication.</summary>
    public static PlotSize Page { get; } = new(720, 540, 14);

    /// <summary>Whether title and texts are left out, because they stand beside the picture.</summary>
    public bool IsBare { get; init; }

    /// <summary>How near to each other dots may be: of small pictures a page may have thousands.</summary>
    internal double DotSpacing => IsBare ? 2 : 0.5;
}
