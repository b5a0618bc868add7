using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Text;

/// <summary>
/// What is doubtful about a table: rows with gaps, a count that does not fit, an end that may be cut, lines that look like rows.
/// </summary>
internal static class TextDoubts
{
    private const int MostNamed = 5;

    /// <summary>The doubts about a table as such, whatever its columns are.</summary>
    /// <param name="scan">The text.</param>
    /// <param name="block">The table.</param>
    /// <param name="lastOfHeader">The last line of a header that the format defines, in which nothing is unexplained.</param>
    public static IEnumerable<Doubt> Of(TextScan scan, NumberBlock block, int lastOfHeader = 0)
    {
        string location = TextScan.LocationOf(block.FirstLine);
        foreach (Doubt doubt in OfRows(scan, block)) yield return doubt;
        if (block.StatedRows is { } stated && stated != block.Rows)
            yield return new Doubt(
                DoubtKind.Incomplete, location, $"{stated} rows are stated, and {block.Rows} are there", "the rows that are there");
        if (Unexplained(scan, block, lastOfHeader) is { Count: > 0 } lines)
            yield return new Doubt(
                DoubtKind.Unexplained,
                TextScan.LocationOf(lines[0]),
                $"{lines.Count} lines outside the table look like rows (lines {Listed(lines)})",
                "nothing");
        if (scan.Style.IsGuess)
            yield return new Doubt(
                DoubtKind.AssumedColumns, location, "commas within the numbers may be of thousands or decimal", "as those of thousands");
    }

    /// <summary>The doubts about the rows of one of several tables, and about the end of the text.</summary>
    public static IEnumerable<Doubt> OfRows(TextScan scan, NumberBlock block)
    {
        if (block.DamagedLines is { Count: > 0 } damaged)
            yield return new Doubt(
                DoubtKind.DamagedRows,
                TextScan.LocationOf(damaged[0]),
                $"{damaged.Count} of {block.Rows} rows have cells that are no numbers (lines {Listed(damaged)})",
                "those values are NaN");
        // Amid the rows, only remarks explain themselves.
        int[] amid = [.. scan.Words
            .Where(w => w.Line > block.FirstLine && w.Line < block.LastLine)
            .Where(w => w.Text.TrimStart() is not ['#' or '%' or '!' or ';' or '/', ..])
            .Select(w => w.Line)];
        if (amid.Length > 0)
            yield return new Doubt(
                DoubtKind.Unexplained,
                TextScan.LocationOf(amid[0]),
                $"{amid.Length} lines amid the rows are none (lines {Listed(amid)})",
                "nothing of them");
        if (!scan.EndsAmidLine) yield break;
        yield return new Doubt(
            DoubtKind.MayBeCut,
            TextScan.LocationOf(scan.LastLine),
            scan.LastLine == block.LastLine
                ? "the text ends with a row and without a line end, so its last number may have lost digits"
                : "the text ends without a line end",
            "what is there");
    }

    // Lines that have as many cells as the table, or the beginning of a row at the end of the text.
    private static List<int> Unexplained(TextScan scan, NumberBlock block, int lastOfHeader)
    {
        var lines = new List<int>();
        Span<double> cells = stackalloc double[TextScan.MostColumns];
        foreach (NumberBlock other in scan.Blocks.Where(other => other != block))
        {
            bool isBehind = other.FirstLine > block.LastLine, isRightBehind = isBehind && other.FirstLine <= block.LastLine + 2;
            bool isShortRowAbove = other.Columns == block.Columns - 1 && other.Columns > 1 && other.LastLine == block.FirstLine - 1;
            if (other.Columns == block.Columns || (other.Columns >= 2 && isBehind))
                lines.AddRange(Enumerable.Range(other.FirstLine, Math.Max(1, Math.Min(other.Rows, other.LastLine - other.FirstLine + 1))));
            else if (isShortRowAbove) lines.Add(other.LastLine);
            else if (other.Columns == 1 && isRightBehind) lines.Add(other.FirstLine);
        }
        int before = block.FirstLine - 1, behind = block.LastLine + 1;
        foreach ((int line, string text) in scan.Words.Where(word => word.Line > lastOfHeader))
        {
            // A row begins with a number.
            ReadOnlySpan<char> start = text.AsSpan().TrimStart(" \t\"+-.");
            if (start.IsEmpty || !char.IsAsciiDigit(start[0])) continue;
            RowCells read = RowCells.Read(System.Text.Encoding.UTF8.GetBytes(text), cells, scan.Style);
            // Right beside the table, what begins with a number may be a row whatever its other cells are.
            bool isBeside = line == before || line == behind;
            if (line == behind) behind++;
            bool isLikeRow = read.Count == block.Columns && read.Words + read.Missing < read.Count - 1;
            if (isLikeRow || (isBeside && (read.Count == 0 || read.Count >= block.Columns - 1))) lines.Add(line);
        }
        lines.Sort();
        return lines;
    }

    private static string Listed(IReadOnlyList<int> lines) =>
        string.Join(", ", lines.Take(MostNamed).Select(line => line.ToString(CultureInfo.InvariantCulture)))
            + (lines.Count > MostNamed ? ", …" : "");
}
