using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>
/// Reads and writes entries by hand: a ledger may have millions, and the serializer allocates several times what an entry keeps. Strings
/// that come again, such as the identity of a dataset, are kept once.
/// </summary>
internal sealed class LedgerEntryConverter : JsonConverter<LedgerEntry>
{
    // Datasets are many; authors, names and the like are few.
    private readonly StringPool _ids = new(1 << 16), _paths = new(1 << 16), _words = new(1 << 10);

    public override LedgerEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("it is no object.");
        int version = 0, sequence = 0;
        string kind = LedgerKinds.Label;
        string? transaction = null, by = null, id = null, path = null, name = null;
        string? value = null, reason = null, replaces = null, undoes = null;
        DateTime? at = null;
        LabelSource source = LabelSource.Human;
        double? confidence = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "id"u8)) id = Text(ref reader, _ids);
            else if (Is(ref reader, "path"u8)) path = Text(ref reader, _paths);
            else if (Is(ref reader, "v"u8)) version = Number(ref reader);
            else if (Is(ref reader, "kind"u8)) kind = Text(ref reader, _words) ?? LedgerKinds.Label;
            else if (Is(ref reader, "transaction"u8)) transaction = Text(ref reader, _words);
            else if (Is(ref reader, "seq"u8)) sequence = Number(ref reader);
            else if (Is(ref reader, "at"u8)) at = Time(ref reader);
            else if (Is(ref reader, "by"u8)) by = Text(ref reader, _words);
            else if (Is(ref reader, "source"u8)) source = Source(ref reader);
            else if (Is(ref reader, "confidence"u8)) confidence = Confidence(ref reader);
            else if (Is(ref reader, "name"u8)) name = Text(ref reader, _words);
            else if (Is(ref reader, "value"u8)) value = Text(ref reader, _words);
            else if (Is(ref reader, "reason"u8)) reason = Text(ref reader, _words);
            else if (Is(ref reader, "replaces"u8)) replaces = Text(ref reader, _words);
            else if (Is(ref reader, "undoes"u8)) undoes = Text(ref reader, _words);
            else reader.Skip();
        }
        if (id is not { Length: > 0 } || path is null || name is not { Length: > 0 } || by is null || transaction is null || at is null)
            throw new JsonException("it lacks an id, path, name, by, at or transaction.");
        return new LedgerEntry
        {
            Version = version,
            Kind = kind,
            Transaction = transaction,
            Sequence = sequence,
            At = at.Value,
            By = by,
            Source = source,
            Confidence = confidence,
            Id = id,
            Path = path,
            Name = name,
            Value = value,
            Reason = reason,
            Replaces = replaces,
            Undoes = undoes,
        };
    }

    public override void Write(Utf8JsonWriter writer, LedgerEntry value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("v"u8, value.Version);
        writer.WriteString("kind"u8, value.Kind);
        writer.WriteString("transaction"u8, value.Transaction);
        writer.WriteNumber("seq"u8, value.Sequence);
        writer.WriteString("at"u8, value.At);
        writer.WriteString("by"u8, value.By);
        writer.WriteString("source"u8, JsonNamingPolicy.CamelCase.ConvertName($"{value.Source}"));
        if (value.Confidence is { } confidence) writer.WriteNumber("confidence"u8, confidence);
        writer.WriteString("id"u8, value.Id);
        writer.WriteString("path"u8, value.Path);
        writer.WriteString("name"u8, value.Name);
        if (value.Value is not null) writer.WriteString("value"u8, value.Value);
        if (value.Reason is not null) writer.WriteString("reason"u8, value.Reason);
        if (value.Replaces is not null) writer.WriteString("replaces"u8, value.Replaces);
        if (value.Undoes is not null) writer.WriteString("undoes"u8, value.Undoes);
        writer.WriteEndObject();
    }

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueTextEquals(name)) return false;
        reader.Read();
        return true;
    }

    private static string? Text(ref Utf8JsonReader reader, StringPool pool) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => pool.Get(ref reader),
        _ => throw Wrong(ref reader, "text"),
    };

    private static int Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? number : throw Wrong(ref reader, "whole number");

    private static DateTime Time(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out DateTime time) ? throw Wrong(ref reader, "time")
            : time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static double? Confidence(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetDouble(out double number) => number,
        _ => throw Wrong(ref reader, "number"),
    };

    private static LabelSource Source(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && Enum.TryParse(reader.GetString(), ignoreCase: true, out LabelSource source)
            && Enum.IsDefined(source)
            ? source
            : throw Wrong(ref reader, "source");

    private static JsonException Wrong(ref Utf8JsonReader reader, string kind) =>
        new($"the {reader.TokenType.ToString().ToLowerInvariant()} at byte {reader.TokenStartIndex} is no {kind}.");
}
