namespace LensTools.Engine.Sharing.Publications;

/// <summary>A file and what is to be done with it. Its SHA-256 is null where nothing needs it before it is sent.</summary>
internal sealed record PlannedFile(string Source, string Path, long Size, DateTime Modified, string? Sha256, PublishAction Action)
{
    /// <summary>The collection that it is in, if it is in one.</summary>
    public string? Collection { get; init; }

    /// <summary>Its labels, as <see cref="PublishedLabels.ToText"/> writes them.</summary>
    public string Labels { get; init; } = "{}";

    /// <summary>It is there with the same content, but the manifest does not list it so.</summary>
    public bool IsUnlisted { get; init; }

    /// <summary>The path that it was published under, where that is another.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Whether it is to be published.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>How its arrival was proven; null until it was.</summary>
    public Verification? Proof { get; init; }

    /// <summary>Whether it may be there twice.</summary>
    public bool MayBeDuplicated { get; init; }

    /// <summary>Whether its bytes are to be sent.</summary>
    public bool IsToBeSent => IsAccepted && (Action is PublishAction.New or PublishAction.Changed or PublishAction.Conflict);
}
