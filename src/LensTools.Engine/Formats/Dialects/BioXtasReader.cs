using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>BioXTAS RAW's .dat: rows of Q, I and its deviation, then a header in JSON, with or without # before each line.</summary>
internal sealed class BioXtasReader() : ContentReader(new DatasetFormat("BioXtas", "BioXTAS RAW curves with their header in JSON"))
{
    private const string Dialect = "BioXtas", DataMark = "### DATA:", HeaderMark = "### HEADER:";

    public override bool Recognises(DatasetFile file) =>
        file.IsText
            && file.FirstLines.Count > 0
            && (file.FirstLines[0].StartsWith(DataMark, StringComparison.Ordinal)
                || file.FirstLines[0].StartsWith(HeaderMark, StringComparison.Ordinal));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows)
            ?? throw DatasetFile.WithoutData(file.Path, "it has the header of a RAW curve, but no rows");
        string names = scan.Words.Where(w => w.Line < block.FirstLine)
            .Select(w => w.Text)
            .LastOrDefault(t => t.Contains('Q', StringComparison.Ordinal))
            ?? "";
        var entry = new EntryContent();
        AddJson(file, scan, entry, Dialect);
        bool hasResolution = block.Columns > 3 && names.Contains("dQ", StringComparison.OrdinalIgnoreCase);
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            block.Column(0),
            block.Column(1),
            block.Columns > 2 ? block.Column(2) : null,
            hasResolution ? block.Column(3) : null,
            null,
            null,
            TextScan.LocationOf(block.FirstLine)));
        StatedCount.Take(scan, block);
        entry.Doubts.AddRange(TextDoubts.Of(scan, block));
        // What begins with its data ends with its header.
        if (file.FirstLines[0].StartsWith(DataMark, StringComparison.Ordinal)
            && !scan.Words.Any(w => w.Line > block.LastLine && w.Text.StartsWith(HeaderMark, StringComparison.Ordinal)))
            entry.Doubts.Add(new Doubt(
                DoubtKind.Incomplete,
                TextScan.LocationOf(block.LastLine),
                $"\"{HeaderMark}\" after the rows is missing",
                "the rows that are there"));
        return [entry];
    }

    /// <summary>Adds every value of the JSON after "### HEADER:", or what is wrong with it.</summary>
    public static void AddJson(DatasetFile file, TextScan scan, EntryContent entry, string dialect)
    {
        int start = scan.Words.FirstOrDefault(w => w.Text.StartsWith(HeaderMark, StringComparison.Ordinal))?.Line ?? 0;
        if (start == 0) return;
        string json = JsonBehind(file.Text.Span, start);
        BioXtasHeader.Add(json, entry, dialect, TextScan.LocationOf(start), line => TextScan.LocationOf(start + 1 + line));
    }

    // Lines of numbers belong to it too, so it is read from the text and not from the words.
    private static string JsonBehind(ReadOnlySpan<byte> text, int line)
    {
        var json = new System.Text.StringBuilder();
        var lines = new TextLines(text);
        while (lines.MoveNext())
        {
            if (lines.Number <= line) continue;
            string content = TextLines.ToText(lines.Current);
            json.Append(content.StartsWith('#') ? content[1..] : content).Append('\n');
        }
        return json.ToString();
    }
}
