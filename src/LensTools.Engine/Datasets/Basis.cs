namespace LensTools.Engine.Datasets;

/// <summary>What the meaning of numbers rests on, the firmest first.</summary>
public enum Basis
{
    /// <summary>The file says so: a header, a unit, a definition that it follows.</summary>
    Stated,
    /// <summary>The format has no other.</summary>
    Implied,
    /// <summary>The reader took what is usual; a finding names it.</summary>
    Guessed,
}
