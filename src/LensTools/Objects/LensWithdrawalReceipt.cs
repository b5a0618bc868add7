using LensTools.Engine.Sharing.Withdrawals;

namespace LensTools;

/// <summary>The receipt for one withdrawn file.</summary>
public sealed class LensWithdrawalReceipt
{
    internal LensWithdrawalReceipt(WithdrawalReceipt withdrawal)
    {
        Path = withdrawal.Path;
        Length = withdrawal.Size;
        Sha256 = withdrawal.Sha256;
        Reason = withdrawal.Reason;
        KeptAs = withdrawal.KeptAs;
        WithdrawnAt = withdrawal.At;
        Destination = withdrawal.Destination;
    }

    /// <summary>Where it was published.</summary>
    public string Path { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>Where it is kept below the publication; null if it was deleted.</summary>
    public string? KeptAs { get; }

    /// <summary>When, in UTC.</summary>
    public DateTime WithdrawnAt { get; }

    /// <summary>The publication without password or token.</summary>
    public string Destination { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}
