using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;

namespace LensTools.Engine.Plots.Views;

/// <summary>A plane as rows and columns over even steps of both components of Q.</summary>
/// <param name="Values">The values row by row, the lowest row first; not a number where there is none.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="X">Where its left and right edges are.</param>
/// <param name="Y">Where its lower and upper edges are.</param>
/// <param name="Remarks">What was done to have it.</param>
internal sealed record PlaneGrid(
    double[] Values, int Rows, int Columns, (double From, double To) X, (double From, double To) Y, IReadOnlyList<string> Remarks)
{
    private const int MostSteps = 256, FewestSteps = 8;

    /// <summary>The grid of a plane: that of its pixels if they form one, else the mean of the pixels of each cell.</summary>
    public static PlaneGrid Of(Plane plane)
    {
        ((double low, double high) x, (double low, double high) y) = (RangeOf(plane.Qx), RangeOf(plane.Qy));
        long[]? shape = PixelGrid.Find(plane);
        // Which component changes along a row is told by the first two pixels.
        bool isAlongX = shape is not null && plane.Qx[0] != plane.Qx[1];
        int side = Math.Clamp((int)Math.Sqrt(plane.I.Length), FewestSteps, MostSteps);
        int columns = shape is null ? side : (int)Math.Min(MostSteps, isAlongX ? shape[1] : shape[0]);
        int rows = shape is null ? side : (int)Math.Min(MostSteps, isAlongX ? shape[0] : shape[1]);
        double[] sums = new double[rows * columns];
        int[] counts = new int[sums.Length];
        for (int i = 0; i < plane.I.Length; i++)
        {
            if (!double.IsFinite(plane.I[i]) || !double.IsFinite(plane.Qx[i]) || !double.IsFinite(plane.Qy[i])) continue;
            int at = (Step(plane.Qy[i], y, rows) * columns) + Step(plane.Qx[i], x, columns);
            sums[at] += plane.I[i];
            counts[at]++;
        }
        double[] values = [.. sums.Select((sum, i) => counts[i] == 0 ? double.NaN : sum / counts[i])];
        bool isMean = counts.Any(count => count > 1);
        return new PlaneGrid(
            values, rows, columns, Edges(x, columns), Edges(y, rows), isMean ? [$"means over {columns} × {rows} cells"] : []);
    }

    private static (double Low, double High) RangeOf(IReadOnlyList<double> values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low < high ? (low, high) : double.IsFinite(low) ? (low - 1, low + 1) : (0, 1);
    }

    // The outermost pixels are centred in the outermost cells.
    private static int Step(double value, (double Low, double High) range, int steps) =>
        (int)Math.Round((value - range.Low) / (range.High - range.Low) * (steps - 1));

    private static (double, double) Edges((double Low, double High) range, int steps)
    {
        double half = (range.High - range.Low) / (steps - 1) / 2;
        return (range.Low - half, range.High + half);
    }
}
