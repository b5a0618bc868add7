using System.Text.Json.Serialization;

namespace LensTools.Engine.Labels;

/// <summary>The last line of a transaction. Without it, the transaction is ignored.</summary>
internal sealed record LedgerCommit
{
    [JsonPropertyName("v")]
    public int Version { get; init; }

    public string Kind { get; init; } = LedgerKinds.Commit;

    public required string Transaction { get; init; }

    /// <summary>How many lines it has.</summary>
    public required int Count { get; init; }

    /// <summary>The SHA-256 of its lines in sequence order, each followed by a line feed.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>What every line of version 1 and later has.</summary>
internal readonly record struct LedgerHead
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
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(LedgerEntry[]))]
[JsonSerializable(typeof(LedgerRecord))]
[JsonSerializable(typeof(LedgerCommit))]
[JsonSerializable(typeof(LedgerHead))]
internal sealed partial class LedgerJson : JsonSerializerContext;
