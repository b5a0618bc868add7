using System.Text.Json;
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
    /// <summary>It came with other data.</summary>
    Import,
}

/// <summary>
/// One line of the ledger: who gave which dataset which label, when, and why. Lines of version 0 carry no version, kind,
/// sequence or source, and each of them stands for itself.
/// </summary>
public sealed record LedgerEntry
{
    /// <summary>The version of the format; 0 for lines that state none.</summary>
    [JsonPropertyName("v")]
    public int Version { get; init; }

    /// <summary>What the line says; see <see cref="LedgerKinds"/>.</summary>
    public string Kind { get; init; } = LedgerKinds.Label;

    /// <summary>The command that wrote it; everything that one command wrote carries the same.</summary>
    public required string Transaction { get; init; }

    /// <summary>Its place in the transaction, from 0 on.</summary>
    [JsonPropertyName("seq")]
    public int Sequence { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who.</summary>
    public required string By { get; init; }

    /// <summary>Where the value comes from.</summary>
    public LabelSource Source { get; init; }

    /// <summary>How sure the source is, from 0 to 1; null where it does not say.</summary>
    public double? Confidence { get; init; }

    /// <summary>The dataset's identity.</summary>
    public required string Id { get; init; }

    /// <summary>Where the dataset lay, relative to the collection.</summary>
    public required string Path { get; init; }

    /// <summary>The label's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; null where the label was taken away.</summary>
    public string? Value { get; init; }

    /// <summary>Why, if a reason was given.</summary>
    public string? Reason { get; init; }
}

/// <summary>The kinds of lines. Those that this version does not use have their place here; it keeps them and says so.</summary>
internal static class LedgerKinds
{
    /// <summary>A label is given.</summary>
    public const string Label = "label";

    /// <summary>A label is taken away.</summary>
    public const string Retract = "retract";

    /// <summary>A transaction is undone.</summary>
    public const string Undo = "undo";

    /// <summary>A finding is suppressed.</summary>
    public const string Suppress = "suppress";

    /// <summary>An uploader's answer.</summary>
    public const string Answer = "answer";

    /// <summary>Datasets are divided into parts.</summary>
    public const string Split = "split";

    /// <summary>The vocabulary changes.</summary>
    public const string Vocabulary = "vocabulary";

    /// <summary>The last line of a transaction: how many lines it has, and their SHA-256.</summary>
    public const string Commit = "commit";
}

/// <summary>The last line of a transaction. Without it the transaction never happened.</summary>
internal sealed record LedgerCommit
{
    [JsonPropertyName("v")]
    public int Version { get; init; }

    public string Kind { get; init; } = LedgerKinds.Commit;

    public required string Transaction { get; init; }

    /// <summary>How many lines it has.</summary>
    public required int Count { get; init; }

    /// <summary>The SHA-256 of its lines in the order of their sequence, each with a line feed behind it.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>What every line of version 1 and later has.</summary>
internal sealed record LedgerHead
{
    [JsonPropertyName("v")]
    public int Version { get; init; }

    public string? Kind { get; init; }

    public string? Transaction { get; init; }

    [JsonPropertyName("seq")]
    public int Sequence { get; init; }
}

/// <summary>The ledger's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LabelSourceConverter)])]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(LedgerCommit))]
[JsonSerializable(typeof(LedgerHead))]
internal sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>Sources as written in the ledger, in lower case.</summary>
internal sealed class LabelSourceConverter() : JsonStringEnumConverter<LabelSource>(JsonNamingPolicy.CamelCase);
