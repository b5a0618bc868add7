namespace LensTools.Engine.Analysis.Consensus;

/// <summary>Momentum transfers at even steps of their logarithm, and curves at them.</summary>
internal sealed class NodeGrid
{
    // Steps of 2.5 %, finer than resolutions are.
    private static readonly double Step = Math.Log(1.025);

    private readonly int _first;

    /// <summary>The nodes between two momentum transfers.</summary>
    public NodeGrid(double from, double to)
    {
        _first = (int)Math.Ceiling(Math.Log(from) / Step);
        int last = (int)Math.Floor(Math.Log(to) / Step);
        Q = [.. Enumerable.Range(_first, Math.Max(0, last - _first + 1)).Select(node => Math.Exp(node * Step))];
    }

    /// <summary>The momentum transfers.</summary>
    public double[] Q { get; }

    /// <summary>A curve at the nodes: the mean of the points about each, brought to it by the slope; NaN where it was not measured.
    /// </summary>
    public (double[] Values, double[] Variances) Of(CurveShape curve)
    {
        double[] at = new double[Q.Length], values = new double[Q.Length], variances = new double[Q.Length], weights = new double[Q.Length];
        for (int i = 0; i < curve.Q.Length; i++)
        {
            int node = (int)Math.Round(Math.Log(curve.Q[i]) / Step) - _first;
            // AUTORG's 4 % where the file has no uncertainties.
            double sigma = curve.Sigma.Length > 0 ? curve.Sigma[i] : 0.04 * Math.Abs(curve.I[i]);
            if (node < 0 || node >= Q.Length || !(sigma > 0) || !double.IsFinite(sigma)) continue;
            double weight = 1 / (sigma * sigma);
            (at[node], values[node], weights[node]) =
                (at[node] + (weight * curve.Q[i]), values[node] + (weight * curve.I[i]), weights[node] + weight);
        }
        int[] known = [.. Enumerable.Range(0, Q.Length).Where(node => weights[node] > 0)];
        foreach (int node in known)
            (at[node], values[node], variances[node]) = (at[node] / weights[node], values[node] / weights[node], 1 / weights[node]);
        double[] means = (double[])values.Clone(), meanVariances = (double[])variances.Clone();
        Array.Fill(values, double.NaN);
        for (int k = 0; k + 1 < known.Length; k++)
        {
            (int low, int high) = (known[k], known[k + 1]);
            double slope = (means[high] - means[low]) / (at[high] - at[low]);
            if (k == 0) values[low] = means[low] + (slope * (Q[low] - at[low]));
            // The slope about a node is that over it.
            double behind = k + 2 < known.Length ? (means[known[k + 2]] - means[low]) / (at[known[k + 2]] - at[low]) : slope;
            values[high] = means[high] + (behind * (Q[high] - at[high]));
            for (int node = low + 1; node < high; node++)
            {
                double part = (Q[node] - at[low]) / (at[high] - at[low]);
                values[node] = means[low] + (part * (means[high] - means[low]));
                variances[node] = ((1 - part) * (1 - part) * meanVariances[low]) + (part * part * meanVariances[high]);
            }
        }
        return (values, variances);
    }
}
