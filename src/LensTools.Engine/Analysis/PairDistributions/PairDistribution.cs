using System.Collections.Immutable;

namespace LensTools.Engine.Analysis.PairDistributions;

/// <summary>The distribution p(r) of distances in a particle, and what follows from it.</summary>
public sealed record PairDistribution
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Bayesian indirect transform 1";

    /// <summary>The largest distance in angstrom, if q is in 1/angstrom: the mean over its probability.</summary>
    public required double Dmax { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double DmaxSigma { get; init; }

    /// <summary>The radius of gyration.</summary>
    public required double Rg { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double RgSigma { get; init; }

    /// <summary>The intensity at q = 0.</summary>
    public required double I0 { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double I0Sigma { get; init; }

    /// <summary>Distances from 0.</summary>
    public required ImmutableArray<double> R { get; init; }

    /// <summary>p at each; 4π ∫ p dr is I(0).</summary>
    public required ImmutableArray<double> P { get; init; }

    /// <summary>Its standard deviations.</summary>
    public required ImmutableArray<double> PSigma { get; init; }

    /// <summary>The first point of the curve that was used.</summary>
    public required int First { get; init; }

    /// <summary>The last point, inclusive.</summary>
    public required int Last { get; init; }

    /// <summary>χ² per point of the most probable fit, by the uncertainties and 0.3 % of each intensity.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>The logarithm of the strength of the smoothness.</summary>
    public required double LogStrength { get; init; }

    /// <summary>The logarithm of the evidence.</summary>
    public required double LogEvidence { get; init; }

    /// <summary>How much the result is like that of a particle, from 0 to 1 (<see cref="TotalEstimate"/>).</summary>
    public required double TotalEstimate { get; init; }

    /// <summary>What was taken for the uncertainties where there are none; null if the curve has them.</summary>
    public string? AssumedUncertainty { get; init; }
}
