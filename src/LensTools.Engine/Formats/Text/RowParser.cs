using System.Runtime.CompilerServices;

namespace LensTools.Engine.Formats.Text;

/// <summary>
/// Reads further rows of a table: as many numbers per line as before, separated by blanks, tabs or one comma or
/// semicolon. It stops before the first line that is anything else, which is then examined closely.
/// </summary>
internal static class RowParser
{
    // Texts from this size on are read by two or more threads.
    private const int ParallelFrom = 1 << 19;

    /// <summary>Reads rows into a block; returns how many bytes and lines they take.</summary>
    public static (int Bytes, int Lines) Read(ReadOnlyMemory<byte> text, NumberBlock block, int lastLine)
    {
        int[] starts = Split(text.Span, Math.Max(1, Math.Min(Environment.ProcessorCount, text.Length / (ParallelFrom / 2))));
        int pieces = starts.Length - 1;
        // Assumes that every line is a row, so that each piece knows where its numbers belong.
        int[] lines = new int[pieces + 1];
        for (int i = 0; i < pieces; i++) lines[i + 1] = lines[i] + TextLines.Count(text.Span[starts[i]..starts[i + 1]]);
        block.Reserve(lines[pieces]);
        var read = new (int Bytes, int Rows)[pieces];
        void ReadPiece(int i) =>
            read[i] = ReadRows(text.Span[starts[i]..starts[i + 1]], block.Buffers, block.Rows + lines[i], lines[i + 1] - lines[i]);
        if (pieces == 1) ReadPiece(0);
        else Parallel.For(0, pieces, ReadPiece);

        int bytes = 0, rows = 0;
        for (int i = 0; i < pieces; i++)
        {
            bytes += read[i].Bytes;
            rows += read[i].Rows;
            // Nothing after the first line that is not a row counts.
            if (read[i].Bytes < starts[i + 1] - starts[i]) break;
        }
        block.Append(rows, lastLine + rows);
        return (bytes, rows);
    }

    private static int[] Split(ReadOnlySpan<byte> text, int pieces)
    {
        int[] starts = new int[pieces + 1];
        starts[pieces] = text.Length;
        for (int i = 1; i < pieces; i++)
        {
            int near = (int)((long)text.Length * i / pieces);
            int end = text[near..].IndexOf((byte)'\n');
            starts[i] = end < 0 ? text.Length : near + end + 1;
        }
        return starts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Bytes, int Rows) ReadRows(ReadOnlySpan<byte> text, double[][] columns, int firstRow, int most)
    {
        int at = 0, rows = 0;
        while (rows < most && at < text.Length)
        {
            int start = at, row = firstRow + rows;
            for (int column = 0; column < columns.Length; column++)
            {
                int number = Skip(text, at, column > 0);
                at = DecimalNumber.Read(text, number, out columns[column][row]);
                if (at == number) return (start, rows);
            }
            at = SkipBlanks(text, at);
            if (at < text.Length)
            {
                if (text[at] == '\r' && at + 1 < text.Length) at++;
                if (text[at] != '\n') return (start, rows);
                at++;
            }
            rows++;
        }
        return (at, rows);
    }

    // Blanks, and between two numbers one comma or semicolon among them. Numbers must not touch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Skip(ReadOnlySpan<byte> text, int at, bool isBetween)
    {
        int start = at;
        at = SkipBlanks(text, at);
        if (!isBetween) return at;
        if (at < text.Length && text[at] is (byte)',' or (byte)';') at = SkipBlanks(text, at + 1);
        return at == start ? text.Length : at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipBlanks(ReadOnlySpan<byte> text, int at)
    {
        while ((uint)at < (uint)text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
        return at;
    }
}
