using System.Buffers;
using System.Globalization;
using System.Text;

namespace LensTools.Engine.Formats.Text;

/// <summary>The cells of a line that may be a row although not all of them are plain numbers.</summary>
/// <param name="Count">How many cells it has.</param>
/// <param name="Missing">How many stand for no number: <c>****</c>, <c>N/A</c>, <c>-</c>, numbers that cannot be read.</param>
/// <param name="Words">How many are words that say something else.</param>
internal readonly record struct RowCells(int Count, int Missing, int Words)
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("*-.?#_~"u8);

    // What programs and people write for "no number", beyond what C libraries do. Runs of marks count too.
    private static readonly HashSet<string> NoNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "n.a.", "#N/A", "#NA", "NaNQ", "NaNS", "sNaN", "qNaN", "null", "nil", "none", "masked", "missing", "bad",
        "undef", "undefined", "#DIV/0!", "#VALUE!", "#NUM!", "#REF!", "∞", "-∞", "+∞",
    };

    /// <summary>
    /// Reads a line; cells that are no numbers are NaN. It has no cells if its first does not begin like a number, or if there are more
    /// than asked for.
    /// A remark behind the numbers does not count.
    /// </summary>
    public static RowCells Read(ReadOnlySpan<byte> line, Span<double> values, NumberStyle style)
    {
        byte[]? plain = line.IndexOfAnyInRange((byte)0x80, (byte)0xff) >= 0 ? Plain(line) : null;
        if (plain is not null) line = plain;
        line = WithoutRemark(line).Trim(" \t"u8);
        Span<Range> cells = stackalloc Range[TextScan.MostColumns + 1];
        int count = Split(line, style.Separator != 0 ? style.Separator : SeparatorOf(line, style), cells);
        if (count == 0 || count > values.Length) return default;
        int missing = 0, words = 0, read = 0;
        for (int i = 0; i < count && read < values.Length; i++)
        {
            ReadOnlySpan<byte> cell = line[cells[i]].Trim(" \t\""u8);
            if (TryReadNumber(cell, style, out values[read]))
            {
                read++;
                continue;
            }
            if (style.Separator == 0 && read + 1 < values.Length && Joint(cell) is > 0 and int joint)
            {
                _ = DecimalNumber.Read(cell[..joint], 0, out values[read]);
                _ = DecimalNumber.Read(cell[joint..], 0, out values[read + 1]);
                read += 2;
                continue;
            }
            bool isMissing = StandsForNoNumber(cell);
            // A first cell that begins like a number may be a damaged one, if numbers follow.
            if (i == 0 && !(isMissing && BeginsLikeNumber(cell))) return default;
            values[read++] = double.NaN;
            if (isMissing) missing++;
            else words++;
        }
        return missing + words < read ? new RowCells(read, missing, words) : default;
    }

    /// <summary>The cells of a line; a separator of 0 stands for blanks. Returns as many as fit into the ranges.</summary>
    public static int Split(ReadOnlySpan<byte> line, byte separator, Span<Range> cells)
    {
        int count = 0, start = 0;
        bool isQuoted = false;
        for (int at = 0; at <= line.Length && count < cells.Length; at++)
        {
            if (at < line.Length && line[at] == '"') isQuoted = !isQuoted;
            bool isEnd = at == line.Length || (!isQuoted && (separator == 0 ? line[at] is (byte)' ' or (byte)'\t' : line[at] == separator));
            if (!isEnd) continue;
            if (separator != 0 || at > start) cells[count++] = start..at;
            start = at + 1;
        }
        // After a separator at the end there is no cell.
        if (separator != 0 && count > 1 && line[cells[count - 1]].Trim(" \t"u8).IsEmpty) count--;
        return count;
    }

    /// <summary>Whether a number is grouped in thousands: <c>4,148</c>, <c>4'148.5</c>, <c>4 148</c>.</summary>
    public static bool IsGrouped(ReadOnlySpan<byte> cell)
    {
        ReadOnlySpan<byte> rest = cell.Length > 0 && cell[0] is (byte)'+' or (byte)'-' ? cell[1..] : cell;
        int first = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (first is < 1 or > 3 || rest[0] == '0') return false;
        byte mark = rest[first];
        if (mark is not ((byte)',' or (byte)'\'' or (byte)' ')) return false;
        rest = rest[first..];
        while (rest.Length >= 4 && rest[0] == mark && rest[1..4].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) rest = rest[4..];
        return rest.IsEmpty || (rest[0] is (byte)'.' or (byte)'e' or (byte)'E');
    }

    private static byte SeparatorOf(ReadOnlySpan<byte> line, NumberStyle style) =>
        line.Contains((byte)'\t') ? (byte)'\t'
            : line.Contains((byte)';') ? (byte)';'
            : line.Contains((byte)',') && !style.DecimalCommas ? (byte)','
            : (byte)0;

    /// <summary>Reads a cell as a number of a style; also Fortran's <c>1.2-101</c>, which lacks its E.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> cell, NumberStyle style, out double value)
    {
        value = double.NaN;
        if (cell.IsEmpty) return false;
        if (DecimalNumber.Read(cell, 0, out double plain) == cell.Length)
        {
            value = plain;
            return true;
        }
        if (cell.Length > 48) return false;
        Span<byte> text = stackalloc byte[cell.Length + 1];
        int length = 0;
        bool isGrouped = IsGrouped(cell);
        foreach (byte b in cell)
        {
            // Marks of thousands are dropped, a decimal comma becomes a point.
            if (b is (byte)'\'' or (byte)' ' && (isGrouped || style.DecimalCommas)) continue;
            if (b == ',' && !style.DecimalCommas && isGrouped) continue;
            text[length++] = b == ',' && style.DecimalCommas ? (byte)'.' : b;
        }
        ReadOnlySpan<byte> changed = text[..length];
        if (changed.IndexOf((byte)',') >= 0) return false;
        if (DecimalNumber.Read(changed, 0, out plain) == length || NumericRow.TryParseSpecial(changed, out plain))
        {
            value = plain;
            return true;
        }
        // An exponent of three digits pushes the E out: only then is it sure where the exponent begins.
        int sign = changed[1..].LastIndexOfAny((byte)'+', (byte)'-') + 1;
        return sign > 1
            && length - sign == 4
            && changed[..sign].Contains((byte)'.')
            && changed[(sign + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && double.TryParse(
                $"{Encoding.ASCII.GetString(changed[..sign])}e{Encoding.ASCII.GetString(changed[sign..])}",
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out value);
    }

    // Where the second of two numbers begins that run together, as those of fixed width do: "0.1597-0.0082". Both have a point.
    private static int Joint(ReadOnlySpan<byte> cell)
    {
        int first = DecimalNumber.Read(cell, 0, out _);
        return first > 0
            && first < cell.Length
            && cell[first] is (byte)'-' or (byte)'+'
            && cell[..first].Contains((byte)'.')
            && cell[first..].Contains((byte)'.')
            && DecimalNumber.Read(cell, first, out _) == cell.Length
                ? first
                : 0;
    }

    // Marks, a known word, or something that begins like a number.
    private static bool StandsForNoNumber(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty || cell.IndexOfAnyExcept(Marks) < 0) return true;
        if (BeginsLikeNumber(cell)) return true;
        return NoNumbers.Contains(TextLines.ToText(cell));
    }

    private static bool BeginsLikeNumber(ReadOnlySpan<byte> cell) =>
        cell.Length > 0 && (cell[0] is (byte)'+' or (byte)'-' or (byte)'.' || char.IsAsciiDigit((char)cell[0]));

    // "0.01 3.2 0.1  # beam stop"
    private static ReadOnlySpan<byte> WithoutRemark(ReadOnlySpan<byte> line)
    {
        int mark = line.IndexOfAny("#!%"u8);
        return mark > 0 && line[mark - 1] is (byte)' ' or (byte)'\t' && !(mark + 1 < line.Length && line[mark..].StartsWith("#N"u8))
            ? line[..mark]
            : line;
    }

    // Blanks and minus signs of typesetting as those of programs.
    private static byte[] Plain(ReadOnlySpan<byte> line) => Encoding.UTF8.GetBytes(
        TextLines.ToText(line)
            .Replace('\u00a0', ' ')
            .Replace('\u202f', ' ')
            .Replace('\u2009', ' ')
            .Replace('\u2212', '-')
            .Replace('’', '\''));
}
