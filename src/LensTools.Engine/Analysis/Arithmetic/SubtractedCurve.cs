using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Analysis.Arithmetic;

/// <summary>A curve from which another was subtracted.</summary>
/// <param name="Curve">I - f I₀ with σ² + f² σ₀², at the momentum transfers of the curve.</param>
/// <param name="LeftOut">How many points have no counterpart, because the other was not measured there.</param>
/// <param name="IsInterpolated">Whether the other was interpolated; then neighbouring points share noise.</param>
internal sealed record SubtractedCurve(Curve Curve, int LeftOut, bool IsInterpolated)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Point by point subtraction 1";

    /// <summary>Subtracts a background.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="background">What is subtracted, interpolated where its momentum transfers are others.</param>
    /// <param name="factor">By what that is multiplied before.</param>
    /// <param name="range">The momentum transfers to keep; null for all.</param>
    public static Outcome<SubtractedCurve> Of(Curve curve, Curve background, double factor, (double From, double To)? range)
    {
        if (curve.X.Unit != background.X.Unit) return Outcome<SubtractedCurve>.None("they are in different units of Q");
        if (curve.Y.Quantity != background.Y.Quantity) return Outcome<SubtractedCurve>.None("one is an intensity, and the other is not");
        if (curve.Y.Unit is { } one && background.Y.Unit is { } other && !Units.AreSame(one, other, Dimension.Intensity))
            return Outcome<SubtractedCurve>.None($"one is in {one}, and the other in {other}");
        var shape = new CurveShape(curve, range);
        var under = new CurveShape(background);
        if (under.Q.Length < 2) return Outcome<SubtractedCurve>.None("the background has fewer than two points");
        int[] kept = [.. Enumerable.Range(0, shape.Q.Length)
            .Where(i => shape.Q[i] >= under.Q[0] * (1 - SharedGrid.SameQ) && shape.Q[i] <= under.Q[^1] * (1 + SharedGrid.SameQ))];
        if (kept.Length == 0) return Outcome<SubtractedCurve>.None("they do not overlap");
        bool hasSigma = shape.Sigma.Length > 0 && under.Sigma.Length > 0;
        (double Value, double Variance, bool IsBetween)[] at = [.. kept.Select(i => SharedGrid.At(under, shape.Q[i]))];
        double[] sigma = [.. kept.Select((i, k) => hasSigma ? Sigma(shape.Sigma[i], at[k].Variance, factor) : 0)];
        return new SubtractedCurve(
            new Curve(
                "subtracted",
                curve.X with
                {
                    Values = [.. kept.Select(i => shape.Q[i])],
                    Sigma = curve.Qdev is { } resolution ? [.. kept.Select(i => resolution[shape.Points[i]])] : null,
                },
                curve.Y with
                {
                    Values = [.. kept.Select((i, k) => shape.I[i] - (factor * at[k].Value))],
                    Sigma = hasSigma ? [.. sigma] : null,
                },
                ""),
            shape.Q.Length - kept.Length,
            Array.Exists(at, point => point.IsBetween));
    }

    // Where one of them is not known, neither is that of the difference.
    private static double Sigma(double sigma, double variance, double factor) =>
        sigma > 0 && variance > 0 ? Math.Sqrt((sigma * sigma) + (factor * factor * variance)) : double.NaN;
}
