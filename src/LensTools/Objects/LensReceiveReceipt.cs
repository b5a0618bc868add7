using LensTools.Engine.Sharing.Receptions;

namespace LensTools;

/// <summary>The receipt for one received file; its SHA-256 matches the manifest.</summary>
public sealed class LensReceiveReceipt
{
    internal LensReceiveReceipt(ReceiveReceipt receipt)
    {
        Path = receipt.Path;
        FullName = receipt.File;
        Length = receipt.Size;
        Sha256 = receipt.Sha256;
        Action = receipt.Action.ToString();
        Source = receipt.Source;
    }

    /// <summary>Its path in the publication.</summary>
    public string Path { get; }

    /// <summary>The local path; other cmdlets bind to this property name.</summary>
    public string FullName { get; }

    /// <summary>New, Unchanged or Replaced.</summary>
    public string Action { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>The publication without password or token.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
