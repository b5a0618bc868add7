namespace LensTools.Engine.Plots;

/// <summary>Formats of pictures.</summary>
public enum PictureFormat
{
    /// <summary>Scalable Vector Graphics 1.1.</summary>
    Svg,
    /// <summary>Portable Network Graphics, two pixels for each of the layout.</summary>
    Png,
}
