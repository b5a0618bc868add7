namespace LensTools.Engine.Sharing.Publications;

/// <summary>A file and what to do with it. Its SHA-256 is null if it is not needed before the file is sent.</summary>
internal sealed record PlannedFile(string Source, string Path, long Size, DateTime Modified, string? Sha256, PublishAction Action)
{
    /// <summary>The id of the source that it is published from.</summary>
    public required string SourceId { get; init; }

    /// <summary>Its labels, as <see cref="PublishedLabels.ToText"/> writes them.</summary>
    public string Labels { get; init; } = "{}";

    /// <summary>Whether the target has the same content, but the manifest does not list it.</summary>
    public bool IsUnlisted { get; init; }

    /// <summary>The path that it was published under, if different.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Whether it is to be published.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>How its arrival was verified; null until then.</summary>
    public Verification? Proof { get; init; }

    /// <summary>The path of the dataset that a file accompanies, which is not one itself.</summary>
    public string? CompanionOf { get; init; }

    /// <summary>Whether the target may have it twice.</summary>
    public bool MayBeDuplicated { get; init; }

    /// <summary>Whether its bytes are to be sent.</summary>
    public bool IsToBeSent => IsAccepted && (Action is PublishAction.New or PublishAction.Changed or PublishAction.Conflict);
}
