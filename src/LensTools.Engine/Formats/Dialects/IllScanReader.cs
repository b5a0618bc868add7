using System.Globalization;
using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Scans of triple-axis spectrometers in ILL's text format: counts against what was scanned. Sources: "ILL TAS data in the new ASCII
/// format", as MAD and NOMAD write it and Takin reads it; NICOS' ILLAsciiHandler, which PSI and MLZ use.
/// </summary>
internal sealed partial class IllScanReader()
    : ContentReader(new DatasetFormat("IllScan", "scans of triple-axis spectrometers in ILL's format"))
{
    private const string Dialect = "IllScan", Counts = "CNTS", DataKey = "DATA_", Banner = "RRRRRRRRRR";

    // The unit of an energy, and reciprocal lattice units of the components of Q.
    private static readonly Dictionary<string, string> Units = new()
    {
        ["EN"] = "meV",
        ["QH"] = "rlu",
        ["QK"] = "rlu",
        ["QL"] = "rlu",
        ["H"] = "rlu",
        ["K"] = "rlu",
        ["L"] = "rlu",
    };

    public override bool Recognises(DatasetFile file) => file.IsText
        && file.FirstLines.Count > 1
        && file.FirstLines[0].StartsWith(Banner, StringComparison.Ordinal)
        && file.Scan.Words.Any(word => word.Text.StartsWith(DataKey, StringComparison.Ordinal));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        List<string> lines = ScanRows.LinesOf(file.Text.Span);
        int data = lines.FindIndex(line => line.StartsWith(DataKey, StringComparison.Ordinal));
        // Some programs write the format of the rows below, not above.
        int head = lines.FindIndex(data + 1, line => line.Trim().Length > 0 && !Keyed().IsMatch(line));
        if (head < 0) throw DatasetFile.WithoutData(file.Path, $"it has the header of a scan, but nothing below {DataKey}");
        var entry = new EntryContent { Level = DataLevel.Raw, MayBeSmallAngle = false };
        var steps = new List<string>();
        int? stated = null;
        for (int line = 0; line < data; line++) AddLine(entry, lines[line], TextScan.LocationOf(line + 1), steps, ref stated);
        string[] names = lines[head].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string place = TextScan.LocationOf(head + 1);
        var rows = new ScanRows(names);
        for (int line = head + 1; line < lines.Count; line++)
            rows.Add(line + 1, lines[line].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        int counts = Array.IndexOf(names, Counts);
        if (counts < 0) throw new NotADatasetException($"it is a scan without {Counts}");
        int scanned = steps.Select(step => IndexOf(names, step)).FirstOrDefault(index => index >= 0, -1);
        if (scanned < 0 && steps.Count > 0)
            entry.Doubts.Add(new Doubt(
                DoubtKind.AssumedColumns,
                place,
                $"{string.Join(", ", steps)} was scanned, and no column is named so",
                $"the counts as against {names[0]}"));
        scanned = Math.Max(0, scanned);
        entry.Counts = rows.Count;
        entry.Signals.Add(new Curve(
            Path.GetFileNameWithoutExtension(file.Path),
            Axis.Of(AxisQuantity.Other, names[scanned], rows.Column(scanned), null, Units.GetValueOrDefault(names[scanned])),
            Axis.Of(AxisQuantity.Counts, Counts, rows.Column(counts), null, "counts"),
            place));
        entry.Doubts.AddRange(rows.Doubts());
        if (stated is { } points && points != rows.Count)
            entry.Doubts.Add(new Doubt(
                DoubtKind.Incomplete, place, $"{points} points were asked for, and {rows.Count} are there", "the rows that are there"));
        return [entry];
    }

    private static void AddLine(EntryContent entry, string line, string location, List<string> steps, ref int? stated)
    {
        if (Keyed().Match(line) is not { Success: true } keyed) return;
        string key = keyed.Groups[1].Value, value = keyed.Groups[2].Value.Trim();
        MatchCollection pairs = Pair().Matches(value);
        if (pairs.Count == 0 || key is "TITLE" or "COMND")
        {
            entry.Add(Dialect, key, value, location);
            if (key == "COMND" && NumberOfPoints().Match(value) is { Success: true } points)
                stated = int.Parse(points.Groups[1].Value, CultureInfo.InvariantCulture);
            return;
        }
        foreach (Match pair in pairs)
        {
            string name = pair.Groups[1].Value, number = pair.Groups[2].Value;
            entry.Add(Dialect, $"{key}/{name}", number, location);
            bool isStep = key == "STEPS"
                && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double step) && step != 0;
            if (isStep) steps.Add(name);
        }
    }

    // NICOS writes steps as "DQH" or "DEN", and components of Q as H, K and L.
    private static int IndexOf(string[] names, string step)
    {
        string column = step is ['D', _, ..] && !names.Contains(step) ? step[1..] : step;
        int index = Array.IndexOf(names, column);
        return index < 0 && column is ['Q', _] ? Array.IndexOf(names, column[1..]) : index;
    }

    [GeneratedRegex(@"^([A-Z][A-Z_]{4,6}): ?(.*)$")]
    private static partial Regex Keyed();

    // "AS=   8.37100", "UN=meV"
    [GeneratedRegex(@"(\w+)\s*=\s*([^,\s]+)")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\bnp\s+(\d{1,6})\b", RegexOptions.IgnoreCase)]
    private static partial Regex NumberOfPoints();
}
