using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using MathNet.Numerics.Statistics;

namespace LensTools.Engine.Analysis.Consensus;

/// <summary>
/// Combines the curves of several contributors: they are scaled to the median of all, points and curves that are far from the others are
/// left out, and the rest are averaged (<see cref="ConsensusMean"/>).
/// </summary>
internal sealed class RobustConsensus
{
    private const int FewestCurves = 2, FewestNodes = 8, Rounds = 14, Settled = 3, Bands = 5;

    // In standard deviations: of a point, and of half the points of a curve.
    private const double FarPoint = 4, FarCurve = 2.5;
    private const double MedianToSigma = 1.4826;

    // Of so many curves, one does not move the median.
    private const int Many = 20;

    // The spread at a node is that about it: of a few curves the median distance is uncertain.
    private const int Neighbours = 8;

    private readonly ScaleModel _model;
    private readonly NodeGrid _grid;
    private readonly CurveShape[] _shapes;
    private readonly double[][] _values, _variances;
    private readonly double[] _factors, _factorSigmas, _backgrounds;
    private readonly bool[] _isUsed;
    private (double[] Middle, double[] Spread, double[] Noise) _whole;

    private RobustConsensus(CurveShape[] shapes, NodeGrid grid, ScaleModel model)
    {
        (_shapes, _grid, _model) = (shapes, grid, model);
        (double[] Values, double[] Variances)[] at = [.. shapes.Select(grid.Of)];
        (_values, _variances) = ([.. at.Select(one => one.Values)], [.. at.Select(one => one.Variances)]);
        (_factors, _factorSigmas, _backgrounds) = ([.. shapes.Select(_ => 1.0)], new double[shapes.Length], new double[shapes.Length]);
        _isUsed = [.. _values.Select(values => values.Count(double.IsFinite) >= FewestNodes)];
    }

    /// <summary>The consensus of curves of one sample.</summary>
    /// <param name="curves">The curves, in one unit of Q.</param>
    /// <param name="model">How they may differ.</param>
    /// <param name="range">The momentum transfers to take; null for all.</param>
    public static Outcome<CurveConsensus> Of(IReadOnlyList<Curve> curves, ScaleModel model, (double From, double To)? range = null)
    {
        if (curves.Count < FewestCurves) return Outcome<CurveConsensus>.None("it needs two curves or more");
        if (curves.Select(curve => curve.X.Unit).Distinct().Count() > 1)
            return Outcome<CurveConsensus>.None("the curves are in different units of Q");
        CurveShape[] shapes = [.. curves.Select(curve => new CurveShape(curve, range))];
        CurveShape[] measured = [.. shapes.Where(shape => shape.Q.Length > 1)];
        if (measured.Length < FewestCurves) return Outcome<CurveConsensus>.None("fewer than two curves have points");
        // Where two are.
        double from = measured.Select(shape => shape.Q[0]).Order().ElementAt(1);
        double to = measured.Select(shape => shape.Q[^1]).OrderDescending().ElementAt(1);
        var consensus = new RobustConsensus(shapes, new NodeGrid(from, to), model);
        return consensus._isUsed.Count(used => used) < FewestCurves
            ? Outcome<CurveConsensus>.None("the curves share too little of the range of Q")
            : consensus.Combine();
    }

    private CurveConsensus Combine()
    {
        bool[] isMeasured = [.. _isUsed];
        for (int round = 0; round < Rounds; round++)
        {
            (double[] middle, double[] spread, _) = Middle();
            for (int c = 0; c < _shapes.Length; c++)
                if (isMeasured[c]) Scale(c, middle, spread);
            Normalise();
            _whole = Middle();
            if (round >= Settled && isMeasured.Count(used => used) > 2) LeaveOut(isMeasured);
        }
        _whole = Middle();
        bool[][] isLeftOut = [.. Enumerable.Range(0, _shapes.Length).Select(FarPoints)];
        ConsensusMean[] means = ConsensusMean.Of([.. Enumerable.Range(0, _grid.Q.Length).Select(k => Enumerable.Range(0, _shapes.Length)
            .Where(c => _isUsed[c] && !isLeftOut[c][k] && double.IsFinite(_values[c][k]))
            .Select(c => (Scaled(c, k), Variance(c, k))).ToArray())]);
        int[] nodes = [.. Enumerable.Range(0, means.Length).Where(k => means[k].Count >= FewestCurves)];
        double?[] sizes = [.. _shapes.Select(shape => shape.Guinier?.Rg)];
        double[] good = [.. sizes.Where((rg, c) => _isUsed[c] && rg is not null).Select(rg => rg!.Value).Order()];
        double? rg = good.Length > 0 ? good.Median() : null;
        double? rgSigma = rg is { } size && good.Length > 2 ? MedianToSigma * good.Select(value => Math.Abs(value - size)).Median() : null;
        return new CurveConsensus(
            [.. nodes.Select(k => _grid.Q[k])],
            [.. nodes.Select(k => means[k].Value)],
            [.. nodes.Select(k => means[k].Sigma)],
            [.. nodes.Select(k => means[k].Count)],
            [.. Enumerable.Range(0, _shapes.Length).Select(c => Contribution(c, isMeasured[c], isLeftOut[c], sizes[c], rg, rgSigma))],
            isLeftOut.Sum(points => points.Count(isOut => isOut)),
            rg,
            rgSigma);
    }

    // Once scales have settled, a curve that is far from the others leaves the middle of them, and one that is no longer far comes back. Of
    // few curves the farthest alone: while it is in the middle, others seem to be far too.
    private void LeaveOut(bool[] isMeasured)
    {
        double[] far = [.. Enumerable.Range(0, _shapes.Length).Select(c => isMeasured[c] ? Farness(c) : 0)];
        int farthest = Enumerable.Range(0, far.Length).Where(c => _isUsed[c]).MaxBy(c => far[c]);
        int count = _isUsed.Count(used => used);
        for (int c = 0; c < far.Length; c++)
        {
            if (!isMeasured[c]) continue;
            if (far[c] <= 1) _isUsed[c] = true;
            else if (count > 2 && (c == farthest || _shapes.Length > Many)) _isUsed[c] = false;
        }
    }

    // The median of the scaled curves at each node, without one of them, their spread about it, and the variance that it has from noise.
    private (double[] Middle, double[] Spread, double[] Noise) Middle(int without = -1)
    {
        int count = _grid.Q.Length;
        double[] middle = new double[count], spread = new double[count], noise = new double[count], raw = new double[count];
        for (int k = 0; k < count; k++)
        {
            int[] curves = [.. Enumerable.Range(0, _shapes.Length)
                .Where(c => c != without && _isUsed[c] && double.IsFinite(_values[c][k]))];
            double[] at = [.. curves.Select(c => Scaled(c, k)).Order()];
            // Of a median; of one or two curves it is their mean.
            noise[k] = curves.Sum(c => Variance(c, k)) / (curves.Length * (double)curves.Length) * (curves.Length < 3 ? 1 : Math.PI / 2);
            middle[k] = at.Length == 0 ? double.NaN : (at[(at.Length - 1) / 2] + at[at.Length / 2]) / 2;
            raw[k] = at.Length < 3 ? double.NaN : MedianToSigma * at.Select(value => Math.Abs(value - middle[k])).Median();
        }
        for (int k = 0; k < count; k++)
        {
            int from = Math.Max(0, k - Neighbours), to = Math.Min(count - 1, k + Neighbours);
            // As a part of the intensity, which changes over the neighbours more than its spread does.
            double[] near = [.. Enumerable.Range(from, to - from + 1)
                .Where(n => double.IsFinite(raw[n]) && middle[n] > 0).Select(n => raw[n] / middle[n])];
            spread[k] = near.Length > 0 && middle[k] > 0 ? middle[k] * near.Median() : double.IsFinite(raw[k]) ? raw[k] : 0;
        }
        return (middle, spread, noise);
    }

    private double Scaled(int c, int k) => (_factors[c] * _values[c][k]) + _backgrounds[c];

    // Least squares to the middle, in which points further away count less.
    private void Scale(int c, double[] middle, double[] spread)
    {
        int[] nodes = [.. Enumerable.Range(0, middle.Length).Where(k => double.IsFinite(middle[k]) && double.IsFinite(_values[c][k]))];
        if (nodes.Length < FewestNodes) return;
        double[] one = [.. nodes.Select(k => middle[k])], other = [.. nodes.Select(k => _values[c][k])];
        double[] noise = [.. nodes.Select(k => _variances[c][k])];
        double[] about = [.. nodes.Select(k =>
        {
            double sigma = Math.Sqrt((spread[k] * spread[k]) + (_factors[c] * _factors[c] * _variances[c][k]));
            double far = Math.Abs(middle[k] - Scaled(c, k)) / (2 * sigma);
            return (spread[k] * spread[k]) + (far > 1 && double.IsFinite(far) ? sigma * sigma * ((far * far) - 1) : 0);
        })];
        var fit = ScaleFit.Of(one, about, other, noise, _model);
        if (!(fit.Factor > 0) || !double.IsFinite(fit.Factor)) return;
        (_factors[c], _factorSigmas[c], _backgrounds[c]) = (fit.Factor, fit.FactorSigma, fit.Background);
    }

    // On the whole, curves keep their scale and background.
    private void Normalise()
    {
        if (_model == ScaleModel.None) return;
        int[] used = [.. Enumerable.Range(0, _shapes.Length).Where(c => _isUsed[c])];
        double scale = Math.Exp(used.Select(c => Math.Log(_factors[c])).Median());
        double background = _model == ScaleModel.FactorAndBackground ? used.Select(c => _backgrounds[c]).Median() : 0;
        for (int c = 0; c < _factors.Length; c++)
            (_factors[c], _backgrounds[c]) = (_factors[c] / scale, (_backgrounds[c] - background) / scale);
    }

    // By node, how far a curve is from the others, in standard deviations of their spread and its own noise.
    private double[] Scores(int c)
    {
        (double[] middle, double[] spread, double[] noise) = _shapes.Length > Many ? _whole : Middle(without: c);
        return [.. middle.Select((value, k) => (Scaled(c, k) - value)
            / Math.Sqrt((spread[k] * spread[k]) + noise[k] + Variance(c, k)))];
    }

    // Above 1 it is far from the others: over half of its points, or much over a part of them.
    private double Farness(int c)
    {
        double[] sizes = [.. Scores(c).Where(double.IsFinite).Select(Math.Abs)];
        return sizes.Length < FewestNodes
            ? 0
            : Math.Max(sizes.Median() / FarCurve, BandsOf(c).Max(band => Math.Abs(band.Score)) / (2 * FarCurve));
    }

    private bool[] FarPoints(int c) => _isUsed[c] && _isUsed.Count(used => used) > 2
        ? [.. Scores(c).Select(score => Math.Abs(score) > FarPoint)]
        : new bool[_grid.Q.Length];

    private double Variance(int c, int k) => _factors[c] * _factors[c] * _variances[c][k];

    private List<BandScore> BandsOf(int c)
    {
        double[] scores = Scores(c);
        int[] nodes = [.. Enumerable.Range(0, scores.Length).Where(k => double.IsFinite(scores[k]))];
        var bands = new List<BandScore>();
        for (int band = 0; band < Bands && nodes.Length >= FewestNodes; band++)
        {
            int[] part = nodes[(band * nodes.Length / Bands)..((band + 1) * nodes.Length / Bands)];
            if (part.Length > 0) bands.Add(new BandScore(_grid.Q[part[0]], _grid.Q[part[^1]], part.Select(k => scores[k]).Median()));
        }
        return bands;
    }

    private CurveContribution Contribution(int c, bool isMeasured, bool[] isLeftOut, double? size, double? rg, double? rgSigma)
    {
        if (!isMeasured)
            return new CurveContribution(
                _shapes[c].Curve, double.NaN, double.NaN, 0, double.NaN, [], size, null, 0, false,
                "too few of its points have an uncertainty and lie where others were measured");
        double[] scores = [.. Scores(c).Where(double.IsFinite)];
        double? own = _shapes[c].Guinier?.RgSigma;
        double? score = size is { } s && rg is { } group && own is { } sigma
            ? (s - group) / Math.Sqrt((sigma * sigma) + ((rgSigma ?? 0) * (rgSigma ?? 0)))
            : null;
        return new CurveContribution(
            _shapes[c].Curve, _factors[c], _factorSigmas[c], _backgrounds[c], scores.Length > 0 ? scores.Average(z => z * z) : double.NaN,
            BandsOf(c), size, score, isLeftOut.Count(isOut => isOut), !_isUsed[c],
            _isUsed[c] ? null : "it is far from the others");
    }
}
