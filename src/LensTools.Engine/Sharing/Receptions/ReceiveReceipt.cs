namespace LensTools.Engine.Sharing.Receptions;

/// <summary>What was done with one file of a publication.</summary>
public enum ReceiveAction
{
    /// <summary>It was received.</summary>
    New,
    /// <summary>It was here already, with the same content.</summary>
    Unchanged,
    /// <summary>Another file of its name was here and was replaced.</summary>
    Replaced,
}

/// <summary>The receipt for one received file; its SHA-256 is that of the manifest.</summary>
/// <param name="Source">The publication as it may be shown.</param>
/// <param name="Path">Where it is in the publication.</param>
/// <param name="File">Where it is here.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Action">What was done.</param>
public sealed record ReceiveReceipt(string Source, string Path, string File, long Size, string Sha256, ReceiveAction Action);
