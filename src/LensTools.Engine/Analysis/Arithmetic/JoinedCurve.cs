using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Analysis.Arithmetic;

/// <summary>Curves of one sample over different ranges of momentum transfer, as one.</summary>
/// <param name="Curve">The curve, in the units and on the scale of the first.</param>
/// <param name="Parts">What was done to each, in the order in which they were given.</param>
/// <param name="LeftOut">How many points have no uncertainty, beside others at the same momentum transfer that have one.</param>
internal sealed record JoinedCurve(Curve Curve, IReadOnlyList<JoinedPart> Parts, int LeftOut)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Overlap join 1";

    /// <summary>
    /// Joins curves: each is scaled where it overlaps with what is joined already, the one with the largest overlap first, and all their
    /// points are kept. Points at the same momentum transfer become their weighted mean. The uncertainty of a factor is common to all
    /// points of its curve, and is not in theirs.
    /// </summary>
    /// <param name="curves">The curves; the first stays as it is.</param>
    /// <param name="scale">How the others may be changed.</param>
    /// <param name="range">The momentum transfers to keep; null for all.</param>
    public static Outcome<JoinedCurve> Of(IReadOnlyList<Curve> curves, ScaleModel scale, (double From, double To)? range)
    {
        if (curves.Count < 2) return Outcome<JoinedCurve>.None("there is one curve, and nothing to join it with");
        if (curves.Any(curve => curve.X.Unit != curves[0].X.Unit)) return Outcome<JoinedCurve>.None("they are in different units of Q");
        if (curves.Any(curve => curve.Y.Quantity != curves[0].Y.Quantity))
            return Outcome<JoinedCurve>.None("some are intensities, and some are not");
        if (scale == ScaleModel.None && curves.Any(curve => !Units.AreSame(curve.Y.Unit, curves[0].Y.Unit, Dimension.Intensity)))
            return Outcome<JoinedCurve>.None("they are in different units of I, and may not be scaled");
        var parts = new JoinedPart?[curves.Count];
        var shapes = curves.Select(curve => new CurveShape(curve, range)).ToArray();
        if (Array.Find(shapes, shape => shape.Q.Length == 0) is { } empty)
            return Outcome<JoinedCurve>.None($"{empty.Curve.Name} has no point there");
        parts[0] = new JoinedPart(1, null, 0, 0, null);
        while (Array.Exists(parts, part => part is null))
        {
            (int next, CurveDifference? overlap) = scale == ScaleModel.None
                ? (Array.FindIndex(parts, part => part is null), null)
                : WidestOverlap(shapes, parts, scale);
            if (overlap is { Reason: { } reason }) return Outcome<JoinedCurve>.None($"{curves[next].Name} cannot be joined: {reason}");
            parts[next] = overlap is null
                ? new JoinedPart(1, null, 0, 0, null)
                : new JoinedPart(overlap.Scale, overlap.ScaleSigma, overlap.Background, overlap.Points, overlap.ChiSquare);
            shapes[next] = new CurveShape(Scaled(curves[next], parts[next]!), range);
        }
        (Curve merged, int leftOut) = Merged(shapes);
        return new JoinedCurve(merged, [.. parts.Select(part => part!)], leftOut);
    }

    private static (int Next, CurveDifference Overlap) WidestOverlap(CurveShape[] shapes, JoinedPart?[] parts, ScaleModel scale)
    {
        int[] joined = [.. Enumerable.Range(0, shapes.Length).Where(i => parts[i] is not null)];
        return Enumerable.Range(0, shapes.Length).Except(joined)
            .SelectMany(next => joined.Select(one => (next, CurveDifference.Of(shapes[one], shapes[next], scale))))
            .OrderBy(pair => pair.Item2.Reason is not null).ThenByDescending(pair => pair.Item2.Points).First();
    }

    private static Curve Scaled(Curve curve, JoinedPart part) => curve with
    {
        Y = curve.Y with
        {
            Values = [.. curve.I.Select(value => (part.Factor * value) + part.Background)],
            Sigma = curve.Idev is { } sigma ? [.. sigma.Select(value => part.Factor * value)] : null,
        }
    };

    private static (Curve Curve, int LeftOut) Merged(CurveShape[] shapes)
    {
        int leftOut = 0;
        bool hasSigma = shapes.All(shape => shape.Sigma.Length > 0), hasResolution = shapes.All(shape => shape.Curve.Qdev is not null);
        (double Q, double I, double Sigma, double Resolution)[] all = [.. shapes
            .SelectMany(shape => shape.Points.Select((point, i) =>
                (shape.Q[i], shape.I[i], hasSigma ? shape.Sigma[i] : 1, hasResolution ? shape.Curve.Qdev!.Value[point] : 0)))
            .OrderBy(point => point.Item1)];
        List<double> q = [], intensity = [], sigma = [], resolution = [];
        for (int i = 0, next; i < all.Length; i = next)
        {
            for (next = i + 1; next < all.Length && all[next].Q <= all[i].Q * (1 + SharedGrid.SameQ);) next++;
            var same = all[i..next];
            // A point whose uncertainty is not known says nothing beside one whose is.
            if (same.Any(point => point.Sigma > 0)) same = [.. same.Where(point => point.Sigma > 0)];
            leftOut += next - i - same.Length;
            double[] weights = [.. same.Select(point => point.Sigma > 0 ? 1 / (point.Sigma * point.Sigma) : 1)];
            double weight = weights.Sum();
            q.Add(Mean(point => point.Q));
            intensity.Add(Mean(point => point.I));
            sigma.Add(same[0].Sigma > 0 ? 1 / Math.Sqrt(weight) : same[0].Sigma);
            resolution.Add(Math.Sqrt(Mean(point => point.Resolution * point.Resolution)));

            double Mean(Func<(double Q, double I, double Sigma, double Resolution), double> of) => same.Length == 1
                ? of(same[0])
                : same.Zip(weights, (point, w) => w * of(point)).Sum() / weight;
        }
        Curve like = shapes[0].Curve;
        var joined = new Curve(
            "joined",
            like.X with { Values = [.. q], Sigma = hasResolution ? [.. resolution] : null },
            like.Y with { Values = [.. intensity], Sigma = hasSigma ? [.. sigma] : null },
            "");
        return (joined, leftOut);
    }
}

/// <summary>What was done to a curve to join it.</summary>
/// <param name="Factor">By what it was multiplied.</param>
/// <param name="FactorSigma">The standard deviation of that; null if it is not known.</param>
/// <param name="Background">What was added to it then.</param>
/// <param name="OverlapPoints">In how many points it was compared with the others.</param>
/// <param name="ChiSquare">χ² per point of what they differ by there; null without uncertainties.</param>
internal sealed record JoinedPart(double Factor, double? FactorSigma, double Background, int OverlapPoints, double? ChiSquare);
