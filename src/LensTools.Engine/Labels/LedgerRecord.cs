using System.Text.Json.Serialization;
using LensTools.Engine.Checks.Suppressions;
using LensTools.Engine.Requests;
using LensTools.Engine.Splits;

namespace LensTools.Engine.Labels;

/// <summary>
/// A line of the ledger that is no label: a change of the vocabulary, a split of datasets, a finding that is suppressed, a request to an
/// uploader. It belongs to a transaction as labels do, and is undone with them.
/// </summary>
public sealed record LedgerRecord
{
    /// <summary>The version of the format.</summary>
    [JsonPropertyName("v")]
    public int Version { get; init; }

    /// <summary>What the line says; see <see cref="LedgerKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id of the command that wrote it.</summary>
    public required string Transaction { get; init; }

    /// <summary>Its zero-based position in the transaction.</summary>
    [JsonPropertyName("seq")]
    public int Sequence { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who.</summary>
    public required string By { get; init; }

    /// <summary>The label whose definition changes, or to which a split gives its parts; the rule whose finding is suppressed; the name of
    /// a request.</summary>
    public required string Name { get; init; }

    /// <summary>The identity of the dataset whose finding is suppressed; null for other kinds.</summary>
    public string? Id { get; init; }

    /// <summary>The path of that dataset at that time, relative to the collection.</summary>
    public string? Path { get; init; }

    /// <summary>The lines of <c>lens-vocabulary.yaml</c> that defined the label before; null if there were none.</summary>
    public string? Before { get; init; }

    /// <summary>The lines that define it now; null if there are none.</summary>
    public string? After { get; init; }

    /// <summary>How the datasets were split; null for other kinds, and for a split that is undone.</summary>
    public SplitRecord? Split { get; init; }

    /// <summary>How a finding is suppressed; null for other kinds, and where it no longer is.</summary>
    public SuppressionRecord? Suppression { get; init; }

    /// <summary>What an uploader is asked; null for other kinds, and where it is withdrawn.</summary>
    public RequestRecord? Request { get; init; }

    /// <summary>Why, if a reason was given.</summary>
    public string? Reason { get; init; }

    /// <summary>The transaction that it undoes, or null.</summary>
    public string? Undoes { get; init; }
}

/// <summary>What a transaction adds to the ledger.</summary>
/// <param name="Entries">Labels.</param>
/// <param name="Records">Changes of the vocabulary, and splits.</param>
internal sealed record LedgerDraft(IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<LedgerRecord> Records)
{
    public bool IsEmpty => Entries.Count + Records.Count == 0;
}
