using MathNet.Numerics.Statistics;

namespace LensTools.Engine.Analysis.Consensus;

/// <summary>
/// The mean of several curves at a node, with weights from their uncertainties and from what they differ by beyond these (R. DerSimonian
/// and N. Laird, Control. Clin. Trials 7, 177 (1986)).
/// </summary>
/// <param name="Value">The mean.</param>
/// <param name="Sigma">Its standard deviation.</param>
/// <param name="Count">Of how many curves.</param>
internal readonly record struct ConsensusMean(double Value, double Sigma, int Count)
{
    // What curves differ by at one node is uncertain; it is that about it.
    private const int Neighbours = 8;

    /// <summary>The means at nodes in their order.</summary>
    /// <param name="nodes">The intensities at each, with their variances.</param>
    public static ConsensusMean[] Of((double Value, double Variance)[][] nodes)
    {
        // As a part of the intensity; pooled over neighbours, so that one at which it is about zero does not count.
        double[] excesses = new double[nodes.Length], scales = new double[nodes.Length];
        for (int k = 0; k < nodes.Length; k++)
        {
            double w = 0, ww = 0, wy = 0, wyy = 0;
            foreach ((double value, double variance) in nodes[k])
            {
                double weight = 1 / variance;
                (w, ww, wy, wyy) = (w + weight, ww + (weight * weight), wy + (weight * value), wyy + (weight * value * value));
            }
            double level = wy / w;
            if (nodes[k].Length > 1)
                (excesses[k], scales[k]) = (wyy - (wy * level) - (nodes[k].Length - 1), (w - (ww / w)) * level * level);
        }
        return [.. nodes.Select((node, k) =>
        {
            Range near = Math.Max(0, k - Neighbours)..Math.Min(nodes.Length, k + Neighbours + 1);
            double over = scales[near].Sum(), part = over > 0 ? Math.Max(0, excesses[near].Sum() / over) : 0, w = 0, wy = 0;
            double level = node.Select(one => Math.Abs(one.Value)).Median();
            foreach ((double value, double variance) in node)
            {
                double weight = 1 / (variance + (part * level * level));
                (w, wy) = (w + weight, wy + (weight * value));
            }
            return new ConsensusMean(wy / w, Math.Sqrt(1 / w), node.Length);
        })];
    }
}
