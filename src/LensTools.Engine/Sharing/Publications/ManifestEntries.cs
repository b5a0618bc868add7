namespace LensTools.Engine.Sharing.Publications;

/// <summary>A published file as the manifest at the destination lists it.</summary>
public sealed record ManifestFile
{
    /// <summary>The path relative to the destination, with forward slashes, in NFC.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When the file was last written, in UTC; servers do not preserve this time.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>When it was published, in UTC.</summary>
    public required DateTime PublishedAt { get; init; }

    /// <summary>How its arrival was verified; see <see cref="Verification"/>.</summary>
    public required Verification Proof { get; init; }

    /// <summary>When it was last verified that the destination still has it, in UTC; null if only its arrival was.</summary>
    public DateTime? VerifiedAt { get; init; }

    /// <summary>The id of the source that it was published from; null for files that earlier versions published.</summary>
    public string? Source { get; init; }

    /// <summary>The path of the dataset that it accompanies, such as a log beside its run; null for others.</summary>
    public string? CompanionOf { get; init; }

    /// <summary>The name of the collection, which earlier versions recorded instead of the source.</summary>
    public string? Collection { get; init; }
}

/// <summary>A source of published files, as the manifest describes it.</summary>
public sealed record ManifestSource
{
    /// <summary>Its id; "" for the files that earlier versions published.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the collection or folder.</summary>
    public string? Name { get; init; }

    /// <summary>The licence of its files, as an SPDX identifier; null if none is stated.</summary>
    public string? Licence { get; init; }

    /// <summary>What it is, in a sentence; null if it does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Its name and the beginning of its id, for messages.</summary>
    public override string ToString() => Id.Length == 0 ? $"{Name ?? "an earlier version"}" : $"{Name} ({Id[..Math.Min(8, Id.Length)]})";
}

/// <summary>A file that is missing from a partial publication.</summary>
public sealed record ManifestRefusal
{
    /// <summary>Where it would be.</summary>
    public required string Path { get; init; }

    /// <summary>The id of its source.</summary>
    public required string Source { get; init; }

    /// <summary>The id of the error.</summary>
    public required string Error { get; init; }

    /// <summary>When it was refused, in UTC.</summary>
    public required DateTime At { get; init; }
}
