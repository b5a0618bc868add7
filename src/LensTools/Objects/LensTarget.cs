using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;

namespace LensTools;

/// <summary>What is known about a target before any data is sent.</summary>
public sealed class LensTarget
{
    internal LensTarget(TargetFacts facts)
    {
        Location = facts.Location;
        Kind = facts.Kind.ToString();
        Server = facts.Server;
        Proof = facts.Proof.ToText();
        Verified = facts.Proof.ProvesContent();
        Atomic = facts.IsAtomic;
        Open = facts.IsOpen;
        LongestName = facts.LongestName;
        FreeBytes = facts.FreeBytes;
        LargestPiece = facts.LargestPiece;
        ForbiddenNames = [.. facts.ForbiddenNames];
        Ready = facts.Problems.All(problem => problem.Kind.Category is not (ErrorCategory.PermissionDenied or ErrorCategory.NotFound));
        Problems = [.. facts.Problems.Select(problem => $"{problem.Message} {problem.Advice}")];
    }

    /// <summary>The target without password or token.</summary>
    public string Location { get; }

    /// <summary>Folder, WebDav, NextcloudUser, NextcloudLink or NextcloudDrop.</summary>
    public string Kind { get; }

    /// <summary>The server's name and version, as reported by the server.</summary>
    public string Server { get; }

    /// <summary>The strongest proof of arrival that it provides without reading back.</summary>
    public string Proof { get; }

    /// <summary>Whether that proof shows that every byte arrived.</summary>
    public bool Verified { get; }

    /// <summary>Whether a publication can appear all at once.</summary>
    public bool Atomic { get; }

    /// <summary>Whether anyone who has its address can read what is published there.</summary>
    public bool Open { get; }

    /// <summary>The longest file or folder name that it accepts, in UTF-8 bytes.</summary>
    public int LongestName { get; }

    /// <summary>The free space in bytes; null if it is unknown.</summary>
    public long? FreeBytes { get; }

    /// <summary>The maximum size of the pieces that larger files are sent in; null if files are sent whole.</summary>
    public long? LargestPiece { get; }

    /// <summary>Names that it refuses, in addition to those that no host accepts.</summary>
    public string[] ForbiddenNames { get; }

    /// <summary>Whether no problem is known that would make publishing fail.</summary>
    public bool Ready { get; }

    /// <summary>Why publishing would fail, or what to know before publishing.</summary>
    public string[] Problems { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Location}: {Kind}";
}
