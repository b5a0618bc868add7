using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// BerSANS raw counts (.001) as SANS-1 at MLZ writes them: sections after %, keys and values, and the counts of the
/// detector after %Counts. Dates are American and have no zone.
/// </summary>
internal sealed class BerSansReader() : ContentReader(new DatasetFormat("BerSans", "BerSANS raw counts as text"))
{
    private const string Dialect = "BerSans";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.FirstOrDefault(line => line.Trim().Length > 0)?.Trim() == "%File";

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var values = new List<(string Key, string Value, int Line)>();
        double[] row = new double[TextScan.MostColumns];
        bool inCounts = false;
        var pixels = new List<double>();
        var lines = new TextLines(file.Text.Span);
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            if (line.TrimStart((byte)' ').StartsWith("%"u8))
            {
                inCounts = line.IndexOf("%Counts"u8) >= 0;
                continue;
            }
            if (inCounts)
            {
                Add(line, row, pixels);
                continue;
            }
            string text = TextLines.ToText(line);
            int equals = text.IndexOf('=');
            if (equals > 0) values.Add((text[..equals].Trim(), text[(equals + 1)..].Trim(), lines.Number));
        }
        if (pixels.Count == 0)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(lines.Number), "the counts after %Counts are missing"));
        string? promised = values.Find(v => v.Key == "Sum").Value;
        if (promised is { Length: > 0 }
            && double.TryParse(promised, System.Globalization.CultureInfo.InvariantCulture, out double expected)
            && expected != pixels.Sum())
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path,
                TextScan.LocationOf(values.Find(v => v.Key == "Sum").Line),
                $"the counts add up to {pixels.Sum()}, but {expected} are stated"));

        var entry = new EntryContent { Level = DataLevel.Raw, Counts = pixels.Count, Detector = SquareDetector.Of(pixels) };
        if (values.All(v => v.Key != "Instrument"))
            entry.Items.Add(new MetadataItem(
                "instrument", "SANS-1", null, "the format", Term.Instrument, SourceKey: $"{Dialect}: written by SANS-1"));
        string? time = values.Find(v => v.Key == "FileTime").Value, endTime = values.Find(v => v.Key == "ToTime").Value;
        foreach ((string key, string value, int line) in values)
        {
            string? clock = key switch { "FileDate" => time, "ToDate" => endTime, _ => null };
            entry.Add(Dialect, key, clock is null ? value : $"{value} {clock}", TextScan.LocationOf(line));
        }
        return [entry];
    }

    // Counts may run on over any number of columns.
    private static void Add(ReadOnlySpan<byte> line, double[] row, List<double> pixels)
    {
        while (!line.IsEmpty)
        {
            int end = line.IndexOfAny((byte)',', (byte)' ', (byte)'\t');
            ReadOnlySpan<byte> word = end < 0 ? line : line[..end];
            line = end < 0 ? [] : line[(end + 1)..];
            if (!word.IsEmpty && NumericRow.Read(word, row) == 1) pixels.Add(row[0]);
        }
    }
}
