using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Scans that NICOS writes as text at MLZ, PSI and ESS: what was counted against what was scanned, a curve for each detector. Source:
/// NICOS, <c>AsciiScanfileSink</c>; the columns of devices and of detectors are apart by a semicolon.
/// </summary>
internal sealed class NicosScanReader() : ContentReader(new DatasetFormat("NicosScan", "scans of NICOS as text"))
{
    private const string Dialect = "NicosScan", Banner = "### NICOS data file", Scan = "### Scan data", End = "### End of NICOS data file";

    private const string Between = ";", ValueSuffix = "_value", Created = "created at";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > 0 && file.FirstLines[0].StartsWith(Banner, StringComparison.Ordinal);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        List<string> lines = ScanRows.LinesOf(file.Text.Span);
        int scan = lines.FindIndex(line => line.StartsWith(Scan, StringComparison.OrdinalIgnoreCase));
        if (scan < 0 || scan + 2 >= lines.Count)
        {
            throw DatasetFile.WithoutData(file.Path, $"it has NICOS' banner, but nothing below \"{Scan}\"");
        }
        var entry = new EntryContent { Level = DataLevel.Raw, MayBeSmallAngle = false };
        for (int line = 0; line < scan; line++) AddLine(entry, lines[line], TextScan.LocationOf(line + 1));
        string[] names = Cells(lines[scan + 1]), units = Cells(lines[scan + 2]);
        var rows = new ScanRows(names);
        for (int line = scan + 3; line < lines.Count && !lines[line].StartsWith('#'); line++) rows.Add(line + 1, Cells(lines[line]));
        string location = TextScan.LocationOf(scan + 4);
        AddCurves(file, entry, names, units, rows, location);
        entry.Doubts.AddRange(rows.Doubts());
        if (!lines.Exists(line => line.StartsWith(End, StringComparison.Ordinal)))
            entry.Doubts.Add(new Doubt(
                DoubtKind.Incomplete, location, $"it does not end with \"{End}\"", $"the {rows.Count} rows that are there"));
        return [entry];
    }

    private static void AddCurves(
        DatasetFile file,
        EntryContent entry,
        string[] names,
        string[] units,
        ScanRows rows,
        string location)
    {
        string? UnitOf(int index) => index < units.Length && units[index] is not ("-" or Between) ? units[index] : null;
        int between = Array.IndexOf(names, Between);
        int next = Array.IndexOf(names, Between, between + 1);
        entry.Counts = rows.Count;
        if (between < 1)
        {
            entry.Doubts.Add(new Doubt(
                DoubtKind.Unexplained, location, $"no \"{Between}\" is between what was scanned and what was counted", "nothing"));
            return;
        }
        for (int detector = between + 1; detector < (next > 0 ? next : names.Length); detector++)
        {
            double[] values = rows.Column(detector);
            // Names of files and the like are no measurement.
            if (values.All(double.IsNaN)) continue;
            entry.Signals.Add(new Curve(
                $"{Path.GetFileNameWithoutExtension(file.Path)} {names[detector]}",
                Axis.Of(AxisQuantity.Other, names[0], rows.Column(0), null, UnitOf(0)),
                Axis.Of(
                    UnitOf(detector) == "cts" ? AxisQuantity.Counts : AxisQuantity.Other, names[detector], values, null, UnitOf(detector)),
                location));
        }
    }

    // "#   Exp_title_value : test"; the time of creation stands in the banner.
    private static void AddLine(EntryContent entry, string line, string location)
    {
        int created = line.IndexOf(Created, StringComparison.Ordinal);
        if (line.StartsWith(Banner, StringComparison.Ordinal) && created > 0)
        {
            entry.Add(Dialect, Created, line[(created + Created.Length)..], location);
            return;
        }
        string[] parts = line.TrimStart('#').Split(" : ", 2, StringSplitOptions.TrimEntries);
        if (parts.Length != 2) return;
        string key = parts[0].EndsWith(ValueSuffix, StringComparison.Ordinal) ? parts[0][..^ValueSuffix.Length] : parts[0];
        string[] words = parts[1].Split(' ');
        bool isMeasure = words.Length == 2 && double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        entry.Add(Dialect, key, isMeasure ? words[0] : parts[1], location, isMeasure ? words[1] : null);
    }

    private static string[] Cells(string line) => line.TrimStart('#').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
