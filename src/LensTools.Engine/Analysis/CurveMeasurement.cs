using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.Kratky;
using LensTools.Engine.Analysis.Noise;
using LensTools.Engine.Analysis.PairDistributions;
using LensTools.Engine.Analysis.Porod;
using LensTools.Engine.Analysis.Reflectivity;
using LensTools.Engine.Analysis.Volumes;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analysis;

/// <summary>What was measured of one curve, and of what does not apply to it the reason. Points are those of the curve, from 0.</summary>
public sealed record CurveMeasurement
{
    /// <summary>The curve.</summary>
    public required Curve Curve { get; init; }

    /// <summary>The Guinier fit; null if it does not apply.</summary>
    public GuinierFit? Guinier { get; init; }

    /// <summary>How the first points depart from the Guinier law of those behind them; null if they do not.</summary>
    public LowQDeparture? Departure { get; init; }

    /// <summary>The power law behind the Guinier region; null if it does not apply.</summary>
    public PorodFit? Porod { get; init; }

    /// <summary>Volumes, and the mass that follows; null if they do not apply.</summary>
    public ParticleVolume? Volume { get; init; }

    /// <summary>The peak of the dimensionless Kratky plot; null if it does not apply.</summary>
    public KratkyPeak? Kratky { get; init; }

    /// <summary>p(r); null if it does not apply.</summary>
    public PairDistribution? PairDistribution { get; init; }

    /// <summary>Uncertainties beside the scatter; null if it does not apply.</summary>
    public NoiseEstimate? Noise { get; init; }

    /// <summary>Edge, plateau and fringes of a reflectivity; null if it does not apply.</summary>
    public ReflectivityShape? Reflectivity { get; init; }

    /// <summary>Why an analysis that was asked for does not apply, in words.</summary>
    public required IReadOnlyDictionary<AnalysisKind, string> Reasons { get; init; }
}
