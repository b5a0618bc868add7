namespace LensTools.Engine.Sharing.Publications;

/// <summary>What is to be done with one file.</summary>
public enum PublishAction
{
    /// <summary>It is not at the destination.</summary>
    New,
    /// <summary>It is there as it is here.</summary>
    Unchanged,
    /// <summary>It was published and has changed here since.</summary>
    Changed,
    /// <summary>It was published under another path, and is renamed there rather than sent again.</summary>
    Moved,
    /// <summary>Something else of its name is there that LensTools did not publish.</summary>
    Conflict,
}

/// <summary>The receipt for one file: what went where, when, and how its arrival was proven.</summary>
/// <param name="Source">The file here.</param>
/// <param name="Destination">The destination as it may be shown.</param>
/// <param name="Path">Where it is below the destination.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Action">What was done, or would be.</param>
/// <param name="Proof">How its arrival was proven, see <see cref="Verification"/>; null where nothing was sent.</param>
/// <param name="At">When it was published, in UTC; null where it was not.</param>
public sealed record PublishReceipt(
    string Source,
    string Destination,
    string Path,
    long Size,
    string Sha256,
    PublishAction Action,
    Verification? Proof,
    DateTime? At)
{
    /// <summary>Whether the proof says that every byte arrived.</summary>
    public bool IsVerified => Proof?.ProvesContent() == true;

    /// <summary>Whether all files of the publication appeared at once.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Whether it may be there a second time under another name, as a file drop's lost reply leaves it.</summary>
    public bool MayBeDuplicated { get; init; }
}
