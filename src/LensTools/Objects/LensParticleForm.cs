using LensTools.Engine.Analysis.Guinier;

namespace LensTools;

/// <summary>The form of particles, for the Guinier law.</summary>
public enum LensParticleForm
{
    /// <summary>The three dimensions are alike.</summary>
    Globular = GuinierForm.Globular,
    /// <summary>A rod; Rg is that of its cross-section.</summary>
    Rod = GuinierForm.Rod,
    /// <summary>A sheet; Rg is that of its thickness.</summary>
    Sheet = GuinierForm.Sheet,
}
