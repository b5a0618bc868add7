namespace LensTools.Engine.Formats.Text;

/// <summary>How the numbers of a text are written: decided once for all of it, from its first rows.</summary>
/// <param name="DecimalCommas">Whether a comma within a number is its decimal mark.</param>
/// <param name="Separator">The only character that separates cells; 0 if blanks, tabs, commas and semicolons do.</param>
/// <param name="IsGuess">Whether the commas may also be decimal: nothing tells them from those of thousands.</param>
internal readonly record struct NumberStyle(bool DecimalCommas, byte Separator, bool IsGuess = false)
{
    private const int RowsLookedAt = 32, LinesLookedAt = 128, MostMarks = 32;

    /// <summary>Numbers with points, separated by anything.</summary>
    public static NumberStyle Plain => default;

    /// <summary>Whether a line may be a row that can be read in several ways.</summary>
    public static bool MayMatter(ReadOnlySpan<byte> line) => StartsLikeRow(line) && line.IndexOfAny(",'\";"u8) >= 0;

    /// <summary>The style of a text that begins with a row.</summary>
    public static NumberStyle Of(ReadOnlySpan<byte> text)
    {
        var lines = new TextLines(text);
        int rows = 0, semicolons = -1, tabs = -1;
        bool quotes = false;
        while (rows < RowsLookedAt && lines.Number < LinesLookedAt && lines.MoveNext())
        {
            if (!StartsLikeRow(lines.Current)) continue;
            semicolons = Same(semicolons, lines.Current.Count((byte)';'), rows);
            tabs = Same(tabs, lines.Current.Count((byte)'\t'), rows);
            quotes |= lines.Current.Contains((byte)'"');
            rows++;
        }
        byte separator = semicolons > 0 ? (byte)';' : tabs > 0 ? (byte)'\t' : quotes ? (byte)',' : (byte)0;
        var marks = new Marks();
        lines = new TextLines(text);
        for (int row = 0; row < rows && lines.MoveNext();)
        {
            if (!StartsLikeRow(lines.Current)) continue;
            row++;
            marks.Add(lines.Current, separator);
        }
        if (!marks.InNumbers) return Plain;
        if (marks.Points) return marks.Decimal ? Plain : new NumberStyle(false, separator);
        return marks.Decimal ? new NumberStyle(true, separator) : new NumberStyle(false, separator, IsGuess: separator != (byte)',');
    }

    private static int Same(int before, int now, int rows) => rows == 0 || before == now ? now : 0;

    private static bool StartsLikeRow(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> text = line.TrimStart(" \t\""u8);
        if (text.Length > 1 && text[0] is (byte)'+' or (byte)'-' or (byte)'.') text = text[1..];
        return text.Length > 0 && char.IsAsciiDigit((char)text[0]);
    }

    // What the commas, points and other marks within numbers say.
    private struct Marks
    {
        public bool Points, Decimal, InNumbers;

        public void Add(ReadOnlySpan<byte> line, byte separator)
        {
            Span<Range> cells = stackalloc Range[MostMarks];
            int count = RowCells.Split(line, separator, cells);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> cell = line[cells[i]].Trim(" \t\""u8);
                // At the end of a word, a comma separates.
                if (separator == 0) cell = cell.TrimEnd((byte)',');
                if (cell.IsEmpty || !(char.IsAsciiDigit((char)cell[^1]) || cell[^1] == '.')) continue;
                bool isGrouped = RowCells.IsGrouped(cell);
                int comma = cell.IndexOf((byte)',');
                // "0.005,4147.8,8.8" is a row, not a number.
                if (separator == 0 && comma >= 0 && cell.Length == line.Trim(" \t"u8).TrimEnd((byte)',').Length) continue;
                if (cell.Contains((byte)'.')) Points = true;
                if (comma < 0)
                {
                    InNumbers |= isGrouped;
                    continue;
                }
                InNumbers = true;
                if (!isGrouped) Decimal = true;
            }
        }
    }
}
