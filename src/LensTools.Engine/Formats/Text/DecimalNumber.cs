using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LensTools.Engine.Formats.Text;

/// <summary>Reads a decimal number in a text, to the nearest double.</summary>
internal static class DecimalNumber
{
    // Powers of ten that a double holds exactly; a product or quotient of two exact numbers is rounded once
    // (Clinger, "How to read floating point numbers accurately", PLDI 1990).
    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    private static ReadOnlySpan<ulong> WholePowers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    // For bytes of text eight at a time: '0' in each, what lifts all above nine over 0x7f, and the bit that shows it.
    private const ulong Zeros = 0x3030303030303030, AboveNine = 0x7676767676767676, HighBits = 0x8080808080808080;

    private const ulong LargestExact = 1UL << 53;

    // This many digits always fit into the mantissa.
    private const int MostDigits = 19;

    /// <summary>
    /// The position after the number that starts at <paramref name="start"/>; <paramref name="start"/> if there is none.
    /// </summary>
    // A listing reads each table once, so tiered compilation would optimise this too late.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Read(ReadOnlySpan<byte> text, int start, out double value)
    {
        // No byte past the end is read: every step checks the length first.
        ref byte bytes = ref MemoryMarshal.GetReference(text);
        int at = start, length = text.Length;
        value = 0;
        if (at >= length) return start;
        uint next = Unsafe.Add(ref bytes, at);
        bool isNegative = next == '-';
        if ((isNegative || next == '+') && ++at < length) next = Unsafe.Add(ref bytes, at);

        int first = at;
        ulong mantissa = 0;
        while (next - '0' <= 9)
        {
            mantissa = (mantissa * 10) + (next - '0');
            if (++at == length) break;
            next = Unsafe.Add(ref bytes, at);
        }
        int digits = at - first, scale = 0;
        if (at < length && next == '.')
        {
            int point = ++at;
            // Eight bytes at a time: how many of them are digits, and their value.
            while (at + 8 <= length)
            {
                ulong eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at)) ^ Zeros;
                int count = BitOperations.TrailingZeroCount(((eight + AboveNine) | eight) & HighBits) >> 3;
                if (count == 0) break;
                mantissa = (mantissa * WholePowers[count]) + EightDigits(eight << ((8 - count) * 8));
                at += count;
                if (count < 8) break;
            }
            while (at < length && (next = Unsafe.Add(ref bytes, at) - (uint)'0') <= 9)
            {
                mantissa = (mantissa * 10) + next;
                at++;
            }
            scale = point - at;
            digits += at - point;
        }
        if (digits == 0) return start;
        if (at < length && (Unsafe.Add(ref bytes, at) | 0x20) == 'e') at = ReadExponent(text, at, ref scale);
        if (digits <= MostDigits && mantissa <= LargestExact && (uint)(scale + 22) <= 44)
        {
            double exact = scale < 0 ? mantissa / Powers[-scale] : mantissa * Powers[scale];
            value = isNegative ? -exact : exact;
            return at;
        }
        return double.TryParse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? at : start;
    }

    // Digits of eight bytes, the first in the lowest, to their number: pairs, then fours, then all (the usual way, as
    // in Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51, 2021).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        return (((digits & 0x000000ff000000ff) * 0x000f424000000064) + (((digits >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
    }

    // Stops before an e that is not followed by a number.
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
