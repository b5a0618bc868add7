namespace LensTools.Engine.Analysis;

/// <summary>What can be measured of a curve.</summary>
public enum AnalysisKind
{
    /// <summary>Rg and I(0) at the smallest Q.</summary>
    Guinier,
    /// <summary>The exponent of the power law behind the Guinier region.</summary>
    Porod,
    /// <summary>The invariant, the Porod volume and the volume of correlation.</summary>
    Volume,
    /// <summary>The mass of a protein, by both volumes.</summary>
    Mass,
    /// <summary>The peak of the dimensionless Kratky plot.</summary>
    Kratky,
    /// <summary>p(r) by an indirect transformation.</summary>
    PairDistribution,
    /// <summary>How uncertainties compare with the scatter.</summary>
    Noise,
    /// <summary>The edge, plateau and fringes of a reflectivity.</summary>
    Reflectivity,
}
