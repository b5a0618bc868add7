namespace LensTools.Engine.Analysis.Guinier;

/// <summary>
/// The beginning of a curve as the search sees it: ln I against q², averaged over neighbours where their noise is large, with running sums
/// so that a parabola through any interval takes the same time.
/// </summary>
internal sealed class GuinierPoints
{
    private const int MostPoints = 240, FewestPoints = 40, Terms = 9;
    private const double EnoughSignal = 5, SmallestInflation = 1e-4;

    // Points of so nearly the same q tell no more apart than together.
    private const double Narrow = 1.02;

    // Of w, wx, wx², wx³, wx⁴, wy, wxy, wx²y, wy².
    private readonly double[] _sums;

    private GuinierPoints(int capacity)
    {
        _sums = new double[(capacity + 1) * Terms];
        (First, Last) = (new int[capacity], new int[capacity]);
        (Q, Y, Weight) = (new double[capacity], new double[capacity], new double[capacity]);
    }

    public int Count { get; private set; }

    /// <summary>The first point of the curve in each.</summary>
    public int[] First { get; }

    /// <summary>The last one.</summary>
    public int[] Last { get; }

    public double[] Q { get; }

    public double[] Y { get; }

    public double[] Weight { get; }

    public static GuinierPoints Of(ReadOnlySpan<double> q, ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas, int power)
    {
        int together = Together(intensities, sigmas);
        var points = new GuinierPoints(Math.Min(MostPoints, (q.Length + together - 1) / together));
        for (int start = 0, end; start < q.Length && points.Count < MostPoints; start = end)
        {
            end = Math.Min(start + together, q.Length);
            while (end < q.Length && q[end] < Narrow * q[start]) end++;
            points.Add(q, intensities, sigmas, start, end, power);
        }
        return points;
    }

    /// <summary>The sums over an interval.</summary>
    public void Sum(int first, int last, Span<double> into)
    {
        ReadOnlySpan<double> before = _sums.AsSpan(first * Terms, Terms), behind = _sums.AsSpan((last + 1) * Terms, Terms);
        for (int k = 0; k < Terms; k++) into[k] = behind[k] - before[k];
    }

    /// <summary>The square of how much larger than its uncertainties the scatter of neighbours is; at least 1 unless these are assumed.
    /// </summary>
    public double Inflation(bool isAssumed)
    {
        // The part that may follow the law; what is behind it has other bends.
        int count = Math.Min(Count, Math.Max(20, Count / 2));
        if (count < 8) return 1;
        Span<double> ratios = stackalloc double[count - 2];
        for (int i = 1; i < count - 1; i++)
        {
            double part = (Q[i] - Q[i - 1]) / (Q[i + 1] - Q[i - 1]);
            double away = Y[i] - ((1 - part) * Y[i - 1]) - (part * Y[i + 1]);
            double variance = (1 / Weight[i]) + ((1 - part) * (1 - part) / Weight[i - 1]) + (part * part / Weight[i + 1]);
            ratios[i - 1] = away * away / variance;
        }
        ratios.Sort();
        return Math.Max(isAssumed ? SmallestInflation : 1, ratios[ratios.Length / 2] / 0.4549);
    }

    // How many neighbours are averaged so that the logarithm of most is not biased by their noise.
    private static int Together(ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas)
    {
        int quarter = Math.Min(intensities.Length, Math.Max(FewestPoints, intensities.Length / 4)), low = 0;
        for (int i = 0; i < quarter; i++)
            if (intensities[i] < EnoughSignal * sigmas[i]) low++;
        if (2 * low < quarter) return 1;
        double signal = 0, noise = 0;
        for (int i = 0; i < quarter; i++) (signal, noise) = (signal + intensities[i], noise + sigmas[i]);
        if (!(signal > 0)) return 1;
        double needed = EnoughSignal * noise / signal;
        return Math.Clamp((int)Math.Ceiling(needed * needed), 1, Math.Max(1, intensities.Length / FewestPoints));
    }

    private void Add(
        ReadOnlySpan<double> q, ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas, int start, int end, int power)
    {
        double at = 0, value = 0, weight = 0;
        for (int i = start; i < end; i++)
        {
            double w = 1 / (sigmas[i] * sigmas[i]);
            (at, value, weight) = (at + (w * q[i]), value + (w * intensities[i]), weight + w);
        }
        (at, value) = (at / weight, value / weight);
        // Of an intensity that is not above its noise there is no logarithm; the last fit takes it as it is.
        if (!(value > 0) || value * value * weight < 1) return;
        double x = at * at, y = Math.Log(value);
        if (power != 0) y += power * Math.Log(at);
        double relative = 1 / (value * value * weight);
        double wy = 1 / (relative + (Uncertainties.LeastPart * Uncertainties.LeastPart));
        int from = Count * Terms, to = from + Terms;
        double wx = wy * x, wxx = wx * x;
        _sums[to] = _sums[from] + wy;
        _sums[to + 1] = _sums[from + 1] + wx;
        _sums[to + 2] = _sums[from + 2] + wxx;
        _sums[to + 3] = _sums[from + 3] + (wxx * x);
        _sums[to + 4] = _sums[from + 4] + (wxx * x * x);
        _sums[to + 5] = _sums[from + 5] + (wy * y);
        _sums[to + 6] = _sums[from + 6] + (wx * y);
        _sums[to + 7] = _sums[from + 7] + (wxx * y);
        _sums[to + 8] = _sums[from + 8] + (wy * y * y);
        (First[Count], Last[Count], Q[Count], Y[Count], Weight[Count]) = (start, end - 1, at, y, wy);
        Count++;
    }
}
