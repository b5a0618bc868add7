using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;

namespace LensTools;

/// <summary>What was found out about a target before a byte moves.</summary>
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
        Ready = facts.Problems.All(problem => problem.Kind.Category != ErrorCategory.PermissionDenied);
        Problems = [.. facts.Problems.Select(problem => $"{problem.Message} {problem.Advice}")];
    }

    /// <summary>The target without password or token.</summary>
    public string Location { get; }

    /// <summary>Folder, WebDav, NextcloudUser, NextcloudLink or NextcloudDrop.</summary>
    public string Kind { get; }

    /// <summary>The server's name and version as it gives them.</summary>
    public string Server { get; }

    /// <summary>The best proof of arrival that it gives without reading back.</summary>
    public string Proof { get; }

    /// <summary>Whether that proof says that every byte arrived.</summary>
    public bool Verified { get; }

    /// <summary>Whether a publication can appear all at once.</summary>
    public bool Atomic { get; }

    /// <summary>Whether anyone who has its address can read what is published there.</summary>
    public bool Open { get; }

    /// <summary>The longest name of a file or folder that it takes, in bytes of UTF-8.</summary>
    public int LongestName { get; }

    /// <summary>The room left in bytes; nothing where it is unknown.</summary>
    public long? FreeBytes { get; }

    /// <summary>Larger files go in pieces of this size at most; nothing where they go whole.</summary>
    public long? LargestPiece { get; }

    /// <summary>Names that it refuses, beyond those that no host takes.</summary>
    public string[] ForbiddenNames { get; }

    /// <summary>Whether nothing is known that would make publishing fail.</summary>
    public bool Ready { get; }

    /// <summary>Why publishing would fail, or what should be known before.</summary>
    public string[] Problems { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Location}: {Kind}";
}
