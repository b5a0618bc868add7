using System.Text;
using LensTools.Engine.Plots.Layout;
using static System.FormattableString;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>The style sheet of the classes that <see cref="SvgRenderer"/> gives to shapes.</summary>
internal static class SvgStyle
{
    /// <summary>The fonts of texts, of which every system has one.</summary>
    public const string Fonts = "Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif";

    private static readonly (string Selectors, string Declarations)[] Shapes =
    [
        ("text", $"font-family:{Fonts}"),
        (".bold", "font-weight:bold"),
        (".seg,.line,.dots,.ring,.box", "fill:none"),
        (".dots", "stroke-linecap:round"),
        (".line", Invariant($"stroke-width:{PlotTheme.LineWidth};stroke-linejoin:round")),
        (".ring", Invariant($"stroke-width:{PlotTheme.RingWidth}")),
        (".band", Invariant($"fill-opacity:{PlotTheme.BandOpacity}")),
        (".uncertainty", Invariant($"stroke-opacity:{PlotTheme.UncertaintyOpacity}")),
        (".reference", "stroke-dasharray:4 3"),
        (".legend", Invariant($"fill-opacity:{PlotTheme.LegendOpacity}")),
        (".mark", Invariant($"fill-opacity:{PlotTheme.MarkOpacity}")),
        ("image", "image-rendering:pixelated"),
    ];

    /// <summary>The rules of an appearance.</summary>
    /// <param name="appearance">The appearance.</param>
    /// <param name="scope">What selectors begin with, where there is more in the document than pictures; empty for nothing.</param>
    public static string Of(PlotAppearance appearance, string scope = "")
    {
        var css = new StringBuilder();
        Add(css, Shapes.Concat(ColoursOf(appearance == PlotAppearance.Dark ? PlotTheme.Dark : PlotTheme.Light)), scope);
        if (appearance == PlotAppearance.Auto)
        {
            css.Append("@media (prefers-color-scheme:dark){");
            Add(css, ColoursOf(PlotTheme.Dark), scope);
            css.Append('}');
        }
        return css.ToString();
    }

    /// <summary>The class of the colour of a role; series have one each.</summary>
    public static string ClassOf(SceneRole role) => role switch
    {
        SceneRole.Background => "bg",
        SceneRole.Information => "info",
        SceneRole.Warning => "warn",
        SceneRole.Error => "err",
        _ => role.ToString().ToLowerInvariant(),
    };

    private static void Add(StringBuilder css, IEnumerable<(string Selectors, string Declarations)> rules, string scope)
    {
        foreach ((string selectors, string declarations) in rules)
        {
            css.AppendJoin(',', selectors.Split(',').Select(selector => scope.Length > 0 ? $"{scope} {selector}" : selector));
            css.Append('{').Append(declarations).Append('}');
        }
    }

    private static IEnumerable<(string Selectors, string Declarations)> ColoursOf(PlotTheme theme)
    {
        yield return (".bg,.legend", $"fill:{theme.Background}");
        yield return (".grid", $"stroke:{theme.Grid}");
        yield return (".frame,.reference", $"stroke:{theme.Frame}");
        yield return ("text", $"fill:{theme.Text}");
        yield return ("text.muted", $"fill:{theme.Muted}");
        foreach ((string name, string colour) in new[] { ("info", theme.Information), ("warn", theme.Warning), ("err", theme.Error) })
        {
            yield return ($".{name}", $"stroke:{colour}");
            yield return ($"text.{name},.mark.{name}", $"fill:{colour};stroke:none");
        }
        for (int i = 0; i < theme.Data.Count; i++)
        {
            yield return ($".c{i}", $"stroke:{theme.Data[i]}");
            yield return ($".band.c{i}", $"fill:{theme.Data[i]};stroke:none");
        }
    }
}
