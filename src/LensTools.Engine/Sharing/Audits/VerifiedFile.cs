using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Audits;

/// <summary>What verifying a published file found.</summary>
public enum VerifiedState
{
    /// <summary>It is as the manifest describes it.</summary>
    Intact,
    /// <summary>It is not there.</summary>
    Missing,
    /// <summary>It has another length, or other content of the same length.</summary>
    Different,
    /// <summary>It was missing or different, and was sent again from its source.</summary>
    Repaired,
}

/// <summary>A published file that was verified against its manifest.</summary>
/// <param name="Path">Its path below the destination.</param>
/// <param name="State">What was found.</param>
/// <param name="Size">The bytes that the manifest states.</param>
/// <param name="Sha256">The SHA-256 that the manifest states.</param>
/// <param name="Proof">How it was verified now.</param>
/// <param name="Before">How it had been verified before.</param>
/// <param name="LastVerified">When, in UTC.</param>
public sealed record VerifiedFile(
    string Path,
    VerifiedState State,
    long Size,
    string Sha256,
    Verification Proof,
    Verification Before,
    DateTime LastVerified)
{
    /// <summary>The destination in a form that is safe to display.</summary>
    public required string Destination { get; init; }

    /// <summary>Whether it is as the manifest describes it now.</summary>
    public bool IsIntact => State is VerifiedState.Intact or VerifiedState.Repaired;

    /// <summary>The event of a run that it stands for; null if nothing was done, or an error has been told.</summary>
    public RunEvent? ToEvent() => State != VerifiedState.Repaired
        ? null
        : new RunEvent(LastVerified, RunEventKind.Repaired, $"{Path} was sent again.") { Path = Path, Proof = Proof.ToText() };
}

/// <summary>What verifying a publication found.</summary>
public sealed record VerificationSummary
{
    /// <summary>The destination in a form that is safe to display.</summary>
    public required string Destination { get; init; }

    /// <summary>The files that the manifest lists.</summary>
    public int Listed { get; init; }

    /// <summary>The files that were verified.</summary>
    public int Verified { get; init; }

    /// <summary>Those of them that are missing or different, and were not repaired.</summary>
    public int Damaged { get; init; }

    /// <summary>The files that could not be read, so that nothing is known of them; each was reported as an error.</summary>
    public int Unverified { get; init; }

    /// <summary>Those that were repaired.</summary>
    public int Repaired { get; init; }

    /// <summary>The files that were never verified by content: only their size is known to be right.</summary>
    public int OnlyBySize { get; init; }

    /// <summary>When the file was verified that waited longest, in UTC; null if nothing is listed.</summary>
    public DateTime? Oldest { get; init; }

    /// <summary>The same in one line.</summary>
    public override string ToString() =>
        $"{Destination}: {Verified} of {Listed} files verified, {Damaged} damaged, {Repaired} repaired"
            + $"{(Unverified > 0 ? $", {Unverified} not readable" : "")}; "
            + $"{OnlyBySize} known only by their size"
            + $"{(Oldest is { } oldest ? $"; the oldest proof is of {oldest:yyyy-MM-dd}" : "")}.";
}
