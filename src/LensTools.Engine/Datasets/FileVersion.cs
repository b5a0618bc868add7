using LensTools.Engine.Files;

namespace LensTools.Engine.Datasets;

/// <summary>
/// The state of a file when it was described: its path, length and time, and the hash of its content once known.
/// </summary>
internal sealed class FileVersion(string path, long length, DateTime lastWriteTimeUtc)
{
    /// <summary>The absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>Bytes.</summary>
    public long Length { get; } = length;

    /// <summary>When it was last written.</summary>
    public DateTime LastWriteTimeUtc { get; } = lastWriteTimeUtc;

    /// <summary>The SHA-256 of its content in lower-case hexadecimal; null until someone has computed it.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Where its content may still be in memory, or null.</summary>
    public Formats.RecentFiles? Recent { get; set; }

    /// <summary>Whether the file is as it was, by its length and time.</summary>
    /// <exception cref="IOException">It cannot be accessed.</exception>
    public bool IsCurrent()
    {
        FileInfo file = SymbolicLinks.Follow(Path);
        return file.Exists && file.Length == Length && file.LastWriteTimeUtc == LastWriteTimeUtc;
    }
}
