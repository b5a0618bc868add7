namespace LensTools;

/// <summary>A file that is no dataset.</summary>
public sealed class LensSkippedFile
{
    internal LensSkippedFile(string path, string reason) => (Path, Reason) = (path, reason);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>Why it is none.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
