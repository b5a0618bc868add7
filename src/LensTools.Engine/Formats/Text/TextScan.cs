using System.Globalization;

namespace LensTools.Engine.Formats.Text;

/// <summary>A line of words and its number.</summary>
internal sealed record TextLine(int Line, string Text);

/// <summary>A line by its number and its place in the text.</summary>
internal readonly record struct LineSpan(int Number, int Start, int Length);

/// <summary>A text in one pass: its blocks of numbers, and the lines of words around them.</summary>
internal sealed class TextScan
{
    /// <summary>A line with more numbers than this is not a row of a table that is read.</summary>
    public const int MostColumns = 32;

    private const int MostWordLines = 20_000;
    private const int LongestWordLine = 4_096;
    private const int HeadLines = 64;
    private const int RowsLookedAt = 32;
    private const int BytesAtOnce = 4 << 20;
    private const int MostReserved = 32 << 20;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<(int Number, int Start, int Length)> _words = [];
    private readonly List<(int Start, int Length)> _head = [];
    private readonly List<NumberBlock> _blocks = [];
    private IReadOnlyList<TextLine>? _wordLines;
    private IReadOnlyList<string>? _headLines;

    private TextScan(ReadOnlyMemory<byte> text)
    {
        _text = text;
    }

    /// <summary>The lines that are not rows of numbers, without blank ones. They are decoded on demand.</summary>
    public IReadOnlyList<TextLine> Words =>
        _wordLines ??= [.. _words.Select(line => new TextLine(line.Number, ToText(line.Start, line.Length)))];

    /// <summary>The number of those lines.</summary>
    public int WordCount => _words.Count;

    public IReadOnlyList<NumberBlock> Blocks => _blocks;

    /// <summary>The number of its last line.</summary>
    public int LastLine { get; private set; }

    /// <summary>Whether its last line has no line end, so that it may have been cut off.</summary>
    public bool EndsAmidLine { get; private set; }

    /// <summary>How its numbers are written.</summary>
    public NumberStyle Style { get; private set; }

    /// <summary>The table in it, once it was looked for, and why there is none.</summary>
    public (ColumnTable? Table, string? Why)? Found { get; set; }

    /// <summary>The first lines, whatever they hold.</summary>
    public IReadOnlyList<string> Head => _headLines ??= [.. _head.Select(line => ToText(line.Start, line.Length))];

    /// <summary>One of the first lines by its number, from 1; empty if the text has fewer.</summary>
    public string Line(int number) => number <= Head.Count ? Head[number - 1] : "";

    /// <summary>The largest block with at least the given rows and columns, or null.</summary>
    public NumberBlock? Largest(int rows = 1, int columns = 2) =>
        _blocks.Where(b => b.Rows >= rows && b.Columns >= columns && b.Columns <= MostColumns).MaxBy(b => b.Rows);

    /// <summary>
    /// Scans a text. Unless <paramref name="isWhole"/> is set, the last row may be incomplete and is left out.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TextScan Read(ReadOnlyMemory<byte> text, bool isWhole, CancellationToken stop)
    {
        var scan = new TextScan(text);
        var rows = new RowCollector(text, scan._blocks, scan.AddWords);
        Span<double> row = stackalloc double[MostColumns];
        NumberBlock? roomy = null;
        bool isDecided = false;
        var lines = new TextLines(text.Span);
        while (lines.MoveNext())
        {
            if ((lines.Number & 0xfff) == 0) stop.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> line = lines.Current;
            if (scan._head.Count < HeadLines) scan._head.Add((lines.Start, line.Length));
            // The first row with a comma, a quote or the like shows how numbers are written.
            if (!isDecided && NumberStyle.MayMatter(line))
            {
                isDecided = true;
                rows.Style = scan.Style = NumberStyle.Of(text.Span[lines.Start..]);
            }
            int count = NumericRow.Read(line, row, rows.Style);
            // Signs and blanks of typesetting.
            if (count == 0
                && line.IndexOfAnyInRange((byte)0x80, (byte)0xff) >= 0
                && RowCells.Read(line, row, rows.Style) is { Count: > 1, Missing: 0, Words: 0 } typeset)
                count = typeset.Count;
            if (count == 0)
            {
                if (line.Trim("\t \0\f"u8).IsEmpty) rows.AddBlank();
                else rows.AddOther(new LineSpan(lines.Number, lines.Start, line.Length));
                continue;
            }
            if (!rows.Add(row, count, new LineSpan(lines.Number, lines.Start, line.Length))) break;
            NumberBlock block = rows.Current!;
            // Most of a table is rows like the first ones; they are read without looking at each line twice.
            if (block.Columns > MostColumns || block.LastLine != lines.Number || block.Rows < RowsLookedAt || block.Rows % RowsLookedAt != 0
                || rows.Style != NumberStyle.Plain || scan._head.Count < HeadLines)
                continue;
            // Reserve room for all that may follow at once, so that a large table is not copied repeatedly.
            if (roomy != block) block.Reserve(Math.Min(MostReserved / count, TextLines.Count(text.Span[^lines.Remaining..])));
            roomy = block;
            // Part of the text at a time, so that reading a large one can be cancelled.
            (int bytes, int more) = RowParser.Read(WholeLines(text[^lines.Remaining..]), block, lines.Number);
            lines.Skip(bytes, more);
            stop.ThrowIfCancellationRequested();
        }
        rows.End();
        if (!isWhole && rows.Current is { Rows: > 1 } last) last.RemoveLast();
        scan.LastLine = lines.Number;
        scan.EndsAmidLine = isWhole && text.Length > 0 && text.Span[^1] is not ((byte)'\n' or (byte)'\r');
        return scan;
    }

    private void AddWords(LineSpan line)
    {
        if (_words.Count < MostWordLines) _words.Add((line.Number, line.Start, line.Length));
    }

    private string ToText(int start, int length) => TextLines.ToText(_text.Span.Slice(start, Math.Min(length, LongestWordLine)));

    private static ReadOnlyMemory<byte> WholeLines(ReadOnlyMemory<byte> rest)
    {
        if (rest.Length <= BytesAtOnce) return rest;
        int end = rest.Span[..BytesAtOnce].LastIndexOf((byte)'\n');
        return rest[..(end + 1)];
    }

    /// <summary>The location of a line as text.</summary>
    public static string LocationOf(int line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");
}
