using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LensTools.Engine.Formats.Text;

/// <summary>The number of rows that a text states about its table, in a line of its own or in words.</summary>
internal static partial class StatedCount
{
    private const int Near = 4;

    private static readonly SearchValues<string> Hints = SearchValues.Create(["points", "npts"], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Takes a first row that states the number of rows ("30 1 0" above 30 rows) out of a table, and notes what the text states.
    /// </summary>
    public static void Take(TextScan scan, NumberBlock block)
    {
        if (block.StatedRows is not null) return;
        if (IsCount(block))
        {
            double count = block.Value(0, 0);
            block.RemoveFirst();
            block.StatedRows = (int)count;
            return;
        }
        // A number alone in a line right above the table or its names.
        NumberBlock? lone = scan.Blocks.LastOrDefault(b => b.Columns == 1 && b.Rows == 1 && b.LastLine < block.FirstLine);
        if (lone is not null && lone.LastLine >= block.FirstLine - Near && IsWhole(lone.Value(0, 0)))
            block.StatedRows = (int)lone.Value(0, 0);
        foreach ((_, string text) in scan.Words)
        {
            if (block.StatedRows is null
                && text.AsSpan().IndexOfAny(Hints) >= 0
                && Words().Match(text) is { Success: true } match
                && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int stated))
                block.StatedRows = stated;
        }
    }

    // A whole number far above all that follows, which rises.
    private static bool IsCount(NumberBlock block)
    {
        if (block.Rows < ColumnTable.FewestRows || !IsWhole(block.Value(0, 0))) return false;
        double largest = double.NegativeInfinity;
        for (int i = 1; i < block.Rows; i++) largest = Math.Max(largest, block.Value(i, 0));
        return block.Value(0, 0) > 3 * largest && block.Value(1, 0) < block.Value(block.Rows - 1, 0);
    }

    private static bool IsWhole(double value) => value is >= 2 and <= 1e7 && value == Math.Floor(value);

    [GeneratedRegex(
        @"\b(?:number of (?:data |experimental |q )?points|no\. of points|npts|n_?points|data points)\b\W{0,4}\s*(\d+)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
