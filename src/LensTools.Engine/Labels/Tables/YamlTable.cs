using System.Text;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using YamlDotNet.Core;

namespace LensTools.Engine.Labels.Tables;

/// <summary>Tables as a YAML list of mappings, whose keys are the columns; for people who would rather edit a text.</summary>
internal static class YamlTable
{
    /// <summary>Reads a table.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="LensException">It is not one.</exception>
    public static (string[] Columns, IReadOnlyList<TableRow> Rows) Read(byte[] bytes, string file)
    {
        object? tree;
        try
        {
            tree = YamlTree.Parse(Formats.Text.TextLines.ToText(Formats.Text.TextLines.Normalise(bytes).Span));
        }
        catch (YamlException problem)
        {
            throw Invalid(file, $"{file} is not valid YAML in line {problem.Start.Line}: {problem.Message.TrimEnd('.')}.", problem);
        }
        if (tree is not IEnumerable<object?> items || tree is string) throw Invalid(file, $"{file} is no YAML list of datasets.");
        var columns = new List<string>();
        var rows = new List<TableRow>();
        foreach (object? item in items)
        {
            if (item is not IDictionary<object, object?> cells) throw Invalid(file, $"Item {rows.Count + 1} of {file} has no keys.");
            var row = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach ((object key, object? value) in cells)
            {
                string column = $"{key}";
                if (!columns.Contains(column, StringComparer.OrdinalIgnoreCase)) columns.Add(column);
                if (value is not (null or string)) throw Invalid(file, $"{column} in item {rows.Count + 1} of {file} is no single value.");
                if (value is string text && !string.IsNullOrWhiteSpace(text)) row[column] = text;
            }
            rows.Add(new TableRow(rows.Count + 1, row));
        }
        return ([.. columns], rows);
    }

    /// <summary>Writes a table.</summary>
    public static void Write(Stream stream, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)
        {
            NewLine = "\n",
        };
        foreach (IReadOnlyList<string> row in rows)
        {
            for (int i = 0; i < columns.Count; i++)
                writer.WriteLine($"{(i == 0 ? "- " : "  ")}{Quoted(columns[i])}: {(row[i].Length == 0 ? "" : Quoted(row[i]))}".TrimEnd());
        }
    }

    private static LensException Invalid(string file, string message, Exception? cause = null) => new(new LensError(
        ErrorKind.TableInvalid, message, file, "Keep the form as it came, and write answers behind the colons.", cause));

    // In double quotation marks whatever could be taken for something else than a text.
    private static string Quoted(string text) =>
        text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ' ') && char.IsLetterOrDigit(text[0]) && text[^1] != ' '
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
