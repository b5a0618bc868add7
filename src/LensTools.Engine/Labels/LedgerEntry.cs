using System.Text.Json.Serialization;

namespace LensTools.Engine.Labels;

/// <summary>Where the value of an entry comes from.</summary>
public enum LabelSource
{
    /// <summary>A person gave it.</summary>
    Human,
    /// <summary>A rule or script computed it.</summary>
    Rule,
    /// <summary>A model predicted it.</summary>
    Model,
    /// <summary>It was imported with other data.</summary>
    Import,
    /// <summary>The uploader of the data answered it.</summary>
    Uploader,
}

/// <summary>
/// One line of the ledger: who gave which dataset which label, when and why. Lines of version 0 have no version, kind,
/// sequence or source, and each is complete by itself.
/// </summary>
[JsonConverter(typeof(LedgerEntryConverter))]
public sealed record LedgerEntry
{
    /// <summary>The version of the format; 0 for lines that state none.</summary>
    public int Version { get; init; }

    /// <summary>What the line says; see <see cref="LedgerKinds"/>.</summary>
    public string Kind { get; init; } = LedgerKinds.Label;

    /// <summary>The id of the command that wrote it; all entries of one command share it.</summary>
    public required string Transaction { get; init; }

    /// <summary>Its zero-based position in the transaction.</summary>
    public int Sequence { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who.</summary>
    public required string By { get; init; }

    /// <summary>Where the value comes from.</summary>
    public LabelSource Source { get; init; }

    /// <summary>The confidence of the source, from 0 to 1; null if not stated.</summary>
    public double? Confidence { get; init; }

    /// <summary>The dataset's identity.</summary>
    public required string Id { get; init; }

    /// <summary>The path of the dataset at that time, relative to the collection.</summary>
    public required string Path { get; init; }

    /// <summary>The label's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; null if the label was removed.</summary>
    public string? Value { get; init; }

    /// <summary>Why, if a reason was given.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The transactions of the entries that it takes the place of, separated by blanks; empty if the dataset had no such label. Null in
    /// lines of earlier versions, which take the place of all before them.
    /// </summary>
    public string? Replaces { get; init; }

    /// <summary>The transaction that it undoes, or null.</summary>
    public string? Undoes { get; init; }
}
