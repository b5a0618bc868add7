using System.Collections.Immutable;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analysis.Consensus;

/// <summary>What several contributors measured of one sample, together.</summary>
/// <param name="Q">Momentum transfers, at even steps of their logarithm.</param>
/// <param name="I">The consensus at each.</param>
/// <param name="Sigma">Its standard deviation: from the uncertainties and from what the contributors differ by.</param>
/// <param name="Count">How many curves it is from at each.</param>
/// <param name="Contributions">What each curve is beside it.</param>
/// <param name="RejectedPoints">How many points were left out as outlying.</param>
/// <param name="Rg">The median Rg of those that are not outlying; null if none has a Guinier region.</param>
/// <param name="RgSigma">Their spread, from the median distance.</param>
public sealed record CurveConsensus(
    ImmutableArray<double> Q,
    ImmutableArray<double> I,
    ImmutableArray<double> Sigma,
    ImmutableArray<int> Count,
    IReadOnlyList<CurveContribution> Contributions,
    int RejectedPoints,
    double? Rg,
    double? RgSigma)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Robust consensus 1";

    /// <summary>The consensus as a curve.</summary>
    /// <param name="like">Whose units it is in.</param>
    public Curve ToCurve(Curve like) => new(
        "consensus", like.X with { Values = Q, Sigma = null }, like.Y with { Values = I, Sigma = Sigma }, "");
}
