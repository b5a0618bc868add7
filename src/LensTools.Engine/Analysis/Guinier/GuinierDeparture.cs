namespace LensTools.Engine.Analysis.Guinier;

/// <summary>By how much the first points of a curve depart from the Guinier law of those behind them.</summary>
/// <param name="Sigmas">The mean departure in its standard deviations; negative below the law.</param>
/// <param name="Part">The mean departure as a part of the law.</param>
/// <param name="Count">How many points depart.</param>
internal sealed record GuinierDeparture(double Sigmas, double Part, int Count)
{
    // How many points at the beginning are compared with the law of those behind them.
    private static readonly int[] Counts = [3, 5, 8, 12, 18, 26];

    // How many points are left out to find that law: an upturn may be long.
    private static readonly int[] LeftOut = [3, 10, 20];

    // Behind the beginning, the law must hold well, or there is none to depart from.
    private const double SmallestRSquared = 0.85;

    // Where it begins further out, it says little of what is below.
    private const double LargestFirstQRg = 0.9;

    // More than this is no particle with an upturn, but a curve that falls everywhere.
    private const double LargestPart = 3;

    /// <summary>The most significant departure in one direction; null if there is none, or no law.</summary>
    /// <param name="shape">The curve.</param>
    /// <param name="sign">1 for a departure upwards, -1 for one downwards.</param>
    public static GuinierDeparture? Find(CurveShape shape, int sign) =>
        OfLaw(shape, sign) ?? (sign < 0 ? OfMaximum(shape) : null);

    private static GuinierDeparture? OfLaw(CurveShape shape, int sign)
    {
        if (shape.Sigma.Length != shape.I.Length) return null;
        GuinierDeparture? most = null;
        foreach (int leftOut in LeftOut)
        {
            if (shape.I.Length < 4 * leftOut || shape.GuinierBehind(leftOut) is not { RSquared: > SmallestRSquared } law) continue;
            if (OfLaw(shape, sign, law) is { } found && (most is null || sign * found.Sigmas > sign * most.Sigmas)) most = found;
        }
        return most;
    }

    private static GuinierDeparture? OfLaw(CurveShape shape, int sign, GuinierFit law)
    {
        int first = law.First;
        if (shape.Q[first] * law.Rg > LargestFirstQRg || first > shape.I.Length / 2) return null;
        GuinierDeparture? most = null;
        foreach (int count in Counts.Where(count => count <= first))
        {
            double variance = 0, part = 0, outer = 0;
            int half = (count + 1) / 2;
            for (int i = 0; i < count; i++)
            {
                double expected = law.At(shape.Q[i]), away = (shape.I[i] / expected) - 1;
                double noise = shape.Sigma[i] / expected / count;
                variance += noise * noise;
                part += away / count;
                if (i < half) outer += away / half;
            }
            // Where the fit scatters more than it should, so do these; and its own I(0) is uncertain.
            variance = (variance * Math.Max(1, law.ChiSquare)) + (law.I0Sigma / law.I0 * (law.I0Sigma / law.I0));
            double sigmas = part / Math.Sqrt(variance);
            // It grows towards the smallest Q.
            if (!(sign * sigmas > 0) || sign * outer < sign * part || Math.Abs(part) > LargestPart) continue;
            if (most is null || sign * sigmas > sign * most.Sigmas) most = new GuinierDeparture(sigmas, part, count);
        }
        return most;
    }

    // The curve rises from its first points to a maximum: a peak of a structure factor.
    private static GuinierDeparture? OfMaximum(CurveShape shape)
    {
        if (shape.Sigma.Length != shape.I.Length || shape.I.Length < 12) return null;
        // A single point that jumps is no maximum.
        int top = Enumerable.Range(1, (shape.I.Length / 2) - 1).MaxBy(i => MedianOf(shape.I[i - 1], shape.I[i], shape.I[i + 1]));
        if (top < 3) return null;
        // The largest of many points is large by chance: the mean of as many points about it as are compared.
        int count = Math.Max(2, top / 2), first = Math.Max(0, top - (count / 2)), last = Math.Min(shape.I.Length, first + count);
        if (first < count) return null;
        double height = 0, low = 0, variance = 0;
        for (int i = first; i < last; i++)
        {
            height += shape.I[i] / (last - first);
            variance += shape.Sigma[i] * shape.Sigma[i] / ((last - first) * (last - first));
        }
        for (int i = 0; i < count; i++)
        {
            low += shape.I[i] / count;
            variance += shape.Sigma[i] * shape.Sigma[i] / (count * count);
        }
        return new GuinierDeparture((low - height) / Math.Sqrt(variance), (low / height) - 1, count);
    }

    private static double MedianOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
