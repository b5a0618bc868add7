using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Measuring;

namespace LensTools;

/// <summary>By what curves are compared.</summary>
public enum LensCurveMetric
{
    /// <summary>χ² of the difference.</summary>
    ChiSquare,
    /// <summary>The longest run of differences of one sign.</summary>
    CorMap,
    /// <summary>The mean ratio.</summary>
    Ratio,
}

/// <summary>How two curves differ where both were measured.</summary>
public sealed class LensCurveComparison
{
    // The level of ATSAS and RAW.
    private const double Significance = 0.01;

    internal LensCurveComparison(CurvePair pair, IReadOnlyCollection<LensCurveMetric> metrics)
    {
        CurveDifference difference = pair.Difference;
        Name = pair.One.Dataset.Name;
        OtherName = pair.Other.Dataset.Name;
        Path = pair.One.Dataset.Path;
        OtherPath = pair.Other.Dataset.Path;
        Curve = pair.One.Curve.Name;
        OtherCurve = pair.Other.Curve.Name;
        Points = difference.Points;
        Reason = difference.Reason;
        if (Reason is not null) return;
        QMin = difference.QMin;
        QMax = difference.QMax;
        IsInterpolated = difference.IsInterpolated;
        Scale = difference.Scale;
        ScaleSigma = difference.ScaleSigma;
        Background = difference.Background;
        if (metrics.Contains(LensCurveMetric.ChiSquare))
        {
            ChiSquare = difference.ChiSquare;
            ChiSquareProbability = difference.ChiSquareProbability;
        }
        if (metrics.Contains(LensCurveMetric.CorMap))
        {
            LongestRun = difference.LongestRun;
            RunProbability = difference.RunProbability;
            AdjustedRunProbability = pair.AdjustedRunProbability;
            IsDifferent = difference.IsInterpolated ? null : AdjustedRunProbability < Significance;
        }
        if (metrics.Contains(LensCurveMetric.Ratio))
        {
            Ratio = difference.Ratio;
            RatioSigma = difference.RatioSigma;
        }
    }

    /// <summary>The first dataset, or the reference.</summary>
    public string Name { get; }

    /// <summary>The second, which is scaled.</summary>
    public string OtherName { get; }

    /// <summary>The file of the first.</summary>
    public string Path { get; }

    /// <summary>The file of the second.</summary>
    public string OtherPath { get; }

    /// <summary>The name of the first curve in its file.</summary>
    public string Curve { get; }

    /// <summary>The name of the second.</summary>
    public string OtherCurve { get; }

    /// <summary>At how many momentum transfers they were compared.</summary>
    public int Points { get; }

    /// <summary>The smallest of them.</summary>
    public double? QMin { get; }

    /// <summary>The largest.</summary>
    public double? QMax { get; }

    /// <summary>Whether one was interpolated to the Q of the other; runs are longer then than chance makes them.</summary>
    public bool? IsInterpolated { get; }

    /// <summary>The factor that makes the second like the first.</summary>
    public double? Scale { get; }

    /// <summary>Its standard deviation.</summary>
    public double? ScaleSigma { get; }

    /// <summary>The constant that is added then.</summary>
    public double? Background { get; }

    /// <summary>χ² per degree of freedom; null if uncertainties are not known.</summary>
    public double? ChiSquare { get; }

    /// <summary>The probability of a χ² as large or larger.</summary>
    public double? ChiSquareProbability { get; }

    /// <summary>The longest run of differences of one sign.</summary>
    public int? LongestRun { get; }

    /// <summary>The probability of a run as long or longer.</summary>
    public double? RunProbability { get; }

    /// <summary>That probability times the number of pairs.</summary>
    public double? AdjustedRunProbability { get; }

    /// <summary>Whether it is below 0.01: the curves differ by more than chance. Null where one was interpolated.</summary>
    public bool? IsDifferent { get; }

    /// <summary>The mean of the first over the second, scaled.</summary>
    public double? Ratio { get; }

    /// <summary>Its standard deviation over the points.</summary>
    public double? RatioSigma { get; }

    /// <summary>Why they were not compared; null if they were.</summary>
    public string? Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} and {OtherName}: {Reason ?? (IsDifferent == true ? "different" : "alike")}";
}
