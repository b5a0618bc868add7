namespace LensTools.Engine.Plots.Layout;

/// <summary>The range of an axis that is shown, and where values lie along it.</summary>
/// <param name="Scale">How values are laid out.</param>
/// <param name="From">The value at its beginning.</param>
/// <param name="To">The value at its end.</param>
internal readonly record struct AxisRange(PlotScale Scale, double From, double To)
{
    private const double Padding = 0.04;

    /// <summary>Where a value lies: 0 at the beginning, 1 at the end; not a number where the axis has no place for it.</summary>
    public double Place(double value) => Scale == PlotScale.Logarithmic
        ? value > 0 ? Math.Log(value / From) / Math.Log(To / From) : double.NaN
        : (value - From) / (To - From);

    /// <summary>The range of an axis that its values need; linear where a logarithmic one has no positive value.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">The values; those that are no numbers do not count.</param>
    /// <param name="isPadded">Whether some room is left at both ends.</param>
    public static AxisRange Of(PlotAxis axis, IEnumerable<double> values, bool isPadded = true)
    {
        (double low, double high, double lowPositive) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity);
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (value > 0) lowPositive = Math.Min(lowPositive, value);
        }
        bool hasPositive = lowPositive > 0 && double.IsFinite(lowPositive);
        if (axis.Scale == PlotScale.Logarithmic && hasPositive) return Logarithmic(lowPositive, high, isPadded);
        if (!double.IsFinite(low)) return new AxisRange(PlotScale.Linear, 0, 1);
        if (low == high)
        {
            double half = low == 0 ? 1 : Math.Abs(low) * 0.1;
            return new AxisRange(PlotScale.Linear, low - half, high + half);
        }
        // The difference of two numbers may be larger than any.
        double room = isPadded ? Math.Min((high / 2) - (low / 2), double.MaxValue / 8) * 2 * Padding : 0;
        return new AxisRange(PlotScale.Linear, Math.Max(low - room, double.MinValue / 4), Math.Min(high + room, double.MaxValue / 4));
    }

    private static AxisRange Logarithmic(double low, double high, bool isPadded)
    {
        if (low == high) return new AxisRange(PlotScale.Logarithmic, low / 2, high * 2);
        double room = isPadded ? Math.Exp(Math.Log(high / low) * Padding) : 1;
        return new AxisRange(PlotScale.Logarithmic, Math.Max(low / room, 1e-300), Math.Min(high * room, 1e300));
    }
}
