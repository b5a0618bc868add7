using LensTools.Engine.Analysis;

namespace LensTools;

/// <summary>What can be measured of a curve.</summary>
public enum LensAnalysis
{
    /// <summary>Rg and I(0) at the smallest Q.</summary>
    Guinier = AnalysisKind.Guinier,
    /// <summary>The exponent of the power law behind the Guinier region.</summary>
    Porod = AnalysisKind.Porod,
    /// <summary>The invariant, the Porod volume and the volume of correlation.</summary>
    Volume = AnalysisKind.Volume,
    /// <summary>The mass of a protein, by both volumes.</summary>
    Mass = AnalysisKind.Mass,
    /// <summary>The peak of the dimensionless Kratky plot.</summary>
    Kratky = AnalysisKind.Kratky,
    /// <summary>p(r) by an indirect transformation.</summary>
    PairDistribution = AnalysisKind.PairDistribution,
    /// <summary>How uncertainties compare with the scatter.</summary>
    Noise = AnalysisKind.Noise,
    /// <summary>The edge, plateau and fringes of a reflectivity.</summary>
    Reflectivity = AnalysisKind.Reflectivity,
}
