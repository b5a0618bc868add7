using System.Globalization;

namespace LensTools.Engine.Formats.Text;

/// <summary>Reads a decimal number at the start of a text, to the nearest double.</summary>
internal static class DecimalNumber
{
    // Powers of ten that a double holds exactly; a product or quotient of two exact numbers is rounded once
    // (Clinger, "How to read floating point numbers accurately", PLDI 1990).
    private static readonly double[] Powers = [.. Enumerable.Range(0, 23).Select(i => double.Parse($"1e{i}", CultureInfo.InvariantCulture))];

    private const ulong LargestExact = 1UL << 53;

    /// <summary>How many bytes the number has; 0 where there is none.</summary>
    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        int at = 0, digits = 0, scale = 0;
        ulong mantissa = 0;
        bool isNegative = text[0] == '-';
        if (isNegative || text[0] == '+') at++;
        int start = at;
        while (at < text.Length && (uint)(text[at] - '0') <= 9) mantissa = Append(mantissa, text[at++], ref digits);
        int whole = at - start;
        int fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            int first = at;
            while (at < text.Length && (uint)(text[at] - '0') <= 9) mantissa = Append(mantissa, text[at++], ref digits);
            fraction = at - first;
            scale = -fraction;
        }
        value = 0;
        if (whole + fraction == 0) return 0;
        if (at < text.Length && (text[at] | 0x20) == 'e' && ReadExponent(text[(at + 1)..], out int exponent) is > 0 and int used)
        {
            at += used + 1;
            scale += exponent;
        }
        if (digits <= 19 && mantissa <= LargestExact && scale is >= -22 and <= 22)
        {
            value = scale < 0 ? mantissa / Powers[-scale] : mantissa * Powers[scale];
            if (isNegative) value = -value;
            return at;
        }
        return double.TryParse(text[..at], NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? at : 0;
    }

    // More than 19 significant digits do not fit; then the count alone says that the mantissa is not all of them.
    private static ulong Append(ulong mantissa, byte digit, ref int digits)
    {
        if (mantissa != 0 || digit != '0') digits++;
        return digits <= 19 ? (mantissa * 10) + (ulong)(digit - '0') : mantissa;
    }

    private static int ReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        int at = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative || (text.Length > 0 && text[0] == '+')) at++;
        int start = at;
        while (at < text.Length && (uint)(text[at] - '0') <= 9)
        {
            exponent = Math.Min((exponent * 10) + text[at] - '0', 100_000);
            at++;
        }
        if (isNegative) exponent = -exponent;
        return at > start ? at : 0;
    }
}
