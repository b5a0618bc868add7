using System.Globalization;

namespace LensTools.Engine.Analysis.Histograms;

/// <summary>The edges of bins: each has its lower edge and not its upper one, but the last has both, as numpy.histogram counts.</summary>
internal sealed class BinEdges
{
    /// <summary>More bins are a mistake in a unit or a step.</summary>
    public const int Most = 1 << 24;

    private BinEdges(double[] values) => Values = values;

    /// <summary>The edges in increasing order, one more than there are bins.</summary>
    public double[] Values { get; }

    /// <summary>How many bins there are.</summary>
    public int Count => Values.Length - 1;

    /// <summary>Bins of equal width.</summary>
    public static Outcome<BinEdges> Linear(double from, double to, int count) =>
        IsRange(from, to, count)
            ? Of([.. Enumerable.Range(0, count).Select(i => from + (i * ((to - from) / count))), to])
            : NoRange(from, to, count);

    /// <summary>Bins of equal ratio.</summary>
    public static Outcome<BinEdges> Logarithmic(double from, double to, int count)
    {
        if (!(from > 0)) return Outcome<BinEdges>.None("logarithmic bins begin above 0");
        return IsRange(from, to, count)
            ? Of([from, .. Enumerable.Range(1, count - 1).Select(i => from * Math.Pow(to / from, i / (double)count)), to])
            : NoRange(from, to, count);
    }

    /// <summary>Bins between given edges.</summary>
    public static Outcome<BinEdges> Of(double[] edges)
    {
        if (edges.Length < 2) return Outcome<BinEdges>.None("two edges or more make bins");
        for (int i = 1; i < edges.Length; i++)
        {
            if (!(edges[i] > edges[i - 1]) || !double.IsFinite(edges[i]))
                return Outcome<BinEdges>.None(string.Create(
                    CultureInfo.InvariantCulture, $"edges increase, and {edges[i]} does not follow {edges[i - 1]}"));
        }
        return new BinEdges(edges);
    }

    private static bool IsRange(double from, double to, int count) =>
        double.IsFinite(from) && double.IsFinite(to) && from < to && count is > 0 and <= Most;

    private static Outcome<BinEdges> NoRange(double from, double to, int count) => Outcome<BinEdges>.None(string.Create(
        CultureInfo.InvariantCulture, $"{count} bins from {from} to {to} are none"));
}
