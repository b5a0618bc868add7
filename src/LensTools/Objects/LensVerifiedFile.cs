using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Audits;

namespace LensTools;

/// <summary>A published file that was verified against its manifest.</summary>
public sealed class LensVerifiedFile
{
    internal LensVerifiedFile(VerifiedFile file)
    {
        Path = file.Path;
        State = file.State.ToString();
        Intact = file.IsIntact;
        Length = file.Size;
        Sha256 = file.Sha256;
        Proof = file.Proof.ToText();
        Before = file.Before.ToText();
        VerifiedAt = file.LastVerified;
        Destination = file.Destination;
    }

    /// <summary>Its path in the publication.</summary>
    public string Path { get; }

    /// <summary>Intact, Missing, Different or Repaired.</summary>
    public string State { get; }

    /// <summary>Whether it is as its manifest describes it now.</summary>
    public bool Intact { get; }

    /// <summary>The bytes that the manifest states.</summary>
    public long Length { get; }

    /// <summary>The SHA-256 that the manifest states.</summary>
    public string Sha256 { get; }

    /// <summary>How it was verified now.</summary>
    public string Proof { get; }

    /// <summary>How it had been verified before.</summary>
    public string Before { get; }

    /// <summary>When it was verified, in UTC.</summary>
    public DateTime VerifiedAt { get; }

    /// <summary>The folder or server.</summary>
    public string Destination { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {State}";
}
