using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>The labels of one published file, or of its entries as <c>entry/name</c>.</summary>
/// <param name="Path">The file's path at the destination.</param>
/// <param name="Labels">Values by name.</param>
public sealed record PublishedLabel(string Path, SortedDictionary<string, string> Labels);

/// <summary>The labels of what is published, next to the manifest: <c>lens-published-labels.jsonl</c>, one line per file.</summary>
public static class PublishedLabels
{
    /// <summary>Its name at the destination.</summary>
    public const string FileName = "lens-published-labels.jsonl";

    private static readonly LabelsJson Json = new(
        new JsonSerializerOptions(LabelsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads the lines one by one.</summary>
    /// <exception cref="JsonException">A line is damaged.</exception>
    public static IEnumerable<PublishedLabel> Read(Stream stream)
    {
        using var text = new StreamReader(stream, Encoding.UTF8);
        while (text.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return JsonSerializer.Deserialize(line, Json.PublishedLabel) is { Path: not null, Labels: not null } label
                    ? label
                    : throw new JsonException("a line lacks its path or labels.");
        }
    }

    /// <summary>Writes the labels of each path, as formatted by <see cref="ToText"/>.</summary>
    public static void Write(Stream stream, IEnumerable<(string Path, string Labels)> all)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach ((string path, string labels) in all)
            text.WriteLine(JsonSerializer.Serialize(new PublishedLabel(path, FromText(labels)), Json.PublishedLabel));
    }

    /// <summary>Formats labels for comparison and storage.</summary>
    public static string ToText(SortedDictionary<string, string> labels) =>
        JsonSerializer.Serialize(labels, Json.SortedDictionaryStringString);

    /// <summary>Parses the labels that <see cref="ToText"/> formatted.</summary>
    public static SortedDictionary<string, string> FromText(string text) =>
        JsonSerializer.Deserialize(text, Json.SortedDictionaryStringString)!;
}

/// <summary>The labels' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PublishedLabel))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class LabelsJson : JsonSerializerContext;
