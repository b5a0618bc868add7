using LensTools.Engine.Plots.Layout;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>The colours of a picture, as #rrggbb. Those of the data are told apart by the colour-blind.</summary>
internal sealed record PlotTheme
{
    /// <summary>The width of lines of data, in pixels.</summary>
    public const double LineWidth = 1.7;

    /// <summary>The width of rings around points.</summary>
    public const double RingWidth = 1.6;

    /// <summary>How much of what is below a band of uncertainties is covered; likewise of the others.</summary>
    public const double BandOpacity = 0.22;

    /// <summary>That of bars of uncertainties.</summary>
    public const double UncertaintyOpacity = 0.5;

    /// <summary>That of the ground of a legend.</summary>
    public const double LegendOpacity = 0.85;

    /// <summary>That of bands of findings.</summary>
    public const double MarkOpacity = 0.14;

    /// <summary>Dark on white.</summary>
    public static PlotTheme Light { get; } = new()
    {
        Background = "#ffffff",
        Grid = "#e8e8e8",
        Frame = "#4d4d4d",
        Text = "#1a1a1a",
        Muted = "#5c5c5c",
        Information = "#1565c0",
        Warning = "#9a5b00",
        Error = "#c62828",
        // M. Okabe and K. Ito, Color Universal Design (2008); its yellow, which white swallows, is left out.
        Hues = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"],
        Gradient = (0, 0.88),
    };

    /// <summary>Light on dark.</summary>
    public static PlotTheme Dark { get; } = new()
    {
        Background = "#15181d",
        Grid = "#2c313a",
        Frame = "#aab0ba",
        Text = "#eceff4",
        Muted = "#a4abb6",
        Information = "#79c0ff",
        Warning = "#e3b341",
        Error = "#ff7b72",
        Hues = ["#56b4e9", "#f0803c", "#2fbf96", "#dd98bd", "#e69f00", "#f0e442", "#ffffff"],
        Gradient = (0.2, 1),
    };

    /// <summary>For terminals, whose background is not known: neither too dark for black nor too light for white.</summary>
    public static PlotTheme Terminal { get; } = new()
    {
        Background = "#000000",
        Grid = "#707070",
        Frame = "#808080",
        Text = "#808080",
        Muted = "#808080",
        Information = "#4a90d9",
        Warning = "#c08a00",
        Error = "#e0493c",
        Hues = ["#2f8fd0", "#e06c1f", "#14a67c", "#c06c98", "#c79000", "#8a7fd0", "#808080"],
        Gradient = (0.2, 0.9),
    };

    /// <summary>Behind everything.</summary>
    public required string Background { get; init; }

    /// <summary>Lines behind the data.</summary>
    public required string Grid { get; init; }

    /// <summary>Frames and ticks.</summary>
    public required string Frame { get; init; }

    /// <summary>Text.</summary>
    public required string Text { get; init; }

    /// <summary>Text of less weight.</summary>
    public required string Muted { get; init; }

    /// <summary>Findings that are information.</summary>
    public required string Information { get; init; }

    /// <summary>Findings that are warnings.</summary>
    public required string Warning { get; init; }

    /// <summary>Findings that are errors.</summary>
    public required string Error { get; init; }

    /// <summary>Series that are told apart by hue, in the order of their numbers (<see cref="SeriesColours"/>).</summary>
    public required IReadOnlyList<string> Hues { get; init; }

    /// <summary>The part of the gradient that stands out from the background.</summary>
    public required (double From, double To) Gradient { get; init; }

    /// <summary>The colours of series, by their numbers.</summary>
    public IReadOnlyList<string> Data => field ??=
    [
        .. Hues,
        .. Enumerable.Range(0, SeriesColours.Steps).Select(step =>
        {
            double place = Gradient.From + ((Gradient.To - Gradient.From) * step / (SeriesColours.Steps - 1));
            (byte red, byte green, byte blue) = ColourMap.At(place);
            return $"#{red:x2}{green:x2}{blue:x2}";
        }),
    ];
}
