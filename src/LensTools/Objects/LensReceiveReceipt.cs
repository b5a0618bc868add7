using LensTools.Engine.Sharing.Receptions;

namespace LensTools;

/// <summary>The receipt for one received file; its SHA-256 is that of the manifest.</summary>
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

    /// <summary>Where it is in the publication.</summary>
    public string Path { get; }

    /// <summary>Where it is here; the other cmdlets take it by this name.</summary>
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
