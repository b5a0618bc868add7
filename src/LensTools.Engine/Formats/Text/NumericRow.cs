using System.Buffers;
using System.Globalization;

namespace LensTools.Engine.Formats.Text;

/// <summary>Reads a line that holds nothing but numbers.</summary>
internal static class NumericRow
{
    /// <summary>
    /// The numbers of a line, separated by blanks, tabs, commas or semicolons, quoted or not; 0 if anything else
    /// is in it, and <paramref name="values"/>.Length + 1 if it has more numbers than were asked for. A cell that
    /// is left blank before a comma or semicolon is NaN; after the last one there is no cell.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> line, Span<double> values, NumberStyle style = default)
    {
        if (style.Separator != 0)
            return RowCells.Read(line, values, style) is { Count: var cells, Missing: 0, Words: 0 } ? cells : 0;
        bool decimalCommas = style.DecimalCommas;
        int count = 0, at = 0;
        bool hasNumber = false;
        while (true)
        {
            // Before the first number, a single mark already follows a blank cell.
            for (int marks = count == 0 ? 1 : 0; at < line.Length && IsSeparator(line[at], decimalCommas); at++)
            {
                if (!IsMark(line[at], decimalCommas) || marks++ == 0) continue;
                if (count == values.Length) return IsAllNumbers(line[at..]) ? count + 1 : 0;
                values[count++] = double.NaN;
            }
            // A line of commas and empty quotes is not a line of numbers.
            if (at == line.Length) return hasNumber ? count : 0;
            if (count == values.Length) return IsAllNumbers(line[at..]) ? count + 1 : 0;
            int end;
            double value;
            if (line[at] == '"') end = ReadQuoted(line, at, out value);
            else
            {
                end = DecimalNumber.Read(line, at, out value);
                if (end == at || (end < line.Length && !IsSeparator(line[end], decimalCommas)))
                {
                    for (end = at; end < line.Length && !IsSeparator(line[end], decimalCommas);) end++;
                    // At the end of a number, a comma separates even where others are decimal.
                    ReadOnlySpan<byte> number = decimalCommas ? line[at..end].TrimEnd((byte)',') : line[at..end];
                    if (!(decimalCommas ? TryParseDecimalComma(number, out value) : TryParseSpecial(number, out value))) return 0;
                }
            }
            if (end == at) return 0;
            hasNumber |= line[at..end].IndexOfAnyExcept("\" \t"u8) >= 0;
            values[count++] = value;
            at = end;
        }
    }

    // A quoted cell is one number, or NaN if blank. Returns the start if it is neither.
    private static int ReadQuoted(ReadOnlySpan<byte> line, int start, out double value)
    {
        value = double.NaN;
        int length = line[(start + 1)..].IndexOf((byte)'"');
        if (length < 0) return start;
        ReadOnlySpan<byte> cell = line.Slice(start + 1, length).Trim(" \t"u8);
        bool isNumber = cell.IsEmpty || DecimalNumber.Read(cell, 0, out value) == cell.Length || TryParseSpecial(cell, out value);
        return isNumber ? start + length + 2 : start;
    }

    private static bool TryParseDecimalComma(ReadOnlySpan<byte> token, out double value)
    {
        Span<byte> text = stackalloc byte[48];
        value = double.NaN;
        if (token.Length > text.Length) return false;
        token.CopyTo(text);
        text = text[..token.Length];
        text.Replace((byte)',', (byte)'.');
        return DecimalNumber.Read(text, 0, out value) == text.Length || TryParseSpecial(text, out value);
    }

    /// <summary>A number as C libraries, Windows and Fortran write it too: <c>nan</c>, <c>-1.#IND</c>, <c>inf</c>, <c>1.0D-3</c>.</summary>
    public static bool TryParseSpecial(ReadOnlySpan<byte> token, out double value)
    {
        value = double.NaN;
        // Most tokens that come here are words.
        if (token.IsEmpty
            || !(char.IsAsciiDigit((char)token[0])
                || token[0] is (byte)'+' or (byte)'-' or (byte)'.' or (byte)'n' or (byte)'N' or (byte)'i' or (byte)'I'))
            return false;
        Span<char> text = stackalloc char[48];
        if (token.Length > text.Length) return false;
        for (int i = 0; i < token.Length; i++) text[i] = char.ToLowerInvariant((char)token[i]);
        text = text[..token.Length];
        ReadOnlySpan<char> unsigned = text[0] is '-' or '+' ? text[1..] : text;
        if (unsigned is "nan" or "1.#ind" or "1.#qnan" or "1.#snan" or "nan(ind)" or "nan(snan)"
            || unsigned.StartsWith("1.#ind")
            || unsigned.StartsWith("1.#qnan"))
            return true;
        if (unsigned is "inf" or "infinity" or "1.#inf")
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        if (unsigned.IsEmpty || !(char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')) return false;
        int exponent = text.IndexOf('d');
        if (exponent > 0) text[exponent] = 'e';
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Whether a line ends with a comma or semicolon, after which a cell was left blank.</summary>
    public static bool EndsBlank(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\""u8) is [.., (byte)',' or (byte)';'];

    private static bool IsSeparator(byte b, bool decimalCommas) => b is (byte)' ' or (byte)'\t' || IsMark(b, decimalCommas);

    private static bool IsMark(byte b, bool decimalCommas) => b == (byte)';' || (b == (byte)',' && !decimalCommas);

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eEdDnNaA \t,;\""u8);

    // The rest of a wide row need not be parsed to see that it is one.
    private static bool IsAllNumbers(ReadOnlySpan<byte> rest) => rest.IndexOfAnyExcept(OfNumbers) < 0;
}
