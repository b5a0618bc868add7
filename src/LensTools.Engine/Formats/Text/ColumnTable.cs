namespace LensTools.Engine.Formats.Text;

/// <summary>The one block of numbers of a column text, and the text around it.</summary>
internal sealed class ColumnTable
{
    /// <summary>Fewer rows than this are no curve.</summary>
    public const int FewestRows = 5;

    private const int FewestColumns = 2;
    private const int MostColumns = 4;
    private const int MostHeaderLines = 2_000;

    private readonly List<double> _values;

    private ColumnTable(List<double> values, int columns, int firstLine, IReadOnlyList<(int Line, string Text)> header)
    {
        _values = values;
        ColumnCount = columns;
        FirstLine = firstLine;
        Header = header;
        Columns = FindColumns();
    }

    public int ColumnCount { get; }

    public int Rows => _values.Count / ColumnCount;

    /// <summary>The line of the first row.</summary>
    public int FirstLine { get; }

    /// <summary>The lines of text before and behind the numbers.</summary>
    public IReadOnlyList<(int Line, string Text)> Header { get; }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The line that names the columns, or null.</summary>
    public int? HeaderLine { get; private set; }

    /// <summary>
    /// Finds the block of at least five rows of two to four numbers; null where there is none, or several, or where
    /// its columns are named and are no curve.
    /// </summary>
    public static ColumnTable? Read(ReadOnlySpan<byte> text, bool isWhole, CancellationToken stop)
    {
        var block = new List<double>();
        var candidate = new List<double>();
        var header = new List<(int, string)>();
        int blockColumns = 0, blockLine = 0, columns = 0, firstLine = 0;
        Span<double> row = stackalloc double[MostColumns];
        var lines = new TextLines(text);
        while (lines.MoveNext())
        {
            if ((lines.Number & 0xfff) == 0) stop.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> line = lines.Current;
            int count = NumericRow.Read(line, row);
            if (count == 0)
            {
                if (line.Trim((byte)' ').IsEmpty || line.Trim("\t \0"u8).IsEmpty) continue;
                if (header.Count < MostHeaderLines) header.Add((lines.Number, TextLines.ToText(line)));
                else if (block.Count == 0 && candidate.Count == 0) return null;
            }
            if (count != columns)
            {
                if (!Close(candidate, columns, firstLine, ref block, ref blockColumns, ref blockLine)) return null;
                candidate = [];
                columns = count;
                firstLine = lines.Number;
            }
            if (count is >= FewestColumns and <= MostColumns) candidate.AddRange(row[..count]);
            else if (count > MostColumns && block.Count == 0 && lines.Number - firstLine >= FewestRows) return null;
        }
        // The last line of a text that was cut short may be half a row.
        if (!isWhole && candidate.Count >= columns * 2 && columns > 0) candidate.RemoveRange(candidate.Count - columns, columns);
        if (!Close(candidate, columns, firstLine, ref block, ref blockColumns, ref blockLine) || block.Count == 0) return null;
        var table = new ColumnTable(block, blockColumns, blockLine, header);
        return table.Columns.Count > 0 ? table : null;
    }

    public double Value(int row, int column) => _values[(row * ColumnCount) + column];

    public double[] ColumnOf(int column)
    {
        double[] values = new double[Rows];
        for (int i = 0; i < values.Length; i++) values[i] = Value(i, column);
        return values;
    }

    public int? IndexOf(ColumnRole role)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Role == role) return i;
        }
        return null;
    }

    // False where a second table follows: then which one is the curve is anybody's guess.
    private static bool Close(List<double> candidate, int columns, int line, ref List<double> block, ref int blockColumns, ref int blockLine)
    {
        if (columns is < FewestColumns or > MostColumns || candidate.Count < FewestRows * columns) return true;
        if (block.Count > 0) return false;
        block = candidate;
        blockColumns = columns;
        blockLine = line;
        return true;
    }

    private IReadOnlyList<Column> FindColumns()
    {
        foreach ((int line, string text) in Header.Where(h => h.Line < FirstLine).Reverse())
        {
            if (ColumnHeader.Read(text, ColumnCount) is not { } named) continue;
            bool isCurve = named[0].Role == ColumnRole.Q && named.Any(c => c.Role == ColumnRole.I);
            // Angles and positions are called x too, and go below zero.
            if (isCurve && !IsOftenNegative())
            {
                HeaderLine = line;
                return named;
            }
            // Columns with names of other things right above the numbers: a table, but no curve.
            if (named.All(c => c.Role == ColumnRole.Other) && line >= FirstLine - 2 && text.TrimStart().StartsWith('#') && named.Length == ColumnCount) return [];
        }
        return LooksLikeQ() ? Unnamed() : [];
    }

    private Column[] Unnamed()
    {
        var columns = new List<Column> { new(ColumnRole.Q, null), new(ColumnRole.I, null) };
        if (ColumnCount > 2) columns.Add(new Column(ColumnRole.Idev, null));
        if (ColumnCount > 3) columns.Add(new Column(LooksLikeResolution(3) ? ColumnRole.Qdev : ColumnRole.Other, null));
        return [.. columns];
    }

    private bool IsOftenNegative()
    {
        int negative = 0;
        for (int i = 0; i < Rows; i++)
        {
            if (Value(i, 0) < 0) negative++;
        }
        return negative > Rows / 10;
    }

    // Momentum transfers are positive, small, and rise or fall all the way but for a glitch.
    private bool LooksLikeQ()
    {
        int rises = 0, falls = 0;
        for (int i = 0; i < Rows; i++)
        {
            double q = Value(i, 0);
            if (!(q >= 0) || q > 1000) return false;
            if (i == 0) continue;
            if (q > Value(i - 1, 0)) rises++;
            else if (q < Value(i - 1, 0)) falls++;
        }
        return rises >= 0.9 * (Rows - 1) || falls >= 0.9 * (Rows - 1);
    }

    private bool LooksLikeResolution(int column)
    {
        for (int i = 0; i < Rows; i++)
        {
            double dq = Value(i, column);
            if (!(dq > 0) || dq > Math.Max(Value(i, 0), 1e-4)) return false;
        }
        return true;
    }
}
