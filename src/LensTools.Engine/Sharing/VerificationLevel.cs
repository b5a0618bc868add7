namespace LensTools.Engine.Sharing;

/// <summary>How closely a target is asked what it has.</summary>
public enum VerificationLevel
{
    /// <summary>Whether as many bytes are there.</summary>
    Size,
    /// <summary>Whether the same bytes do; the server is asked where it can tell, else they are read.</summary>
    Content,
    /// <summary>Whether the same bytes come back when they are read.</summary>
    ReadBack,
}
