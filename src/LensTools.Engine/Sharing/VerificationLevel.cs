namespace LensTools.Engine.Sharing;

/// <summary>How thoroughly a file at a target is verified.</summary>
public enum VerificationLevel
{
    /// <summary>Compares sizes.</summary>
    Size,
    /// <summary>Compares contents: uses the server's hash if it can compute one, otherwise reads them back.</summary>
    Content,
    /// <summary>Reads the contents back and compares them.</summary>
    ReadBack,
}
