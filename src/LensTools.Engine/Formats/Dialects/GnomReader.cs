using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// GNOM's .out, versions 4 and 5 (ATSAS manual, gnom): the data it used, its fit, the distance distribution and the
/// parameters. Its tables have no units.
/// </summary>
internal sealed partial class GnomReader() : ContentReader(new DatasetFormat("Gnom", "GNOM output: data, fit and distance distribution"))
{
    private const string Dialect = "Gnom";
    private const int FullRow = 5, FitColumn = 3;

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Take(8).Any(line => line.Contains("G N O M", StringComparison.Ordinal));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        int distances = scan.Words.FirstOrDefault(w => w.Text.Contains("P(R)", StringComparison.Ordinal))?.Line ?? 0;
        NumberBlock? data = scan.Blocks.Where(b => b.Columns == FullRow && (distances == 0 || b.FirstLine < distances)).MaxBy(b => b.Rows);
        NumberBlock? pair = scan.Blocks.FirstOrDefault(b => distances > 0 && b.FirstLine > distances && b.Columns == 3);
        if (data is null || pair is null)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path,
                TextScan.LocationOf(
                    scan.Words.Count > 0 ? Math.Max(scan.Words[^1].Line, scan.Blocks.Count > 0 ? scan.Blocks[^1].LastLine : 0) : 1),
                "it ends before the table of data and fit and the distance distribution are complete"));
        var entry = new EntryContent();
        AddParameters(scan, entry);
        string name = Path.GetFileNameWithoutExtension(file.Path), location = TextScan.LocationOf(data.FirstLine);
        entry.Signals.Add(Curves.Make(name, data.Column(0), data.Column(1), data.Column(2), null, null, null, location));
        entry.Signals.Add(Curves.Make(
            $"{name} fit", data.Column(0), data.Column(FitColumn), null, null, null, null, location, AxisQuantity.FittedIntensity));
        entry.Signals.Add(new Curve(
                $"{name} p(r)",
                Axis.Of(AxisQuantity.Distance, "r", pair.Column(0)),
                Curves.YAxis(AxisQuantity.DistanceDistribution, pair.Column(1), pair.Column(2), null),
                TextScan.LocationOf(pair.FirstLine)));
        entry.Doubts.AddRange(TextDoubts.OfRows(scan, data));
        return [entry];
    }

    private static void AddParameters(TextScan scan, EntryContent entry)
    {
        foreach ((int line, string text) in scan.Words)
        {
            string location = TextScan.LocationOf(line);
            // Version 4 writes three parameters on one line, and two more sets of them after the last table.
            if (OldParameters().Match(text) is { Success: true } old)
            {
                foreach (string key in new[] { "Current ALPHA", "Rg", "I(0)" })
                    entry.Add(Dialect, key, old.Groups[Array.IndexOf(["Current ALPHA", "Rg", "I(0)"], key) + 1].Value, location);
            }
            else if (OldRange().Match(text) is { Success: true } range)
            {
                if (range.Groups[1].Value.StartsWith("Real", StringComparison.Ordinal))
                    entry.Add(Dialect, "Maximum characteristic size", range.Groups[3].Value, location);
                entry.Add(
                    Dialect, Blanks().Replace(range.Groups[1].Value, " "), $"{range.Groups[2].Value} to {range.Groups[3].Value}", location);
            }
            else if (KeyAndValue().Match(text) is { Success: true } match)
            {
                entry.Add(Dialect, Blanks().Replace(match.Groups[1].Value.Trim(), " "), match.Groups[2].Value, location);
            }
        }
    }

    [GeneratedRegex(@"Current ALPHA\s*:\s*(\S+)\s+Rg\s*:\s*(\S+)\s+I\(0\)\s*:\s*(\S+)")]
    private static partial Regex OldParameters();

    [GeneratedRegex(@"(Angular\s+range|Real space range)\s*:\s*from\s+(\S+)\s+to\s+(\S+)")]
    private static partial Regex OldRange();

    [GeneratedRegex(@"^\s*([A-Za-z][^:#]{1,40}?)\s*:\s+(\S.*)$")]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
