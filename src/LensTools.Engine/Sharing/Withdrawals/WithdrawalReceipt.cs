using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Withdrawals;

/// <summary>The receipt for one file that is no longer published.</summary>
/// <param name="Destination">The publication in a form that is safe to display.</param>
/// <param name="Path">Where it was published.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Reason">Why it was withdrawn.</param>
/// <param name="KeptAs">Where it is kept below the publication; null if it was deleted.</param>
/// <param name="At">When, in UTC.</param>
public sealed record WithdrawalReceipt(
    string Destination,
    string Path,
    long Size,
    string Sha256,
    string Reason,
    string? KeptAs,
    DateTime At)
{
    /// <summary>The event of a run that the receipt stands for.</summary>
    public RunEvent ToEvent() =>
        new(At, RunEventKind.Withdrawn, $"{Path} at {Destination} was {(KeptAs is null ? "deleted" : $"withdrawn to {KeptAs}")}: {Reason}")
        {
            Path = Path
        };
}
