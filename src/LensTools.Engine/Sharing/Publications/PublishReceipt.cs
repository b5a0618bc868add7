using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>What to do with a file.</summary>
public enum PublishAction
{
    /// <summary>It is not at the destination.</summary>
    New,
    /// <summary>The destination has the same content.</summary>
    Unchanged,
    /// <summary>It was published and has changed locally since.</summary>
    Changed,
    /// <summary>It was published under another path, and is renamed at the destination instead of sent again.</summary>
    Moved,
    /// <summary>The destination has a different file of the same name that LensTools did not publish.</summary>
    Conflict,
    /// <summary>The destination did not take it, and the others were published without it.</summary>
    Refused,
}

/// <summary>The receipt for one file: what was sent where, when, and how its arrival was verified.</summary>
/// <param name="Source">The local file.</param>
/// <param name="Destination">The destination in a form that is safe to display.</param>
/// <param name="Path">Its path below the destination.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Action">What was done, or would be.</param>
/// <param name="Proof">How its arrival was verified, see <see cref="Verification"/>; null if nothing was sent.</param>
/// <param name="At">When it was published, in UTC; null if it was not.</param>
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
    /// <summary>Whether the proof shows that every byte arrived.</summary>
    public bool IsVerified => Proof?.ProvesContent() == true;

    /// <summary>Whether all files of the publication appeared at once.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Whether a second copy may exist under another name, because a file drop's reply was lost.</summary>
    public bool MayBeDuplicated { get; init; }

    /// <summary>When it was verified that the destination still has it, in UTC; null for a receipt of its arrival.</summary>
    public DateTime? VerifiedAt { get; init; }

    /// <summary>The id of the error of a file that was refused; null for others.</summary>
    public string? Error { get; init; }

    /// <summary>The event of a run that the receipt stands for; null if nothing was done, or an error has been told.</summary>
    public RunEvent? ToEvent(DateTime at) => Action is PublishAction.Unchanged or PublishAction.Refused
        ? null
        : new RunEvent(at, RunEventKind.Published, $"{Action} at {Destination} as {Path}.") { Path = Source, Proof = Proof?.ToText() };
}
