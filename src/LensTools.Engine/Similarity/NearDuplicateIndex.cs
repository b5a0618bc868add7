namespace LensTools.Engine.Similarity;

/// <summary>A curve that is nearly another one.</summary>
/// <typeparam name="T">What stands for a curve.</typeparam>
/// <param name="Item">The curve that was added before.</param>
/// <param name="Match">How they are alike.</param>
public readonly record struct NearDuplicate<T>(T Item, CurveMatch Match);

/// <summary>
/// Finds curves that are equal within noise after a scale, also on another grid of Q or where one is a part of the other, without
/// comparing all pairs: only those are compared whose logarithm falls alike over three quarters of a decade somewhere.
/// </summary>
/// <typeparam name="T">What stands for a curve.</typeparam>
public sealed class NearDuplicateIndex<T>
{
    // A cell is a node and how ln I falls from there over each of four spans, in steps of a width.
    private const int Span = 3;
    private const int Spans = 4;

    // Curves with more noise are looked for in wider cells; they are found there, as each curve is in cells of all widths.
    private static readonly double[] Widths = [0.03, 0.1, 0.3];

    // Where cells are crowded, the emptiest are searched first, up to this many curves.
    private const int MostCompared = 256;

    private readonly List<(T Item, CurveFingerprint Curve)> _curves = [];

    // The newest link of each cell; links of one cell are chained.
    private readonly Dictionary<ulong, (int Link, int Count)> _cells = [];
    private readonly List<(int Curve, int Next)> _links = [];

    /// <summary>How many curves were added.</summary>
    public int Count => _curves.Count;

    /// <summary>Adds a curve.</summary>
    /// <param name="item">What stands for it.</param>
    /// <param name="curve">The curve.</param>
    /// <returns>Those of the curves before it that it is nearly equal to.</returns>
    public IReadOnlyList<NearDuplicate<T>> Add(T item, CurveFingerprint curve)
    {
        var found = new List<NearDuplicate<T>>();
        foreach (int candidate in Candidates(curve))
        {
            if (CurveComparison.Compare(_curves[candidate].Curve, curve) is { } match) found.Add(new(_curves[candidate].Item, match));
        }
        Insert(item, curve);
        return found;
    }

    private HashSet<int> Candidates(CurveFingerprint curve)
    {
        var cells = new List<(int Count, ulong Cell)>();
        Span<double> falls = stackalloc double[Spans];
        Span<int> steps = stackalloc int[Spans], others = stackalloc int[Spans];
        for (int node = 0; node + (Span * Spans) < curve.Values.Length; node++)
        {
            if (!IsAnchor(curve, node) || !Falls(curve, node, falls, out double noise)) continue;
            for (int level = LevelOf(noise); level < Widths.Length; level++)
            {
                // Of each step, also the neighbour that the noise may have brought the other curve to.
                for (int span = 0; span < Spans; span++)
                {
                    double position = falls[span] / Widths[level];
                    steps[span] = (int)Math.Floor(position);
                    others[span] = position - steps[span] < 0.5 ? steps[span] - 1 : steps[span] + 1;
                }
                for (int choice = 0; choice < 1 << Spans; choice++)
                {
                    ulong cell = Cell(level, curve.First + node, steps, others, choice);
                    if (_cells.TryGetValue(cell, out (int Link, int Count) known)) cells.Add((known.Count, cell));
                }
            }
        }
        cells.Sort();
        var candidates = new HashSet<int>();
        foreach ((_, ulong cell) in cells)
        {
            for (int link = _cells[cell].Link; link >= 0 && candidates.Count < MostCompared; link = _links[link].Next)
                candidates.Add(_links[link].Curve);
            if (candidates.Count >= MostCompared) break;
        }
        return candidates;
    }

    private void Insert(T item, CurveFingerprint curve)
    {
        int number = _curves.Count;
        _curves.Add((item, curve));
        Span<double> falls = stackalloc double[Spans];
        Span<int> steps = stackalloc int[Spans];
        for (int node = 0; node + (Span * Spans) < curve.Values.Length; node++)
        {
            if (!IsAnchor(curve, node) || !Falls(curve, node, falls, out _)) continue;
            for (int level = 0; level < Widths.Length; level++)
            {
                for (int span = 0; span < Spans; span++) steps[span] = (int)Math.Floor(falls[span] / Widths[level]);
                ulong cell = Cell(level, curve.First + node, steps, steps, 0);
                (int Link, int Count) known = _cells.GetValueOrDefault(cell, (-1, 0));
                _links.Add((number, known.Link));
                _cells[cell] = (_links.Count - 1, known.Count + 1);
            }
        }
    }

    // The nodes are the same for all curves, so that two begin their spans at the same Q.
    private static bool IsAnchor(CurveFingerprint curve, int node) => (curve.First + node) % Span == 0;

    private static int LevelOf(double noise)
    {
        // Of the difference of two nodes in two curves, three standard deviations within half a width.
        for (int level = 0; level < Widths.Length; level++)
            if (3 * 2 * noise <= Widths[level] / 2) return level;
        return Widths.Length - 1;
    }

    private static bool Falls(CurveFingerprint curve, int node, Span<double> falls, out double noise)
    {
        double start = curve.Values[node];
        noise = NoiseOf(curve, node);
        if (!(start > 0)) return false;
        for (int span = 0; span < Spans; span++)
        {
            double value = curve.Values[node + (Span * (span + 1))];
            if (!(value > 0)) return false;
            falls[span] = Math.Log(start / value);
            noise = Math.Max(noise, NoiseOf(curve, node + (Span * (span + 1))));
        }
        return true;
    }

    // Relative to the value, for a curve on any grid.
    private static double NoiseOf(CurveFingerprint curve, int node) =>
        double.Hypot(curve.Sigmas[node], curve.Bends[node]) / curve.Values[node];

    private static ulong Cell(int level, int node, ReadOnlySpan<int> steps, ReadOnlySpan<int> others, int choice)
    {
        // FNV-1a; a collision costs a comparison, no more.
        ulong hash = 14695981039346656037;
        hash = (hash ^ (uint)level) * 1099511628211;
        hash = (hash ^ (uint)node) * 1099511628211;
        for (int span = 0; span < Spans; span++)
            hash = (hash ^ (uint)((choice >> span & 1) == 0 ? steps[span] : others[span])) * 1099511628211;
        return hash;
    }
}
