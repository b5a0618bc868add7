using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools;

/// <summary>What one publication did.</summary>
public sealed class LensPublishSummary
{
    private readonly PublishSummary _summary;

    internal LensPublishSummary(PublishSummary summary)
    {
        _summary = summary;
        Destination = summary.Destination;
        Sent = summary.Sent;
        Moved = summary.Moved;
        Unchanged = summary.Unchanged;
        Refused = summary.Refused;
        LeftOut = summary.LeftOut;
        Bytes = summary.Bytes;
        Seconds = Math.Round(summary.Elapsed.TotalSeconds, 2);
        Proof = summary.Proof?.ToText() ?? "";
        Verified = summary.Proof?.ProvesContent() == true;
        Atomic = summary.IsAtomic;
    }

    /// <summary>The folder or server.</summary>
    public string Destination { get; }

    /// <summary>Files that were sent: new, changed and replaced ones.</summary>
    public int Sent { get; }

    /// <summary>Files that were renamed at the destination.</summary>
    public int Moved { get; }

    /// <summary>Files that the destination had already.</summary>
    public int Unchanged { get; }

    /// <summary>Files that were not published, each with an error.</summary>
    public int Refused { get; }

    /// <summary>Files that -Include, -Exclude, -MaximumSize and -MinimumAge left out.</summary>
    public int LeftOut { get; }

    /// <summary>The bytes of the files that were sent.</summary>
    public long Bytes { get; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; }

    /// <summary>The weakest proof of a file that was sent; empty if none was.</summary>
    public string Proof { get; }

    /// <summary>Whether that proof shows that every byte arrived.</summary>
    public bool Verified { get; }

    /// <summary>Whether all files appeared at once.</summary>
    public bool Atomic { get; }

    /// <inheritdoc/>
    public override string ToString() => _summary.ToString();
}
