using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Raw counts of KWS-1, KWS-2 and KWS-3 at MLZ as text (NICOS' kwsfileformat): blocks between (* and *), values under
/// the names of their columns, and the detector's counts after $, or by time slots after the block of the detector's
/// data. The first number after @ is their sum.
/// </summary>
internal sealed partial class KwsReader() : ContentReader(new DatasetFormat("Kws", "KWS raw counts as text"))
{
    private const string Dialect = "Kws";
    private const int MostInALine = 1_024;

    public override bool Recognises(DatasetFile file) =>
        file.IsText && FirstLine().IsMatch(file.FirstLines.Count > 0 ? file.FirstLines[0] : "");

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var lines = new List<string>();
        var all = new TextLines(file.Text.Span);
        int data = -1;
        double sum = 0, expected = double.NaN;
        var pixels = new List<double>();
        long counts = 0;
        double[] row = new double[MostInALine];
        bool afterSum = false;
        while (all.MoveNext())
        {
            string text = data < 0 ? TextLines.ToText(all.Current) : "";
            if (data < 0)
            {
                lines.Add(text);
                if (afterSum && NumericRow.Read(all.Current, row) is > 0 and <= MostInALine)
                {
                    if (double.IsNaN(expected)) expected = row[0];
                }
                if (text.Trim() == "@") afterSum = true;
                if (text.Trim() == "$" || TimeSlots().IsMatch(text)) data = all.Number;
                continue;
            }
            int found = NumericRow.Read(all.Current, row);
            for (int i = 0; i < Math.Min(found, row.Length); i++) sum += row[i];
            if (counts < SquareDetector.MostPixels) pixels.AddRange(row.AsSpan(0, Math.Min(found, row.Length)));
            counts += Math.Min(found, row.Length);
        }
        if (data < 0 || counts == 0)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(lines.Count), "the detector's counts after $ are missing"));
        if (!double.IsNaN(expected) && Math.Abs(expected - sum) > LastDigit(expected) / 2)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(data), $"the counts add up to {sum}, but {expected} are stated"));

        var entry = new EntryContent { Level = DataLevel.Raw, Counts = counts, Detector = SquareDetector.Of(pixels) };
        entry.Add(Dialect, "instrument", FirstLine().Match(lines[0]).Groups[1].Value, TextScan.LocationOf(1));
        for (int i = 0; i < lines.Count; i++)
        {
            if (Started().Match(lines[i]) is { Success: true } started)
                entry.Add(Dialect, "date", started.Groups[2].Value, TextScan.LocationOf(i + 1));
            if (BlockName().Match(lines[i]) is { Success: true } block) AddBlock(entry, block.Groups[1].Value, lines, i + 1);
        }
        return [entry];
    }

    // The sum is written with seven digits.
    private static double LastDigit(double sum) => sum < 1e7 ? 0 : Math.Pow(10, Math.Floor(Math.Log10(sum)) - 6);

    private static void AddBlock(EntryContent entry, string name, List<string> lines, int first)
    {
        int end = first;
        while (end < lines.Count && !BlockName().IsMatch(lines[end]) && lines[end].Trim() is not ("@" or "$")) end++;
        List<(string Text, int Line)> body = [.. Enumerable.Range(first, end - first)
            .Select(i => (lines[i].Trim(), i + 1))
            .Where(l => l.Item1.Length > 0)];
        switch (name.Trim())
        {
            case "Statistics" when body.Count > 0:
                // The run number is given under Cyclus_Number.
                entry.Add(Dialect, "Cyclus_Number", body[^1].Text.Split(' ')[0], TextScan.LocationOf(body[^1].Line));
                break;
            case "Temperature discription":
                foreach ((string text, int line) in body)
                {
                    if (Temperature().Match(text) is { Success: true } match)
                        entry.Add(Dialect, "T", match.Groups[1].Value, TextScan.LocationOf(line), match.Groups[2].Value);
                }
                break;
            case "Comment" when body.Count > 0:
                AddComment(entry, body);
                break;
            case "Real measurement time for detector data" when body.Count > 0:
                entry.Add(Dialect, "time", body[0].Text.Split(' ')[0], TextScan.LocationOf(body[0].Line));
                break;
            case "Detector Discription" or "Sample discription" or "Collimation discription":
                AddColumns(entry, lines, body);
                break;
            default:
                foreach ((string text, int line) in body.Take(8))
                    entry.Items.Add(new MetadataItem(name.Trim(), text, null, TextScan.LocationOf(line)));
                break;
        }
    }

    // Local contact | users; remark | lambda=4.5A; sample | comment.
    private static void AddComment(EntryContent entry, List<(string Text, int Line)> body)
    {
        for (int i = 0; i < body.Count; i++)
        {
            string[] parts = body[i].Text.Split('|', StringSplitOptions.TrimEntries);
            string location = TextScan.LocationOf(body[i].Line);
            if (Wavelength().Match(body[i].Text) is { Success: true } match)
                entry.Add(Dialect, "lambda", match.Groups[1].Value, location, match.Groups[2].Value);
            if (i == 0) entry.Add(Dialect, "user", parts[^1], location);
            if (i == 1) entry.Add(Dialect, "remark", parts[0], location);
            if (i == 2) entry.Add(Dialect, "sample", parts[0], location);
        }
    }

    // Below the names are their units, right-aligned, then the values; only the first row of values counts.
    private static void AddColumns(EntryContent entry, List<string> lines, List<(string Text, int Line)> body)
    {
        int unitRow = body.FindIndex(b => b.Text.StartsWith('['));
        if (unitRow < 1 || unitRow + 1 >= body.Count) return;
        (string Text, int End)[] names = Words(lines[body[unitRow - 1].Line - 1]), units = Words(lines[body[unitRow].Line - 1]);
        string[] values = body[unitRow + 1].Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < Math.Min(names.Length, values.Length); i++)
        {
            (string? unit, _) = units.FirstOrDefault(u => u.Text.StartsWith('[') && Math.Abs(u.End - names[i].End) <= 1);
            entry.Add(Dialect, names[i].Text, values[i], TextScan.LocationOf(body[unitRow + 1].Line), unit?.Trim('[', ']'));
        }
    }

    private static (string Text, int End)[] Words(string line) => [.. Word().Matches(line).Select(m => (m.Value, m.Index + m.Length))];

    [GeneratedRegex(@"^(KWS[123])_MEASUREMENT\b")]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"^\s*\(\*\s*(.+?)\s*\*\)\s*$")]
    private static partial Regex BlockName();

    [GeneratedRegex(@"started by Mr\(s\)\.\s*(.*?) at (\d{1,2}-[A-Za-z]{3}-\d{4} \d\d:\d\d:\d\d(?:\.\d+)?)")]
    private static partial Regex Started();

    [GeneratedRegex(@"lambda\s*=\s*([0-9.]+)\s*([A-Za-zÅ]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Wavelength();

    [GeneratedRegex(@"^\s*\(\*\s*Detector Data for .*timeslots")]
    private static partial Regex TimeSlots();

    [GeneratedRegex(@"^T is Active\s+(-?[0-9.]+)\s*(\S+)")]
    private static partial Regex Temperature();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();
}
