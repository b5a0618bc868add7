using System.Globalization;

namespace LensTools.Engine.Formats.Text;

/// <summary>Reads a line that holds nothing but numbers.</summary>
internal static class NumericRow
{
    /// <summary>
    /// The numbers of a line, apart by blanks, tabs, commas or semicolons; 0 where anything else stands in it, and
    /// <paramref name="values"/>.Length + 1 where it has more numbers than were asked for.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> line, Span<double> values)
    {
        int count = 0, at = 0;
        while (true)
        {
            while (at < line.Length && IsSeparator(line[at])) at++;
            if (at == line.Length) return count;
            int start = at;
            while (at < line.Length && !IsSeparator(line[at])) at++;
            if (!TryParse(line[start..at], out double value)) return 0;
            if (count == values.Length) return count + 1;
            values[count++] = value;
        }
    }

    private static bool IsSeparator(byte b) => b is (byte)' ' or (byte)'\t' or (byte)',' or (byte)';';

    private static bool TryParse(ReadOnlySpan<byte> token, out double value)
    {
        byte first = token[0];
        bool canBeNumber = first is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.';
        if (canBeNumber && double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return true;
        return TryParseSpecial(token, out value);
    }

    // NaN as C libraries and Windows write it, and Fortran's exponents (1.0D-3).
    private static bool TryParseSpecial(ReadOnlySpan<byte> token, out double value)
    {
        value = double.NaN;
        Span<char> text = stackalloc char[32];
        if (token.Length > text.Length) return false;
        for (int i = 0; i < token.Length; i++) text[i] = char.ToLowerInvariant((char)token[i]);
        text = text[..token.Length];
        ReadOnlySpan<char> unsigned = text[0] is '-' or '+' ? text[1..] : text;
        if (unsigned is "nan" or "1.#ind" or "1.#qnan" or "1.#snan" or "nan(ind)") return true;
        if (unsigned is "inf" or "infinity" or "1.#inf")
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        int exponent = text.IndexOf('d');
        if (exponent <= 0) return false;
        text[exponent] = 'e';
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
