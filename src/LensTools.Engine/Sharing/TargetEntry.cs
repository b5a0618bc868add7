using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>A file or folder at a target.</summary>
/// <param name="Path">Portable, relative to the target's root.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">Bytes; -1 if unknown.</param>
public sealed record TargetEntry(string Path, bool IsFolder, long Size)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A file to send.</summary>
/// <param name="Path">Its destination, relative to the target's root.</param>
/// <param name="Source">The local file.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal; null if it is not known until the file has been sent.</param>
public sealed record Upload(string Path, string Source, long Size, string? Sha256)
{
    /// <summary>How many of its bytes an interrupted attempt has already sent.</summary>
    public long ResumeOffset { get; init; }

    /// <summary>The error for a file that was modified while it was sent.</summary>
    internal static LensError Changed(string source) => new(
        ErrorKind.FileChanged,
        $"{source} has changed since it was listed or while it was sent; it was not published.",
        source,
        "Wait until nothing is writing to it, then list, test and publish it again.");
}

/// <summary>The result of sending a file.</summary>
/// <param name="Upload">The file.</param>
/// <param name="Proof">How its arrival was verified; see <see cref="Verification"/>.</param>
/// <param name="Error">Why it did not arrive, or null.</param>
public sealed record UploadResult(Upload Upload, Verification Proof, LensError? Error = null)
{
    /// <summary>Whether a second copy may exist under another name, because the reply to the first attempt was lost.</summary>
    public bool MayBeDuplicated { get; init; }
}
