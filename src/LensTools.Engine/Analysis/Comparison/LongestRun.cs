using System.Runtime.Intrinsics;

namespace LensTools.Engine.Analysis.Comparison;

/// <summary>The longest run of one sign in a sequence of differences. One that is exactly zero ends a run and is in none.</summary>
internal static class LongestRun
{
    private const int Bits = 64, Lanes = 4;

    /// <summary>Its length; 0 if all differences are zero.</summary>
    public static int Of(ReadOnlySpan<double> differences)
    {
        int words = (differences.Length + Bits - 1) / Bits;
        Span<ulong> above = words <= 64 ? stackalloc ulong[words] : new ulong[words];
        Span<ulong> below = words <= 64 ? stackalloc ulong[words] : new ulong[words];
        for (int word = 0; word < words; word++)
        {
            ReadOnlySpan<double> part = differences[(word * Bits)..Math.Min(differences.Length, (word + 1) * Bits)];
            int i = 0;
            for (; i + Lanes <= part.Length; i += Lanes)
            {
                Vector256<double> values = Vector256.Create(part[i..]);
                above[word] |= (ulong)Vector256.GreaterThan(values, Vector256<double>.Zero).ExtractMostSignificantBits() << i;
                below[word] |= (ulong)Vector256.LessThan(values, Vector256<double>.Zero).ExtractMostSignificantBits() << i;
            }
            for (; i < part.Length; i++)
            {
                if (part[i] > 0) above[word] |= 1UL << i;
                else if (part[i] < 0) below[word] |= 1UL << i;
            }
        }
        return Math.Max(OfOnes(above), OfOnes(below));
    }

    // Each round takes one bit off the end of every run; the longest is gone after as many rounds as it has bits.
    private static int OfOnes(Span<ulong> words)
    {
        int length = 0;
        for (ulong any = Any(words); any != 0; length++)
        {
            ulong carry = 0;
            any = 0;
            for (int word = 0; word < words.Length; word++)
            {
                ulong value = words[word], shifted = (value << 1) | carry;
                carry = value >> (Bits - 1);
                words[word] = value & shifted;
                any |= words[word];
            }
        }
        return length;
    }

    private static ulong Any(ReadOnlySpan<ulong> words)
    {
        ulong any = 0;
        foreach (ulong word in words) any |= word;
        return any;
    }
}
