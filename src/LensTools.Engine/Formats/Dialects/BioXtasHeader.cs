using System.Text.Json;
using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>The header of BioXTAS RAW: one JSON object, in text below the rows and in HDF5 as an attribute.</summary>
internal static partial class BioXtasHeader
{
    /// <summary>Adds every value, or what is wrong with the header.</summary>
    /// <param name="json">The header; nothing is added if it is blank.</param>
    /// <param name="entry">What the values are added to.</param>
    /// <param name="dialect">The dialect whose keys they have.</param>
    /// <param name="location">Where the header is.</param>
    /// <param name="locationOfLine">Where one of its lines is.</param>
    public static void Add(string json, EntryContent entry, string dialect, string location, Func<int, string> locationOfLine)
    {
        if (json.Trim().Length == 0) return;
        try
        {
            // Python writes numbers that JSON does not allow.
            using JsonDocument document = JsonDocument.Parse(
                json.Contains("NaN", StringComparison.Ordinal) || json.Contains("Infinity", StringComparison.Ordinal)
                    ? NotANumber().Replace(json, "null")
                    : json,
                new JsonDocumentOptions { AllowTrailingCommas = true, MaxDepth = 32 });
            AddValues(document.RootElement, "", entry, dialect, location);
        }
        catch (JsonException problem)
        {
            // The curve is beside it and is complete.
            entry.Items.Add(new MetadataItem(
                "header",
                $"is not JSON: {problem.Message.Split(" LineNumber:")[0].Split(" Path:")[0]}",
                null,
                locationOfLine((int)(problem.LineNumber ?? 0))));
        }
    }

    private static void AddValues(JsonElement element, string path, EntryContent entry, string dialect, string location)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                    AddValues(property.Value, path.Length == 0 ? property.Name : $"{path}/{property.Name}", entry, dialect, location);
                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray()) AddValues(item, $"{path}[{index++}]", entry, dialect, location);
                break;
            case JsonValueKind.Null:
                break;
            default:
                entry.Add(dialect, path, element.ToString(), $"{location}, {path}", name: path[(path.LastIndexOf('/') + 1)..]);
                break;
        }
    }

    [GeneratedRegex(@"(?<=[:\[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])")]
    private static partial Regex NotANumber();
}
