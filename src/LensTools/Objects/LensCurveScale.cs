using LensTools.Engine.Analysis.Comparison;

namespace LensTools;

/// <summary>How one curve may be changed to be like another.</summary>
public enum LensCurveScale
{
    /// <summary>Not at all.</summary>
    None = ScaleModel.None,
    /// <summary>By a factor.</summary>
    Factor = ScaleModel.Factor,
    /// <summary>By a factor and a constant.</summary>
    FactorAndBackground = ScaleModel.FactorAndBackground,
}
