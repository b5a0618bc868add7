using LensTools.Engine.Datasets;
using MathNet.Numerics.Distributions;

namespace LensTools.Engine.Analysis.Comparison;

/// <summary>How two curves differ where both were measured.</summary>
public sealed record CurveDifference
{
    private const int FewestPoints = 5;
    private const double Rounding = 1e-12;

    /// <summary>At how many momentum transfers they were compared.</summary>
    public required int Points { get; init; }

    /// <summary>The smallest of them.</summary>
    public double QMin { get; init; }

    /// <summary>The largest.</summary>
    public double QMax { get; init; }

    /// <summary>Whether one was interpolated, for they have different Q; runs are longer then than chance makes them.</summary>
    public bool IsInterpolated { get; init; }

    /// <summary>The factor that makes the second like the first.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Its standard deviation; null if uncertainties are not known.</summary>
    public double? ScaleSigma { get; init; }

    /// <summary>The constant that is added to it then.</summary>
    public double Background { get; init; }

    /// <summary>χ² per degree of freedom of the difference, by both uncertainties; null if they are not known.</summary>
    public double? ChiSquare { get; init; }

    /// <summary>The probability of a χ² as large or larger.</summary>
    public double? ChiSquareProbability { get; init; }

    /// <summary>The longest run of differences of one sign (CorMap; Franke, Jeffries and Svergun, Nat. Methods 12, 419 (2015)).</summary>
    public int LongestRun { get; init; }

    /// <summary>The probability of a run as long or longer.</summary>
    public double RunProbability { get; init; }

    /// <summary>The mean of the first over the second, scaled; weighted where uncertainties are known.</summary>
    public double Ratio { get; init; }

    /// <summary>Its standard deviation over the points.</summary>
    public double RatioSigma { get; init; }

    /// <summary>Why they were not compared; null if they were.</summary>
    public string? Reason { get; init; }

    /// <summary>Compares two curves.</summary>
    /// <param name="one">The first.</param>
    /// <param name="other">The second, which is scaled.</param>
    /// <param name="scale">How.</param>
    /// <param name="range">The momentum transfers to compare; null for all that they share.</param>
    public static CurveDifference Of(Curve one, Curve other, ScaleModel scale, (double From, double To)? range = null) =>
        Of(new CurveShape(one, range), new CurveShape(other, range), scale);

    internal static CurveDifference Of(CurveShape one, CurveShape other, ScaleModel scale)
    {
        if (one.Curve.X.Unit != other.Curve.X.Unit)
            return new CurveDifference { Points = 0, Reason = "they are in different units of Q" };
        SharedGrid grid = SharedGrid.Of(one, other);
        int count = grid.Q.Length;
        if (count < FewestPoints)
            return new CurveDifference { Points = count, Reason = $"they share {count} momentum transfers, fewer than {FewestPoints}" };
        bool isKnown = one.Sigma.Length > 0 && other.Sigma.Length > 0;
        // Without uncertainties all points count alike.
        double[] oneVariance = isKnown ? grid.OneVariance : [.. Enumerable.Repeat(1.0, count)];
        double[] otherVariance = isKnown ? grid.OtherVariance : new double[count];
        var fit = ScaleFit.Of(grid.One, oneVariance, grid.Other, otherVariance, scale);
        if (!double.IsFinite(fit.Factor) || !(fit.Factor > 0))
            return new CurveDifference { Points = count, Reason = "no factor makes one like the other" };
        int degrees = count - ScaleFit.Parameters(scale);
        double[] away = new double[count];
        double weights = 0, sum = 0, squares = 0;
        for (int i = 0; i < count; i++)
        {
            double scaled = (fit.Factor * grid.Other[i]) + fit.Background, ratio = grid.One[i] / scaled;
            away[i] = grid.One[i] - scaled;
            // What rounding leaves of a copy has a sign, but no meaning.
            if (Math.Abs(away[i]) <= Rounding * Math.Abs(grid.One[i])) away[i] = 0;
            // Weights by the mean of both: by one alone they would follow its noise.
            double level = (Math.Abs(grid.One[i]) + Math.Abs(scaled)) / 2;
            double variance = isKnown ? (grid.OneVariance[i] + (fit.Factor * fit.Factor * grid.OtherVariance[i])) / (level * level) : 1;
            if (!double.IsFinite(ratio) || !(variance > 0)) continue;
            (weights, sum, squares) = (weights + (1 / variance), sum + (ratio / variance), squares + (ratio * ratio / variance));
        }
        double mean = sum / weights;
        int run = Comparison.LongestRun.Of(away);
        return new CurveDifference
        {
            Points = count,
            QMin = grid.Q[0],
            QMax = grid.Q[^1],
            IsInterpolated = grid.IsInterpolated,
            Scale = fit.Factor,
            ScaleSigma = isKnown ? fit.FactorSigma : null,
            Background = fit.Background,
            ChiSquare = isKnown ? fit.ChiSquare / degrees : null,
            ChiSquareProbability = isKnown ? 1 - ChiSquared.CDF(degrees, fit.ChiSquare) : null,
            LongestRun = run,
            RunProbability = RunLength.ProbabilityOfAtLeast(count, run),
            Ratio = mean,
            RatioSigma = Math.Sqrt(Math.Max(0, (squares / weights) - (mean * mean))),
        };
    }
}
