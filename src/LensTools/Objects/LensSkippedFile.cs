namespace LensTools;

/// <summary>A file that is not a dataset.</summary>
public sealed class LensSkippedFile
{
    internal LensSkippedFile(string path, string reason) => (Path, Reason) = (path, reason);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The literal path, as PowerShell's cmdlets accept it.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>Why it is not a dataset.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
