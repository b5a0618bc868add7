using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Collections;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// What is published at a destination, beside the data: <c>lens-manifest.json</c>, with the sources and a line per file so
/// that it can be read and written as a stream, and <c>SHA256SUMS</c> for other tools. One manifest may hold several sources.
/// </summary>
public static class Manifest
{
    /// <summary>Its name at the destination.</summary>
    public const string FileName = "lens-manifest.json";

    /// <summary>The list that <c>sha256sum -c</c> reads.</summary>
    public const string SumsName = "SHA256SUMS";

    private const string Files = "files", Sources = "sources", Refused = "refused";
    private const int FirstBuffer = 1 << 16, LargestEntry = 1 << 22;

    private static readonly ManifestJson Json = new(
        new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads a manifest, passing on its parts as they are read.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static void Read(Stream stream, Action<ManifestFile> file, Action<ManifestSource> source, Action<ManifestRefusal> refusal)
    {
        byte[] buffer = new byte[FirstBuffer];
        int length = 0;
        bool isEnd = false;
        var state = new JsonReaderState();
        string? name = null, licence = null, property = null, list = null;
        while (!isEnd)
        {
            if (length == buffer.Length)
            {
                if (length >= LargestEntry) throw new JsonException("an entry of it is longer than 4 MiB.");
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            int got = stream.Read(buffer, length, buffer.Length - length);
            isEnd = got == 0;
            length += got;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length), isEnd, state);
            while (true)
            {
                Utf8JsonReader before = reader;
                if (!reader.Read()) break;
                if (list is not null && reader.TokenType == JsonTokenType.StartObject)
                {
                    Utf8JsonReader whole = reader;
                    if (!whole.TrySkip())
                    {
                        reader = before;
                        break;
                    }
                    if (list == Files) file(Checked(JsonSerializer.Deserialize(ref reader, Json.ManifestFile)));
                    else if (list == Sources) source(JsonSerializer.Deserialize(ref reader, Json.ManifestSource)!);
                    else if (list == Refused) refusal(JsonSerializer.Deserialize(ref reader, Json.ManifestRefusal)!);
                    else reader.Skip();
                }
                else if (reader.TokenType == JsonTokenType.PropertyName) property = reader.GetString();
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.StartArray) list = property;
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.EndArray) list = null;
                else if (list is Files or Sources or Refused || (reader.CurrentDepth == 1 && property is Files or Sources or Refused))
                    throw new JsonException($"its {list ?? property} are not a list of objects.");
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.String && property == "name")
                    name = reader.GetString();
                else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.String && property == "licence")
                    licence = reader.GetString();
            }
            int kept = (int)reader.BytesConsumed;
            state = reader.CurrentState;
            buffer.AsSpan(kept, length - kept).CopyTo(buffer);
            length -= kept;
        }
        // Earlier versions described the one collection here.
        if (name is not null || licence is not null) source(new ManifestSource { Id = "", Name = name, Licence = licence });
    }

    /// <summary>Writes a manifest; the files must be in path order.</summary>
    public static void Write(
        Stream stream,
        IReadOnlyList<ManifestSource> sources,
        IReadOnlyCollection<ManifestRefusal> refused,
        IEnumerable<ManifestFile> files)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.Write("{\n");
        if (sources.FirstOrDefault(source => source.Id.Length == 0) is { } earlier)
        {
            foreach ((string key, string? value) in (ReadOnlySpan<(string, string?)>)[("name", earlier.Name), ("licence", earlier.Licence)])
            {
                if (value is not null) text.Write($"\"{key}\": {JsonSerializer.Serialize(value, Json.String)},\n");
            }
        }
        WriteList(
            text,
            Sources,
            sources.Where(source => source.Id.Length > 0).Select(source => JsonSerializer.Serialize(source, Json.ManifestSource)));
        text.Write(",\n");
        if (refused.Count > 0)
        {
            WriteList(text, Refused, refused.Select(refusal => JsonSerializer.Serialize(refusal, Json.ManifestRefusal)));
            text.Write(",\n");
        }
        WriteList(text, Files, files.Select(file => JsonSerializer.Serialize(file, Json.ManifestFile)));
        text.Write("\n}\n");
    }

    /// <summary>Writes the lines that <c>sha256sum</c> reads.</summary>
    public static void WriteSums(Stream stream, IEnumerable<ManifestFile> files)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (ManifestFile file in files) text.WriteLine($"{file.Sha256}  {file.Path}");
    }

    private static void WriteList(StreamWriter text, string name, IEnumerable<string> items)
    {
        text.Write($"\"{name}\": [");
        string separator = "\n";
        foreach (string item in items)
        {
            text.Write(separator);
            text.Write(item);
            separator = ",\n";
        }
        text.Write("\n]");
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
[JsonSerializable(typeof(ManifestSource))]
[JsonSerializable(typeof(ManifestRefusal))]
[JsonSerializable(typeof(string))]
internal sealed partial class ManifestJson : JsonSerializerContext;
