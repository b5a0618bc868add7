using System.Globalization;

namespace LensTools.Engine.Datasets;

/// <summary>A number with its unit.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit of <paramref name="Value"/>.</param>
public readonly record struct Quantity(double Value, string Unit)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:R} {Unit}");
}
