using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>A file or folder at a target.</summary>
/// <param name="Path">Portable, relative to the target's root.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">Bytes; -1 where the target does not tell.</param>
public sealed record TargetEntry(string Path, bool IsFolder, long Size)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>A file that is to be sent.</summary>
/// <param name="Path">Where to, relative to the target's root.</param>
/// <param name="Source">The file here.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal; null where it is known only once the file was sent.</param>
public sealed record Upload(string Path, string Source, long Size, string? Sha256)
{
    /// <summary>How many of its bytes are there from an attempt that was interrupted.</summary>
    public long ResumeOffset { get; init; }

    /// <summary>The error of a file that was written to while it was sent.</summary>
    internal static LensError Changed(string source) => new(
        ErrorKind.FileChanged,
        $"{source} has changed since it was listed or while it was sent; it was not published.",
        source,
        "Wait until nothing writes to it any more, then list, test and publish it again.");
}

/// <summary>What became of a file that was sent.</summary>
/// <param name="Upload">The file.</param>
/// <param name="Proof">How its arrival is proven; see <see cref="Verification"/>.</param>
/// <param name="Error">Why it did not arrive, or null.</param>
public sealed record UploadResult(Upload Upload, Verification Proof, LensError? Error = null)
{
    /// <summary>Whether it may be there a second time under another name: the reply to its first sending was lost.</summary>
    public bool MayBeDuplicated { get; init; }
}
