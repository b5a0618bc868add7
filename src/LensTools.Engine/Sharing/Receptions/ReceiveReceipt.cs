using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Receptions;

/// <summary>What was done with one file of a publication.</summary>
public enum ReceiveAction
{
    /// <summary>It was received.</summary>
    New,
    /// <summary>It already existed locally with the same content.</summary>
    Unchanged,
    /// <summary>A different local file of the same name was replaced.</summary>
    Replaced,
}

/// <summary>The receipt for one received file; its SHA-256 is that of the manifest.</summary>
/// <param name="Source">The publication in a form that is safe to display.</param>
/// <param name="Path">Its path in the publication.</param>
/// <param name="File">Its local path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Action">What was done.</param>
public sealed record ReceiveReceipt(string Source, string Path, string File, long Size, string Sha256, ReceiveAction Action)
{
    /// <summary>The event of a run that the receipt stands for; null if nothing was done.</summary>
    public RunEvent? ToEvent(DateTime at) => Action == ReceiveAction.Unchanged
        ? null
        : new RunEvent(at, RunEventKind.Received, $"{Action} from {Source} as {File}.") { Path = File };
}
