namespace LensTools.Engine.Similarity;

/// <summary>A curve that is nearly another one.</summary>
/// <typeparam name="T">What stands for a curve.</typeparam>
/// <param name="Item">The curve that was added before.</param>
/// <param name="Match">How they are alike.</param>
public readonly record struct NearDuplicate<T>(T Item, CurveMatch Match);

/// <summary>
/// Finds curves that are equal within noise after a scale, also on another grid of Q or where one is a part of the other, without
/// comparing all pairs: only those are compared whose logarithm falls alike over half a decade somewhere.
/// </summary>
/// <typeparam name="T">What stands for a curve.</typeparam>
public sealed class NearDuplicateIndex<T>
{
    // A cell is a node and how ln I falls from there over each span, in steps of a width. Curves with more noise are looked for in wider
    // cells, for each curve is in cells of all widths.
    private static readonly double[] Widths = [0.03, 0.1, 0.3];

    // The emptiest cells are searched first, up to this many links; of the curves in them, those in most cells are compared.
    private const int MostVisited = 16_384;
    private const int MostCompared = 128;

    private readonly List<(T Item, CurveFingerprint Curve)> _curves = [];

    // The newest link of each cell; links of one cell are chained.
    private readonly Dictionary<ulong, (int Link, int Count)> _cells = [];
    private readonly List<(int Curve, int Next)> _links = [];

    // For each curve, in how many cells of the one that is looked for it is.
    private int[] _votes = [];

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

    private int[] Candidates(CurveFingerprint curve)
    {
        var cells = new List<(int Count, ulong Cell)>();
        Span<double> falls = stackalloc double[CurveFalls.Spans];
        Span<int> steps = stackalloc int[CurveFalls.Spans], others = stackalloc int[CurveFalls.Spans];
        foreach (int node in CurveFalls.Anchors(curve))
        {
            if (!CurveFalls.TryRead(curve, node, falls, out double noise)) continue;
            for (int level = LevelOf(noise); level < Widths.Length; level++)
            {
                // Of each step, also the neighbour that the noise may have brought the other curve to.
                for (int span = 0; span < CurveFalls.Spans; span++)
                {
                    double position = falls[span] / Widths[level];
                    steps[span] = (int)Math.Floor(position);
                    others[span] = position - steps[span] < 0.5 ? steps[span] - 1 : steps[span] + 1;
                }
                for (int choice = 0; choice < 1 << CurveFalls.Spans; choice++)
                {
                    ulong cell = Cell(level, curve.First + node, steps, others, choice);
                    if (_cells.TryGetValue(cell, out (int Link, int Count) known)) cells.Add((known.Count, cell));
                }
            }
        }
        cells.Sort();
        if (_votes.Length < _curves.Count) Array.Resize(ref _votes, 2 * _curves.Count);
        var candidates = new List<int>();
        int visited = 0;
        foreach ((int count, ulong cell) in cells)
        {
            visited += count;
            if (visited > MostVisited && candidates.Count > 0) break;
            for (int link = _cells[cell].Link; link >= 0; link = _links[link].Next)
                if (_votes[_links[link].Curve]++ == 0) candidates.Add(_links[link].Curve);
        }
        int[] most = [.. candidates.OrderByDescending(candidate => _votes[candidate]).Take(MostCompared)];
        foreach (int candidate in candidates) _votes[candidate] = 0;
        return most;
    }

    private void Insert(T item, CurveFingerprint curve)
    {
        int number = _curves.Count;
        _curves.Add((item, curve));
        Span<double> falls = stackalloc double[CurveFalls.Spans];
        Span<int> steps = stackalloc int[CurveFalls.Spans];
        foreach (int node in CurveFalls.Anchors(curve))
        {
            if (!CurveFalls.TryRead(curve, node, falls, out _)) continue;
            for (int level = 0; level < Widths.Length; level++)
            {
                for (int span = 0; span < CurveFalls.Spans; span++) steps[span] = (int)Math.Floor(falls[span] / Widths[level]);
                ulong cell = Cell(level, curve.First + node, steps, steps, 0);
                (int Link, int Count) known = _cells.GetValueOrDefault(cell, (-1, 0));
                _links.Add((number, known.Link));
                _cells[cell] = (_links.Count - 1, known.Count + 1);
            }
        }
    }

    private static int LevelOf(double noise)
    {
        // Of the difference of two nodes in two curves, three standard deviations within half a width.
        for (int level = 0; level < Widths.Length; level++)
            if (3 * 2 * noise <= Widths[level] / 2) return level;
        return Widths.Length - 1;
    }

    private static ulong Cell(int level, int node, ReadOnlySpan<int> steps, ReadOnlySpan<int> others, int choice)
    {
        // FNV-1a; a collision costs a comparison, no more.
        ulong hash = 14695981039346656037;
        hash = (hash ^ (uint)level) * 1099511628211;
        hash = (hash ^ (uint)node) * 1099511628211;
        for (int span = 0; span < CurveFalls.Spans; span++)
            hash = (hash ^ (uint)((choice >> span & 1) == 0 ? steps[span] : others[span])) * 1099511628211;
        return hash;
    }
}
