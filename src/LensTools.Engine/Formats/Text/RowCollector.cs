namespace LensTools.Engine.Formats.Text;

/// <summary>
/// Collects the rows of a text into blocks. A line that is not all numbers does not end a table by itself: what stands amid its rows
/// and begins with a number is a row with gaps, and a remark amid them is a remark.
/// </summary>
internal sealed class RowCollector(ReadOnlyMemory<byte> text, List<NumberBlock> blocks, Action<LineSpan> addWords)
{
    private const int MostBlocks = 20_000;

    // So many lines that are no rows end a table; a remark amid its rows is shorter.
    private const int LongestGap = 48, LongestRemark = 2, FewestRowsBefore = 2;

    private readonly List<LineSpan> _gap = [];
    private bool _isAfterBlank;
    private int _othersInGap;

    /// <summary>How numbers are written.</summary>
    public NumberStyle Style { get; set; }

    /// <summary>The block that rows are added to.</summary>
    public NumberBlock? Current { get; private set; }

    public void AddBlank() => _isAfterBlank = true;

    /// <summary>Adds a line that is not all numbers.</summary>
    public void AddOther(LineSpan line)
    {
        _gap.Add(line);
        if (_gap.Count > LongestGap) Close();
    }

    /// <summary>Adds a row of numbers; false if there are too many blocks.</summary>
    public bool Add(Span<double> row, int count, LineSpan line)
    {
        // The last cell of a row of a table was left blank.
        if (Current?.Columns == count + 1 && NumericRow.EndsBlank(Text(line))) row[count++] = double.NaN;
        if (Current is not null && Current.Columns != count && IsSingle(count))
        {
            // It may be a row of this table that lacks a cell, if the table goes on.
            _gap.Add(line);
            _othersInGap++;
            return true;
        }
        if (_gap.Count > 0)
        {
            // A block too wide to be a table holds nothing that could go on.
            if (Current?.Columns == count && count <= TextScan.MostColumns && GoesOn(row[0])) TakeGap();
            else Close(count);
        }
        if (Current is null || Current.Columns != count)
        {
            if (blocks.Count >= MostBlocks) return false;
            blocks.Add(Current = new NumberBlock(count, line.Number));
        }
        if (count > TextScan.MostColumns) return true;
        if (_isAfterBlank && Current.Rows > 0 && row[0] <= Current.Value(0, 0)) Current.HasRestarts = true;
        _isAfterBlank = false;
        Current.Add(row[..count], line.Number);
        return true;
    }

    /// <summary>Settles what follows the last row.</summary>
    public void End()
    {
        NumberBlock? last = Current;
        Close();
        Current = last;
    }

    private ReadOnlySpan<byte> Text(LineSpan line) => text.Span.Slice(line.Start, line.Length);

    // Two such rows in a row are another table.
    private bool IsSingle(int count) =>
        Current!.Rows >= FewestRowsBefore && _othersInGap == 0 && count <= TextScan.MostColumns && Current.Columns <= TextScan.MostColumns;

    // Whether a table goes on behind the lines of the gap: all of them begin with a number, or they are a short remark and Q goes on.
    private bool GoesOn(double next)
    {
        Span<double> cells = stackalloc double[TextScan.MostColumns];
        int words = 0;
        foreach (LineSpan line in _gap)
        {
            if (RowCells.Read(Text(line), cells, Style).Count > 0) continue;
            if (++words > LongestRemark || ColumnHeader.MayBeNames(TextLines.ToText(Text(line)), Current!.Columns)) return false;
        }
        if (words == 0) return true;
        double first = Current!.Value(0, 0), last = Current.Value(Current.Rows - 1, 0);
        return Current.Rows >= FewestRowsBefore && next > last == last > first && next != last;
    }

    private void TakeGap()
    {
        Span<double> cells = stackalloc double[TextScan.MostColumns];
        foreach (LineSpan line in _gap)
        {
            RowCells read = RowCells.Read(Text(line), cells, Style);
            if (read.Count == 0)
            {
                addWords(line);
                continue;
            }
            // Which cell is missing is not known; the first is there.
            if (read.Count != Current!.Columns) cells[1..].Fill(double.NaN);
            Take(Current, cells, read.Count != Current.Columns || read.Missing + read.Words > 0, line);
        }
        _gap.Clear();
        _othersInGap = 0;
    }

    private static void Take(NumberBlock block, ReadOnlySpan<double> cells, bool isDamaged, LineSpan line)
    {
        if (isDamaged) block.AddDamaged(cells[..block.Columns], line.Number);
        else block.Add(cells[..block.Columns], line.Number);
    }

    // Ends the table: rows with gaps directly behind it belong to it, those directly before the next one to that.
    private void Close(int nextColumns = 0)
    {
        Span<double> cells = stackalloc double[TextScan.MostColumns];
        int from = 0, to = _gap.Count;
        for (; Current is not null && from < to && IsRowOf(Current.Columns, _gap[from], cells, out bool isDamaged); from++)
            Take(Current, cells, isDamaged, _gap[from]);
        int leading = to;
        while (nextColumns > 0 && leading > from && IsRowOf(nextColumns, _gap[leading - 1], cells, out _)) leading--;
        for (int i = from; i < leading; i++) AddOld(_gap[i], cells);
        if (leading < to)
        {
            blocks.Add(Current = new NumberBlock(nextColumns, _gap[leading].Number));
            for (int i = leading; i < to; i++)
            {
                IsRowOf(nextColumns, _gap[i], cells, out bool isDamaged);
                Take(Current, cells, isDamaged, _gap[i]);
            }
        }
        _gap.Clear();
        _othersInGap = 0;
    }

    // A line that belongs to no other table: a small block of its own, or words.
    private void AddOld(LineSpan line, Span<double> cells)
    {
        int count = NumericRow.Read(Text(line), cells, Style);
        if (count == 0)
        {
            addWords(line);
            Current = null;
            return;
        }
        if (Current is null || Current.Columns != count)
        {
            if (blocks.Count >= MostBlocks) return;
            blocks.Add(Current = new NumberBlock(count, line.Number));
        }
        if (count <= TextScan.MostColumns) Current.Add(cells[..count], line.Number);
    }

    // Outside a table, only marks for "no number" make a row of a line; words do not.
    private bool IsRowOf(int columns, LineSpan line, Span<double> cells, out bool isDamaged)
    {
        RowCells read = columns is >= 2 and <= TextScan.MostColumns ? RowCells.Read(Text(line), cells, Style) : default;
        // Numbers that run together ("0.14-0.0002") are one cell less.
        bool isShort = read.Count == columns - 1 && read.Missing > 0;
        isDamaged = read.Missing > 0;
        if (isShort) cells[1..].Fill(double.NaN);
        return (read.Count == columns || isShort) && read.Words == 0;
    }
}
