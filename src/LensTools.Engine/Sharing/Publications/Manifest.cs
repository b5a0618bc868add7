using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Collections;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>A published file as the manifest at the destination lists it.</summary>
public sealed record ManifestFile
{
    /// <summary>The path relative to the destination, with forward slashes, in NFC.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When the file was last written, in UTC; servers do not preserve this time.</summary>
    public DateTime? Modified { get; init; }

    /// <summary>When it was published, in UTC.</summary>
    public required DateTime PublishedAt { get; init; }

    /// <summary>How its arrival was verified; see <see cref="Verification"/>.</summary>
    public required Verification Proof { get; init; }

    /// <summary>The collection that it was published from, if any.</summary>
    public string? Collection { get; init; }
}

/// <summary>
/// Lists what is published at a destination, next to the data: <c>lens-manifest.json</c>, with one line per file so that
/// it can be read and written as a stream, and <c>SHA256SUMS</c> for other tools.
/// </summary>
public static class Manifest
{
    /// <summary>Its name at the destination.</summary>
    public const string FileName = "lens-manifest.json";

    /// <summary>The list that <c>sha256sum -c</c> reads.</summary>
    public const string SumsName = "SHA256SUMS";

    private const int FirstBuffer = 1 << 16, LargestFile = 1 << 22;

    private static readonly ManifestJson Json = new(
        new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads a manifest, passing on each file as it is read; returns the collection's name and licence.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static (string? Name, string? Licence) Read(Stream stream, Action<ManifestFile> each)
    {
        byte[] buffer = new byte[FirstBuffer];
        int length = 0;
        bool isEnd = false;
        var state = new JsonReaderState();
        string? name = null, licence = null, property = null;
        bool isInFiles = false;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= LargestFile) throw new JsonException("an entry is longer than 4 MiB.");
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            int got = isEnd ? 0 : stream.Read(buffer, length, buffer.Length - length);
            isEnd = got == 0;
            length += got;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length), isEnd, state);
            long kept = 0;
            var keptState = state;
            while (true)
            {
                Utf8JsonReader before = reader;
                if (!reader.Read()) break;
                if (isInFiles && reader.TokenType == JsonTokenType.StartObject)
                {
                    Utf8JsonReader whole = reader;
                    if (!whole.TrySkip())
                    {
                        reader = before;
                        break;
                    }
                    each(Checked(JsonSerializer.Deserialize(ref reader, Json.ManifestFile)));
                }
                else if (reader.TokenType == JsonTokenType.PropertyName) property = reader.GetString();
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.StartArray && property == "files") isInFiles = true;
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndArray) isInFiles = false;
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.String && property == "name")
                    name = reader.GetString();
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.String && property == "licence")
                    licence = reader.GetString();
                else if (isInFiles || (reader.CurrentDepth == 1 && property == "files" && reader.TokenType != JsonTokenType.String))
                    throw new JsonException("'files' is not a list of objects.");
            }
            (kept, keptState) = (reader.BytesConsumed, reader.CurrentState);
            if (isEnd) return (name, licence);
            buffer.AsSpan((int)kept, length - (int)kept).CopyTo(buffer);
            length -= (int)kept;
            state = keptState;
        }
    }

    /// <summary>Writes a manifest; the files must be in path order.</summary>
    public static void Write(Stream stream, string? name, string? licence, IEnumerable<ManifestFile> files)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.Write("{\n");
        foreach ((string key, string? value) in (ReadOnlySpan<(string, string?)>)[("name", name), ("licence", licence)])
        {
            if (value is not null) text.Write($"\"{key}\": {JsonSerializer.Serialize(value, Json.String)},\n");
        }
        text.Write("\"files\": [");
        string separator = "\n";
        foreach (ManifestFile file in files)
        {
            text.Write(separator);
            text.Write(JsonSerializer.Serialize(file, Json.ManifestFile));
            separator = ",\n";
        }
        text.Write("\n]\n}\n");
    }

    /// <summary>Writes the lines that <c>sha256sum</c> reads.</summary>
    public static void WriteSums(Stream stream, IEnumerable<ManifestFile> files)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (ManifestFile file in files) text.WriteLine($"{file.Sha256}  {file.Path}");
    }

    private static ManifestFile Checked(ManifestFile? file) =>
        file is { Path.Length: > 0, Sha256: { } sha256 } && Identities.IsSha256(sha256)
            ? file
            : throw new JsonException("a file in it lacks its path or SHA-256.");
}

/// <summary>The manifest's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ManifestFile))]
[JsonSerializable(typeof(string))]
internal sealed partial class ManifestJson : JsonSerializerContext;
