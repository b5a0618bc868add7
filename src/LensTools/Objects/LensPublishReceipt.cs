using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools;

/// <summary>The receipt for one file: what went where, when, and how its arrival was proven.</summary>
public sealed class LensPublishReceipt
{
    internal LensPublishReceipt(PublishReceipt receipt)
    {
        Path = receipt.Path;
        Source = receipt.Source;
        Destination = receipt.Destination;
        Length = receipt.Size;
        Sha256 = receipt.Sha256;
        Action = receipt.Action.ToString();
        Proof = receipt.Proof?.ToText() ?? "";
        PublishedAt = receipt.At;
        Verified = receipt.IsVerified;
        Atomic = receipt.IsAtomic;
        MayBeDuplicated = receipt.MayBeDuplicated;
    }

    /// <summary>Its path below the destination.</summary>
    public string Path { get; }

    /// <summary>New, Unchanged, Changed, Moved or Conflict: what the destination held before.</summary>
    public string Action { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>How its arrival was proven; empty if nothing was sent.</summary>
    public string Proof { get; }

    /// <summary>Whether the proof shows that every byte arrived.</summary>
    public bool Verified { get; }

    /// <summary>Whether all files of the publication appeared at once.</summary>
    public bool Atomic { get; }

    /// <summary>Whether a duplicate may exist under another name, as after a lost reply from a file drop.</summary>
    public bool MayBeDuplicated { get; }

    /// <summary>When it was sent, in UTC; null if nothing was sent.</summary>
    public DateTime? PublishedAt { get; }

    /// <summary>The local file.</summary>
    public string Source { get; }

    /// <summary>The folder or server.</summary>
    public string Destination { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Action}";
}
