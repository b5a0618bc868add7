using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats.Text;
using YamlDotNet.Core;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// ORSO reflectivity as text (.ort, specification 1.0 of the Open Reflectometry Standards Organisation): a header in
/// YAML after #, then Qz, R and their deviations; further data sets state what differs from the first.
/// </summary>
internal sealed class OrsoReader() : ContentReader(new DatasetFormat("Ort", "ORSO reflectivity as text"))
{
    private const string Dialect = "Orso";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > 0 && file.FirstLines[0].StartsWith("# # ORSO reflectivity", StringComparison.Ordinal);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var entries = new List<EntryContent>();
        object? first = null;
        foreach (Part part in Split(file))
        {
            object? header;
            try
            {
                header = YamlTree.Parse(part.Header);
            }
            catch (YamlException problem)
            {
                throw new Hosting.LensException(DatasetFile.Damaged(
                    file.Path, TextScan.LocationOf(part.HeaderLine + (int)problem.Start.Line - 1), problem.Message, problem));
            }
            object? merged = first is null ? header : YamlTree.Merge(first, header);
            first ??= merged;
            entries.Add(Read(file, merged, part, part.Rows));
        }
        EntryContent.MakeNamesUnique(entries);
        return entries;
    }

    private static EntryContent Read(DatasetFile file, object? header, Part part, NumberBlock rows)
    {
        var entry = new EntryContent(YamlTree.Find(header, "data_set")?.ToString() ?? "") { Technique = Technique.Reflectometry };
        foreach ((string path, string value) in YamlTree.Values(header))
        {
            string? unit = path.EndsWith("/magnitude", StringComparison.Ordinal)
                ? YamlTree.Find(header, [.. path.Split('/')[..^1], "unit"])?.ToString()
                : null;
            entry.Add(Dialect, path, value, $"line {part.HeaderLine}, {path}", unit, path[(path.LastIndexOf('/') + 1)..]);
        }

        var columns = (YamlTree.Find(header, "columns") as IEnumerable<object?> ?? []).ToList();
        int IndexOf(string key, string name) => columns.FindIndex(c => YamlTree.Find(c, key)?.ToString() == name);
        double[]? Column(int index)
        {
            if (index < 0 || index >= rows.Columns) return null;
            double[] values = rows.Column(index);
            bool isFullWidth = string.Equals(
                YamlTree.Find(columns[index], "value_is")?.ToString(), "FWHM", StringComparison.OrdinalIgnoreCase);
            return isFullWidth ? Curves.FromFullWidths(values) : values;
        }
        // Before version 1.0, only the names of deviations said what they belong to.
        int Deviation(string of) => IndexOf("error_of", of) is >= 0 and int stated ? stated : IndexOf("name", of == "R" ? "sR" : "sQz");
        int q = Math.Max(0, IndexOf("name", "Qz")), r = IndexOf("name", "R") is >= 0 and int named ? named : 1;
        string? Unit(int index) =>
            index < columns.Count && YamlTree.Find(columns[index], "unit")?.ToString() is { Length: > 0 } unit ? unit : null;
        if (r >= rows.Columns)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(rows.FirstLine), "the rows have no R column"));
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            rows.Column(q),
            rows.Column(r),
            Column(Deviation("R")),
            Column(Deviation("Qz")),
            Unit(q),
            Unit(r),
            TextScan.LocationOf(rows.FirstLine),
            AxisQuantity.Reflectivity));
        return entry;
    }

    private static List<Part> Split(DatasetFile file)
    {
        var parts = new List<Part>();
        var header = new StringBuilder();
        Span<double> row = stackalloc double[TextScan.MostColumns];
        int headerLine = 2;
        NumberBlock? rows = null;
        var lines = new TextLines(file.Text.Span);
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            if (lines.Number == 1 || line.Trim(" \t"u8).IsEmpty) continue;
            if (line[0] == '#')
            {
                // Amid the rows, a comment that begins no data set is a remark (specification, "multiple data sets").
                if (rows is not null && !line[1..].TrimStart((byte)' ').StartsWith("data_set"u8)) continue;
                if (rows is not null)
                {
                    parts.Add(new Part(header.ToString(), headerLine, rows));
                    header.Clear();
                    headerLine = lines.Number;
                    rows = null;
                }
                string text = TextLines.ToText(line[1..]);
                header.Append(text.StartsWith(' ') ? text[1..] : text).Append('\n');
                continue;
            }
            int count = NumericRow.Read(line, row);
            if (count is 0 or > TextScan.MostColumns || (rows is not null && rows.Columns != count))
                throw new Hosting.LensException(DatasetFile.Damaged(
                    file.Path, TextScan.LocationOf(lines.Number), $"a row of {rows?.Columns ?? 4} numbers was expected"));
            rows ??= new NumberBlock(count, lines.Number);
            rows.Add(row[..count], lines.Number);
        }
        if (rows is not null) parts.Add(new Part(header.ToString(), headerLine, rows));
        if (parts.Count == 0) throw DatasetFile.WithoutData(file.Path, "it has the header of a reflectivity file, but no rows");
        return parts;
    }

    private sealed record Part(string Header, int HeaderLine, NumberBlock Rows);
}
