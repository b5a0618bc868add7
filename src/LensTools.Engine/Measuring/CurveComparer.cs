using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Measuring;

/// <summary>Compares curves with each other, or each with a reference.</summary>
public sealed class CurveComparer
{
    /// <summary>How the second of a pair is scaled.</summary>
    public ScaleModel Scale { get; init; } = ScaleModel.Factor;

    /// <summary>The momentum transfers to compare; null for all that two curves share.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>Compares all pairs of curves, or all curves with each reference; in their order.</summary>
    /// <param name="curves">The curves.</param>
    /// <param name="references">The references; null to compare the curves with each other.</param>
    /// <param name="stop">Stops it.</param>
    public IEnumerable<CurvePair> Compare(
        IReadOnlyList<MeasuredCurve> curves, IReadOnlyList<MeasuredCurve>? references, CancellationToken stop)
    {
        var shapes = curves.Concat(references ?? []).Distinct()
            .ToDictionary(curve => curve, curve => new CurveShape(curve.Curve, Range));
        IEnumerable<(MeasuredCurve One, MeasuredCurve Other)> pairs = references is null
            ? curves.SelectMany((one, i) => curves.Skip(i + 1).Select(other => (one, other)))
            : references.SelectMany(reference => curves.Where(curve => !IsSame(curve, reference)).Select(curve => (reference, curve)));
        long count = references is null
            ? (long)curves.Count * (curves.Count - 1) / 2
            : references.Sum(reference => (long)curves.Count(curve => !IsSame(curve, reference)));
        return OrderedParallel.Select(
            pairs,
            Environment.ProcessorCount,
            pair => new CurvePair(pair.One, pair.Other, CurveDifference.Of(shapes[pair.One], shapes[pair.Other], Scale), count),
            stop);
    }

    private static bool IsSame(MeasuredCurve one, MeasuredCurve other) =>
        (one.Dataset.Path, one.Dataset.Entry, one.Curve.Location, one.Curve.Name)
            == (other.Dataset.Path, other.Dataset.Entry, other.Curve.Location, other.Curve.Name);
}

/// <summary>Two curves and how they differ.</summary>
/// <param name="One">The first, or the reference.</param>
/// <param name="Other">The second, which is scaled.</param>
/// <param name="Difference">How they differ.</param>
/// <param name="Pairs">How many pairs were compared, by which probabilities are corrected (Bonferroni).</param>
public sealed record CurvePair(MeasuredCurve One, MeasuredCurve Other, CurveDifference Difference, long Pairs)
{
    /// <summary>The probability of the longest run, corrected for the number of pairs.</summary>
    public double AdjustedRunProbability => Math.Min(1, Difference.RunProbability * Pairs);
}
