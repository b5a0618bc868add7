using System.Text.Encodings.Web;
using System.Text.Json;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels.Tables;

/// <summary>Tables as a JSON array of objects, whose properties are the columns.</summary>
internal static class JsonTable
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a table.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="LensException">It is not one.</exception>
    public static (string[] Columns, IReadOnlyList<TableRow> Rows) Read(byte[] bytes, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Formats.Text.TextLines.Normalise(bytes));
            var columns = new List<string>();
            var rows = new List<TableRow>();
            // One object alone is how PowerShell writes an array of one.
            IEnumerable<JsonElement> items = document.RootElement.ValueKind == JsonValueKind.Object
                ? [document.RootElement]
                : document.RootElement.EnumerateArray();
            foreach (JsonElement item in items)
            {
                var cells = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                foreach (JsonProperty property in item.EnumerateObject())
                {
                    if (!columns.Contains(property.Name, StringComparer.OrdinalIgnoreCase)) columns.Add(property.Name);
                    string text = property.Value.ValueKind switch
                    {
                        JsonValueKind.String => property.Value.GetString()!,
                        JsonValueKind.Null => "",
                        _ => property.Value.GetRawText(),
                    };
                    if (text.Length > 0) cells[property.Name] = text;
                }
                rows.Add(new TableRow(rows.Count + 1, cells));
            }
            return ([.. columns], rows);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new LensException(new LensError(
                ErrorKind.TableInvalid,
                problem is JsonException { LineNumber: { } line }
                    ? $"{file} is not valid JSON in line {line + 1}."
                    : $"{file} is no JSON array of objects.",
                file,
                "Export-LensLabel writes such a file.",
                problem));
        }
    }

    /// <summary>Writes a table; an empty cell is left out.</summary>
    public static void Write(Stream stream, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var json = new Utf8JsonWriter(stream, Readable);
        json.WriteStartArray();
        foreach (IReadOnlyList<string> row in rows)
        {
            json.WriteStartObject();
            for (int i = 0; i < columns.Count; i++)
                if (row[i].Length > 0) json.WriteString(columns[i], row[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
