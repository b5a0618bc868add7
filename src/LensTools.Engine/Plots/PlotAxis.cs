using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots;

/// <summary>How values are laid out along an axis.</summary>
public enum PlotScale
{
    /// <summary>Equal differences have equal lengths.</summary>
    Linear,
    /// <summary>Equal ratios have equal lengths.</summary>
    Logarithmic,
}

/// <summary>An axis of a plot.</summary>
/// <param name="Quantity">What is along it, such as Q or I.</param>
/// <param name="Unit">Its unit as in the model; null if there is none.</param>
/// <param name="Scale">How values are laid out.</param>
public sealed record PlotAxis(string Quantity, string? Unit = null, PlotScale Scale = PlotScale.Linear)
{
    /// <summary>What has to be said of the unit, such as that it was guessed; null for nothing.</summary>
    public string? UnitRemark { get; init; }

    /// <summary>What stands along the axis, with the unit as it is printed.</summary>
    /// <param name="exponent">The power of ten that what stands at its ticks is multiplied by.</param>
    internal string Label(int exponent = 0) => LabelOf(PrintedUnit.Of(Unit), exponent == 0 ? null : PrintedUnit.PowerOfTen(exponent));

    /// <summary>The same in ASCII.</summary>
    internal string PlainLabel(int exponent = 0) =>
        PrintedUnit.Plain(LabelOf(Unit, exponent == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"1e{exponent}")));

    /// <summary>The axis of an axis of a signal.</summary>
    internal static PlotAxis Of(Axis axis, PlotScale scale = PlotScale.Linear) => new(axis.Name, axis.Unit, scale)
    {
        UnitRemark = axis.Unit is null ? "unit not known" : axis.UnitBasis == Basis.Guessed ? "guessed" : null,
    };

    private string LabelOf(string? unit, string? power)
    {
        string scaled = string.Join(' ', new[] { power, unit }.Where(part => !string.IsNullOrEmpty(part)));
        string inside = string.Join(", ", new[] { scaled, UnitRemark }.Where(part => !string.IsNullOrEmpty(part)));
        return inside.Length == 0 ? Quantity : $"{Quantity} ({inside})";
    }
}
