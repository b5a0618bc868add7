namespace LensTools.Engine.Plots;

/// <summary>Values over a rectangle, which are drawn as colours.</summary>
/// <param name="Values">The values row by row, the lowest row first; not a number where there is none.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="X">Where its left and right edges are along the horizontal axis.</param>
/// <param name="Y">Where its lower and upper edges are along the vertical axis.</param>
/// <param name="Colours">What the colours are of, and on which scale.</param>
public sealed record PlotImage(
    IReadOnlyList<double> Values, int Rows, int Columns, (double From, double To) X, (double From, double To) Y, PlotAxis Colours)
{
    /// <summary>The range of the values that colours are given to: of positive ones on a logarithmic scale.</summary>
    internal (double From, double To) ColourRange
    {
        get
        {
            (double from, double to) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (double value in Values)
            {
                if (!double.IsFinite(value) || (Colours.Scale == PlotScale.Logarithmic && value <= 0)) continue;
                (from, to) = (Math.Min(from, value), Math.Max(to, value));
            }
            return from < to ? (from, to) : double.IsFinite(from) ? (from, from + 1) : (0, 1);
        }
    }
}
