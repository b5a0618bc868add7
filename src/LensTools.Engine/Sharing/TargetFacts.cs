using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>The kinds of targets.</summary>
public enum TargetKind
{
    /// <summary>A folder on this host or a mounted share.</summary>
    Folder,
    /// <summary>A WebDAV server (RFC 4918).</summary>
    WebDav,
    /// <summary>The files of a Nextcloud user.</summary>
    NextcloudUser,
    /// <summary>A writable Nextcloud share link.</summary>
    NextcloudLink,
    /// <summary>An upload-only Nextcloud share link (file drop).</summary>
    NextcloudDrop,
    /// <summary>A folder on an SFTP server.</summary>
    Sftp,
    /// <summary>A folder in a bucket of S3 or of another object store that speaks its protocol.</summary>
    S3,
}

/// <summary>What was discovered about a target before anything is sent.</summary>
public sealed record TargetFacts
{
    /// <summary>The target in a form that is safe to display, without password or token.</summary>
    public required string Location { get; init; }

    /// <summary>What it is.</summary>
    public required TargetKind Kind { get; init; }

    /// <summary>The server's name and version, as it reports them.</summary>
    public string Server { get; init; } = "";

    /// <summary>The best verification possible without reading back; see <see cref="Verification"/>.</summary>
    public required Verification Proof { get; init; }

    /// <summary>What it can do.</summary>
    public required TargetCapabilities Capabilities { get; init; }

    /// <summary>Whether a publication can appear all at once.</summary>
    public bool IsAtomic => Can(TargetCapabilities.RenameFolders);

    /// <summary>Whether anyone who has its address can read what is published there.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The free space in bytes; null if unknown.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>The most bytes per request; larger files are sent in several. Null if there is no limit.</summary>
    public long? LargestPiece { get; init; }

    /// <summary>The longest file or folder name that it accepts, in UTF-8 bytes.</summary>
    public int LongestName { get; init; } = Files.PortablePath.LongestName;

    /// <summary>Names and extensions that it refuses, beyond those that are not portable anyway.</summary>
    public IReadOnlyList<string> ForbiddenNames { get; init; } = [];

    /// <summary>Whether it can do something.</summary>
    public bool Can(TargetCapabilities what) => (Capabilities & what) == what;

    /// <summary>Why publishing would fail, or what the user should know beforehand.</summary>
    public IReadOnlyList<LensError> Problems { get; init; } = [];
}
