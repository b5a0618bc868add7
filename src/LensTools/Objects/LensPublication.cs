using LensTools.Engine.Sharing;

namespace LensTools;

/// <summary>The receipt for one file: what went where, when, and how its arrival was proven.</summary>
public sealed class LensPublication
{
    internal LensPublication(Publication receipt)
    {
        Path = receipt.Path;
        Source = receipt.Source;
        Destination = receipt.Destination;
        Length = receipt.Size;
        Sha256 = receipt.Sha256;
        Action = receipt.Action.ToString();
        Proof = receipt.Proof;
        PublishedAt = receipt.At;
    }

    /// <summary>Where it lies below the destination.</summary>
    public string Path { get; }

    /// <summary>New, Unchanged, Changed or Conflict: what the destination held before.</summary>
    public string Action { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>How its arrival was proven; empty where nothing was sent.</summary>
    public string Proof { get; }

    /// <summary>When, in UTC; nothing where nothing was sent.</summary>
    public DateTime? PublishedAt { get; }

    /// <summary>The file here.</summary>
    public string Source { get; }

    /// <summary>The folder or server.</summary>
    public string Destination { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Action}";
}
