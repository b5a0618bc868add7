using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>The kinds of targets.</summary>
public enum TargetKind
{
    /// <summary>A folder on this host or a mounted share.</summary>
    Folder,
    /// <summary>A WebDAV server of RFC 4918.</summary>
    WebDav,
    /// <summary>The files of a Nextcloud user.</summary>
    NextcloudUser,
    /// <summary>A Nextcloud share link that may be written to.</summary>
    NextcloudLink,
    /// <summary>A Nextcloud share link that takes files and shows none.</summary>
    NextcloudDrop,
}

/// <summary>What was found out about a target before a byte moves.</summary>
public sealed record TargetFacts
{
    /// <summary>The target as it may be shown: without password or token.</summary>
    public required string Location { get; init; }

    /// <summary>What it is.</summary>
    public required TargetKind Kind { get; init; }

    /// <summary>The server's name and version as it gives them.</summary>
    public string Server { get; init; } = "";

    /// <summary>The best proof it can give without reading back; see <see cref="Verification"/>.</summary>
    public required Verification Proof { get; init; }

    /// <summary>What it can do.</summary>
    public required TargetCapabilities Capabilities { get; init; }

    /// <summary>Whether a publication can appear all at once.</summary>
    public bool IsAtomic => Can(TargetCapabilities.Rename);

    /// <summary>Whether anyone who has its address can read what is published there.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The room left in bytes; null where it is unknown.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>The largest piece that is sent in one request; larger files go in several. Null where there is no limit.</summary>
    public long? LargestPiece { get; init; }

    /// <summary>The longest name of a file or folder that it takes, in bytes of UTF-8.</summary>
    public int LongestName { get; init; } = Files.PortablePath.LongestName;

    /// <summary>Names and characters that it refuses, beyond those that no host takes.</summary>
    public IReadOnlyList<string> ForbiddenNames { get; init; } = [];

    /// <summary>Whether it can do something.</summary>
    public bool Can(TargetCapabilities what) => (Capabilities & what) == what;

    /// <summary>Why publishing would fail, or what should be known before.</summary>
    public IReadOnlyList<LensError> Problems { get; init; } = [];
}
