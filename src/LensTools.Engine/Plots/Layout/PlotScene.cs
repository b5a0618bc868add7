namespace LensTools.Engine.Plots.Layout;

/// <summary>What a shape is of, from which its colour and width follow.</summary>
internal enum SceneRole
{
    /// <summary>The whole picture.</summary>
    Background,
    /// <summary>Lines behind the data.</summary>
    Grid,
    /// <summary>Frames and ticks.</summary>
    Frame,
    /// <summary>Text.</summary>
    Text,
    /// <summary>Text of less weight.</summary>
    Muted,
    /// <summary>Values.</summary>
    Data,
    /// <summary>Bars of uncertainties.</summary>
    Uncertainty,
    /// <summary>Bands of uncertainties.</summary>
    Band,
    /// <summary>A line to compare with.</summary>
    Reference,
    /// <summary>What the legend is on.</summary>
    Legend,
    /// <summary>A finding that is information.</summary>
    Information,
    /// <summary>A finding that is a warning.</summary>
    Warning,
    /// <summary>A finding that is an error.</summary>
    Error,
}

/// <summary>Where a text begins.</summary>
internal enum TextAnchor
{
    /// <summary>At its point.</summary>
    Start,
    /// <summary>It is centred there.</summary>
    Middle,
    /// <summary>It ends there.</summary>
    End,
}

/// <summary>Shapes in pixels from the upper left corner: a plot as every renderer draws it.</summary>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
/// <param name="Title">What it is of.</param>
/// <param name="Description">The same in words.</param>
/// <param name="Shapes">The shapes, the lowest first.</param>
internal sealed record PlotScene(double Width, double Height, string Title, string Description, IReadOnlyList<SceneShape> Shapes);

/// <summary>A shape.</summary>
/// <param name="Role">What it is of.</param>
internal abstract record SceneShape(SceneRole Role)
{
    /// <summary>The number of its colour in the palette, for values and their uncertainties.</summary>
    public int Colour { get; init; }
}

/// <summary>A rectangle that is filled, or only its border.</summary>
internal sealed record SceneRectangle(SceneRole Role, double X, double Y, double Width, double Height, bool IsFilled) : SceneShape(Role);

/// <summary>Lines of two ends each.</summary>
internal sealed record SceneSegments(SceneRole Role, IReadOnlyList<(double X1, double Y1, double X2, double Y2)> Lines) : SceneShape(Role);

/// <summary>A line through points; one that is not a number ends a part of it.</summary>
internal sealed record SceneLine(SceneRole Role, IReadOnlyList<(double X, double Y)> Points) : SceneShape(Role);

/// <summary>A filled polygon.</summary>
internal sealed record SceneArea(SceneRole Role, IReadOnlyList<(double X, double Y)> Points) : SceneShape(Role);

/// <summary>Filled circles.</summary>
internal sealed record SceneDots(SceneRole Role, IReadOnlyList<(double X, double Y)> Points, double Radius) : SceneShape(Role);

/// <summary>A circle around a point.</summary>
internal sealed record SceneRing(SceneRole Role, double X, double Y, double Radius) : SceneShape(Role);

/// <summary>A line of text; its point is on its baseline.</summary>
internal sealed record SceneText(SceneRole Role, double X, double Y, string Text, double Size) : SceneShape(Role)
{
    /// <summary>Where it begins.</summary>
    public TextAnchor Anchor { get; init; }

    /// <summary>Whether it is read from below.</summary>
    public bool IsVertical { get; init; }

    /// <summary>Whether it is bold.</summary>
    public bool IsBold { get; init; }
}

/// <summary>Pixels of three bytes (red, green, blue), row by row from the top, in a rectangle.</summary>
internal sealed record SceneImage(double X, double Y, double Width, double Height, int Columns, int Rows, byte[] Pixels)
    : SceneShape(SceneRole.Data);
