using LensTools.Engine.Analysis.Comparison;

namespace LensTools.Engine.Analysis.Consensus;

/// <summary>Momentum transfers at even steps of their logarithm, and curves at them.</summary>
internal sealed class NodeGrid
{
    // Steps of 2.5 %, finer than resolutions are.
    private static readonly double Step = Math.Log(1.025);

    // Where so many nodes have no point, nothing was measured.
    private const int WidestGap = 5;

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
            double sigma = Uncertainties.At(curve.I, curve.Sigma, i);
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
        for (int k = 0; k < known.Length; k++)
        {
            int node = known[k], before = Near(k, k - 1), behind = Near(k, k + 1);
            // Brought from the mean of its points to the node, by the slope about it.
            double slope = before == behind ? 0 : (means[behind] - means[before]) / (at[behind] - at[before]);
            values[node] = means[node] + (slope * (Q[node] - at[node]));
            for (int between = node + 1; between < behind; between++)
            {
                (values[between], variances[between]) = SharedGrid.Between(
                    Q[between], (at[node], means[node], meanVariances[node]), (at[behind], means[behind], meanVariances[behind]));
            }
        }
        return (values, variances);

        // The neighbour; the node itself where there is none, or a gap before it.
        int Near(int k, int other) =>
            other >= 0 && other < known.Length && Math.Abs(known[other] - known[k]) <= WidestGap ? known[other] : known[k];
    }
}
