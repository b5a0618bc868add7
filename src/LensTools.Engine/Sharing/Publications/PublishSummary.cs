using System.Globalization;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>What one publication did.</summary>
public sealed record PublishSummary
{
    /// <summary>The destination in a form that is safe to display.</summary>
    public required string Destination { get; init; }

    /// <summary>Files that were sent: new ones, changed ones and those that replaced others.</summary>
    public int Sent { get; init; }

    /// <summary>Files that were renamed at the destination.</summary>
    public int Moved { get; init; }

    /// <summary>Files that the destination has already.</summary>
    public int Unchanged { get; init; }

    /// <summary>Files that were not published, each with an error.</summary>
    public int Refused { get; init; }

    /// <summary>Files that the selection left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>The bytes of the files that were sent.</summary>
    public long Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The weakest verification of a file that was sent; null if none was.</summary>
    public Verification? Proof { get; init; }

    /// <summary>Whether all files appeared at once.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>The same in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Destination}: {Sent} sent ({Bytes / 1e6:0.0} MB in {Elapsed.TotalSeconds:0.0} s), {(Moved > 0 ? $"{Moved} renamed, " : "")}"
            + $"{Unchanged} unchanged, {Refused} refused{(LeftOut > 0 ? $", {LeftOut} not selected" : "")}"
            + $"{(Proof is { } proof ? $"; proof: {proof.ToText()}" : "")}.");
}
