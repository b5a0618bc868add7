using System.Text.Json.Serialization;

namespace LensTools.Engine.Labels;

/// <summary>One line of the ledger: who gave which dataset which label, when, and why.</summary>
public sealed record LabelRecord
{
    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who: the account that ran the command.</summary>
    public required string By { get; init; }

    /// <summary>The command that gave it; everything that one command gave carries the same.</summary>
    public required string Transaction { get; init; }

    /// <summary>The dataset's identity.</summary>
    public required string Id { get; init; }

    /// <summary>Where the dataset lay, relative to the collection.</summary>
    public required string Path { get; init; }

    /// <summary>The label's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; null where the label was taken away.</summary>
    public required string? Value { get; init; }

    /// <summary>Why, if a reason was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>The ledger's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LabelRecord))]
internal sealed partial class LedgerJson : JsonSerializerContext;
