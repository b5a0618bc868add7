using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Text;

/// <summary>The rows of a scan below the names of its columns. A column without any number, such as one of file names, is text.</summary>
internal sealed class ScanRows(string[] names)
{
    private readonly List<(int Line, string[] Cells)> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Adds a line, unless it is blank.</summary>
    public void Add(int line, string[] cells)
    {
        if (cells.Length > 0) _rows.Add((line, cells));
    }

    /// <summary>The numbers of a column; NaN where there is none.</summary>
    public double[] Column(int index) => [.. _rows.Select(row => Number(row.Cells, index) ?? double.NaN)];

    /// <summary>What is doubtful about the rows: those that lack a cell, or have words in a column of numbers.</summary>
    public IEnumerable<Doubt> Doubts()
    {
        int[] numeric = [.. Enumerable.Range(0, names.Length).Where(index => _rows.Exists(row => Number(row.Cells, index) is not null))];
        int[] damaged = [.. _rows
            .Where(row => row.Cells.Length != names.Length || numeric.Any(index => Number(row.Cells, index) is null))
            .Select(row => row.Line)];
        if (damaged.Length > 0)
            yield return new Doubt(
                DoubtKind.DamagedRows,
                TextScan.LocationOf(damaged[0]),
                $"{damaged.Length} of {_rows.Count} rows have not a value for each of {names.Length} columns",
                "those values are NaN");
    }

    /// <summary>The lines of a text.</summary>
    public static List<string> LinesOf(ReadOnlySpan<byte> text)
    {
        var found = new List<string>();
        var lines = new TextLines(text);
        while (lines.MoveNext()) found.Add(TextLines.ToText(lines.Current));
        return found;
    }

    private static double? Number(string[] cells, int index) =>
        index < cells.Length && double.TryParse(cells[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : null;
}
