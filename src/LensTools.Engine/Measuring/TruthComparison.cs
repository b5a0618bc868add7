namespace LensTools.Engine.Measuring;

/// <summary>A quantity whose value may be known.</summary>
public enum TruthQuantity
{
    /// <summary>The radius of gyration by Guinier's law.</summary>
    Rg,
    /// <summary>That of p(r).</summary>
    PairDistributionRg,
    /// <summary>The largest distance.</summary>
    Dmax,
}

/// <summary>A measured value beside the known one.</summary>
/// <param name="Quantity">Of what.</param>
/// <param name="Measured">What was measured; null if it could not be.</param>
/// <param name="Sigma">Its standard deviation.</param>
/// <param name="Least">The least of the known range.</param>
/// <param name="Most">The most.</param>
/// <param name="Tolerance">How far outside a value may be.</param>
/// <param name="Source">Where the range is from.</param>
public sealed record TruthComparison(
    TruthQuantity Quantity, double? Measured, double? Sigma, double Least, double Most, double Tolerance, string? Source)
{
    /// <summary>Whether the measured value is within the range and its tolerance; null if it could not be measured.</summary>
    public bool? IsWithin => Measured is { } value ? value >= Least - Tolerance && value <= Most + Tolerance : null;

    /// <inheritdoc/>
    public override string ToString()
    {
        string where = IsWithin switch { true => "within", false => "outside", null => "not measured, known" };
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{Quantity} {Measured:G4}: {where} {Least:G4} to {Most:G4}");
    }
}
