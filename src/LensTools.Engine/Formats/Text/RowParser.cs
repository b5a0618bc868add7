using System.Runtime.CompilerServices;

namespace LensTools.Engine.Formats.Text;

/// <summary>
/// Reads the rows of a table that is under way: as many numbers a line as before, apart by blanks, tabs or one comma or
/// semicolon. It stops before the first line that is anything else, which is then looked at with care.
/// </summary>
internal static class RowParser
{
    // Texts from this size on are read by two threads and more.
    private const int ParallelFrom = 1 << 19;

    /// <summary>Reads rows into a block; gives how many bytes and lines they take.</summary>
    public static (int Bytes, int Lines) Read(ReadOnlyMemory<byte> text, NumberBlock block, int lastLine)
    {
        int[] starts = Split(text.Span, Math.Max(1, Math.Min(Environment.ProcessorCount, text.Length / (ParallelFrom / 2))));
        int pieces = starts.Length - 1;
        // As if every line were a row: then each piece knows where its numbers belong.
        int[] lines = new int[pieces + 1];
        for (int i = 0; i < pieces; i++) lines[i + 1] = lines[i] + text.Span[starts[i]..starts[i + 1]].Count((byte)'\n') + (i == pieces - 1 ? 1 : 0);
        Memory<double> room = block.Room(checked(lines[pieces] * block.Columns));
        var read = new (int Bytes, int Rows)[pieces];
        void ReadPiece(int i) =>
            read[i] = ReadRows(text.Span[starts[i]..starts[i + 1]], room.Span[(lines[i] * block.Columns)..(lines[i + 1] * block.Columns)], block.Columns);
        if (pieces == 1) ReadPiece(0);
        else Parallel.For(0, pieces, ReadPiece);

        int bytes = 0, rows = 0;
        for (int i = 0; i < pieces; i++)
        {
            bytes += read[i].Bytes;
            rows += read[i].Rows;
            // Behind the first line that is no row, nothing counts.
            if (read[i].Bytes < starts[i + 1] - starts[i]) break;
        }
        block.Keep(rows * block.Columns, lastLine + rows);
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
    private static (int Bytes, int Rows) ReadRows(ReadOnlySpan<byte> text, Span<double> numbers, int columns)
    {
        int at = 0, rows = 0, most = numbers.Length / columns;
        while (rows < most && at < text.Length)
        {
            int start = at;
            Span<double> row = numbers.Slice(rows * columns, columns);
            for (int column = 0; column < row.Length; column++)
            {
                int number = Skip(text, at, column > 0);
                at = DecimalNumber.Read(text, number, out row[column]);
                if (at == number) return (start, rows);
            }
            while (at < text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
            if (at < text.Length)
            {
                if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                if (text[at] != '\n') return (start, rows);
                at++;
            }
            rows++;
        }
        return (at, rows);
    }

    // Blanks, and between two numbers one comma or semicolon among them. Numbers that touch are none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Skip(ReadOnlySpan<byte> text, int at, bool isBetween)
    {
        int start = at;
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
        if (!isBetween) return at;
        if (at < text.Length && text[at] is (byte)',' or (byte)';')
        {
            at++;
            while (at < text.Length && text[at] is (byte)' ' or (byte)'\t') at++;
        }
        return at == start ? text.Length : at;
    }
}
