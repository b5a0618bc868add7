namespace LensTools.Engine.Formats.Text;

/// <summary>Tells the columns of a table apart by their numbers, where nothing names them.</summary>
internal static class UnnamedTable
{
    /// <summary>The largest number of unnamed columns that can be told apart.</summary>
    private const int MostColumns = 4;

    private const double LargestSignedQ = 10;

    // An unnamed column beyond the reach of diffractometers in 1/nm is not Q, but a distance or wavelength.
    private const double LargestQ = 150;

    /// <summary>Why a table is no curve; null if it may be one.</summary>
    public static string? WhyNone(TextScan scan, NumberBlock block, string? qUnit)
    {
        if (scan.Words.Count(line => line.Line > block.LastLine && line.Text.TrimStart()[0] is not ('#' or '%' or '!' or ';' or '*' or '/'))
            > block.Rows)
            return "it is a text with a small table in it";
        if (block.Columns > MostColumns) return $"nothing says which of its {block.Columns} columns are Q and the intensity";
        if (block.HasRestarts || !LooksLikeQ(block)) return "its first column does not look like Q";
        if (IsCount(block)) return "its first column counts the rows";
        return qUnit is null && StatedUnit.FindAngle(scan.Words) is { } angle
            ? $"\"{angle.Text.Trim().TrimStart('#').Trim()}\" speaks of an angle, not of Q"
            : null;
    }

    /// <summary>The columns by their place: Q, the intensity, its deviation, the resolution.</summary>
    public static Column[] Columns(NumberBlock block, string? qUnit)
    {
        var columns = new List<Column> { new(ColumnRole.Q, qUnit), new(ColumnRole.I, null) };
        if (block.Columns > 2)
        {
            bool isFit = block.Columns == 3 && IsFit(block, 2);
            columns.Add(new Column(isFit ? ColumnRole.Fit : IsMultiple(block, 2, 1) ? ColumnRole.Other : ColumnRole.Idev, null));
        }
        if (block.Columns > 3)
            columns.Add(new Column(
                IsFit(block, 3) ? ColumnRole.Fit : LooksLikeResolution(block, 3) ? ColumnRole.Qdev : ColumnRole.Other, null));
        return [.. columns];
    }

    /// <summary>Whether the first column counts the rows, from 0 or 1.</summary>
    public static bool IsCount(NumberBlock block)
    {
        double first = block.Value(0, 0);
        if (first != 0 && first != 1) return false;
        for (int i = 0; i < block.Rows; i++)
        {
            if (block.Value(i, 0) != first + i) return false;
        }
        return true;
    }

    /// <summary>Whether a column has values that no momentum transfer has.</summary>
    public static bool IsTooLarge(NumberBlock block, int column, double most)
    {
        int negative = 0;
        double largest = 0;
        for (int i = 0; i < block.Rows; i++)
        {
            double q = block.Value(i, column);
            if (q < 0) negative++;
            if (Math.Abs(q) > largest) largest = Math.Abs(q);
        }
        return largest > most || (negative > block.Rows / 10 && largest > LargestSignedQ);
    }

    // A column that is a multiple of another is the same data on a second scale, not its uncertainty.
    private static bool IsMultiple(NumberBlock block, int column, int of)
    {
        double ratio = block.Value(0, column) / block.Value(0, of);
        for (int i = 1; i < block.Rows; i++)
        {
            if (!(Math.Abs(block.Value(i, column) - (ratio * block.Value(i, of))) <= 1e-5 * Math.Abs(block.Value(i, column)))) return false;
        }
        return ratio < 1e-4;
    }

    // A column that is nearly the second along most of the curve is a fit to it, as ATSAS writes both.
    private static bool IsFit(NumberBlock block, int column)
    {
        const double Near = 0.1;
        int near = 0;
        for (int i = 0; i < block.Rows; i++)
        {
            if (Math.Abs(block.Value(i, column) - block.Value(i, 1)) <= Near * Math.Abs(block.Value(i, 1))) near++;
        }
        return near > block.Rows / 2;
    }

    // Momentum transfers are small, and rise or fall nearly all the way. Those of a slice through a plane have signs.
    private static bool LooksLikeQ(NumberBlock block)
    {
        if (IsTooLarge(block, 0, LargestQ)) return false;
        int rises = 0, falls = 0;
        for (int i = 1; i < block.Rows; i++)
        {
            double step = block.Value(i, 0) - block.Value(i - 1, 0);
            if (step > 0) rises++;
            else if (step < 0) falls++;
        }
        return rises >= 0.85 * (block.Rows - 1) || falls >= 0.85 * (block.Rows - 1);
    }

    // Right beside the beam stop a resolution may be a little wider than Q itself.
    private static bool LooksLikeResolution(NumberBlock block, int column)
    {
        const double Widest = 2, SmallestQ = 1e-4;
        for (int i = 0; i < block.Rows; i++)
        {
            double dq = block.Value(i, column);
            if (!(dq > 0) || dq > Widest * Math.Max(Math.Abs(block.Value(i, 0)), SmallestQ)) return false;
        }
        return true;
    }
}
