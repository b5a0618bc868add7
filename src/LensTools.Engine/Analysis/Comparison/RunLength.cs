using System.Collections.Concurrent;

namespace LensTools.Engine.Analysis.Comparison;

/// <summary>How probable a run of one sign is among independent signs.</summary>
/// <remarks>
/// Exact, by the recurrence of M. F. Schilling, College Math. J. 21, 196 (1990), equations 1 and 2, in terms of the complement so that
/// small probabilities keep their digits.
/// </remarks>
internal static class RunLength
{
    private static readonly ConcurrentDictionary<(int Count, int Length), double> Known = new();

    /// <summary>The probability that the longest run of either sign among n is as long or longer.</summary>
    /// <param name="count">How many signs, n.</param>
    /// <param name="length">The length of the run.</param>
    public static double ProbabilityOfAtLeast(int count, int length)
    {
        if (length <= 1) return 1;
        if (length > count) return 0;
        return Known.GetOrAdd((count, length), static key => OfHeads(key.Count - 1, key.Length - 1));
    }

    // That n tosses have a run of k heads or more: one toss more either had it, or ends the first with a tail before it.
    private static double OfHeads(int count, int length)
    {
        double[] probabilities = new double[count + 1];
        double all = Math.Pow(0.5, length), behindTail = all / 2;
        for (int n = length; n <= count; n++)
            probabilities[n] = n == length ? all : probabilities[n - 1] + (behindTail * (1 - probabilities[n - length - 1]));
        return Math.Min(1, probabilities[count]);
    }
}
