using System.Text.Json;
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
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LabelSourceConverter)])]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(LedgerRecord))]
[JsonSerializable(typeof(LedgerCommit))]
[JsonSerializable(typeof(LedgerHead))]
internal sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>Writes sources in camel case.</summary>
internal sealed class LabelSourceConverter() : JsonStringEnumConverter<LabelSource>(JsonNamingPolicy.CamelCase);

/// <summary>
/// Reuses the last string read if the next one is equal, for values that repeat in line after line, such as who gave a
/// label, so that a large ledger keeps one copy of each.
/// </summary>
internal sealed class RepeatedStringConverter : JsonConverter<string>
{
    // Several threads may race here; the result is correct either way.
    private string? _last;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (_last is { } last && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(last)) return last;
        return _last = reader.GetString();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
