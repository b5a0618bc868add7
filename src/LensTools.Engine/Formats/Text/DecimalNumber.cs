using System.Globalization;
using System.Runtime.CompilerServices;

namespace LensTools.Engine.Formats.Text;

/// <summary>Reads a decimal number at the start of a text, to the nearest double.</summary>
internal static class DecimalNumber
{
    // Powers of ten that a double holds exactly; a product or quotient of two exact numbers is rounded once
    // (Clinger, "How to read floating point numbers accurately", PLDI 1990).
    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    private const ulong LargestExact = 1UL << 53;

    // So many digits always fit into the mantissa.
    private const int MostDigits = 19;

    /// <summary>How many bytes the number has; 0 where there is none.</summary>
    // A listing reads each table once, so waiting for the compiler to find this hot would be waiting too long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Read(ReadOnlySpan<byte> text, out double value)
    {
        int at = 0;
        bool isNegative = text[0] == '-';
        if (isNegative || text[0] == '+') at++;
        int start = at;
        ulong mantissa = 0;
        uint digit;
        while (at < text.Length && (digit = (uint)(text[at] - '0')) <= 9)
        {
            mantissa = (mantissa * 10) + digit;
            at++;
        }
        int digits = at - start, scale = 0;
        if (at < text.Length && text[at] == '.')
        {
            int point = ++at;
            while (at < text.Length && (digit = (uint)(text[at] - '0')) <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                at++;
            }
            scale = point - at;
            digits += at - point;
        }
        value = 0;
        if (digits == 0) return 0;
        if (at < text.Length && (text[at] | 0x20) == 'e') at = ReadExponent(text, at, ref scale);
        if (digits <= MostDigits && mantissa <= LargestExact && (uint)(scale + 22) <= 44)
        {
            value = scale < 0 ? mantissa / Powers[-scale] : mantissa * Powers[scale];
            if (isNegative) value = -value;
            return at;
        }
        return double.TryParse(text[..at], NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? at : 0;
    }

    // Stays before an e that no number follows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadExponent(ReadOnlySpan<byte> text, int at, ref int scale)
    {
        int next = at + 1, exponent = 0;
        bool isNegative = next < text.Length && text[next] == '-';
        if (isNegative || (next < text.Length && text[next] == '+')) next++;
        int start = next;
        uint digit;
        while (next < text.Length && (digit = (uint)(text[next] - '0')) <= 9)
        {
            exponent = Math.Min((exponent * 10) + (int)digit, 100_000);
            next++;
        }
        if (next == start) return at;
        scale += isNegative ? -exponent : exponent;
        return next;
    }
}
