using System.Globalization;
using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Curves and planes as COLETTE and Mantid's SaveRKH write them at ISIS. The same layout also holds wavelengths and
/// spectrum numbers of calibrations, which are refused.
/// </summary>
internal sealed partial class RkhReader() : ContentReader(new DatasetFormat("Rkh", "curves and planes in ISIS' RKH text"))
{
    private const string Dialect = "Rkh";
    private const int FormatLine = 5, FirstRow = 6;

    // Momentum transfers of small-angle scattering stay below it; wavelengths and spectrum numbers do not.
    private const double LargestQ = 5;

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > FirstRow && (IsCurve(file.FirstLines) || IsPlane(file.FirstLines));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file) =>
        [IsCurve(file.FirstLines) ? ReadCurve(file) : ReadPlane(file)];

    private static bool IsCurve(IReadOnlyList<string> lines) => CurveFormat().IsMatch(lines[FormatLine - 1]);

    private static bool IsPlane(IReadOnlyList<string> lines) =>
        AxisLine().IsMatch(lines[1]) && AxisLine().IsMatch(lines[2]) && AxisLine().IsMatch(lines[3]) && lines[4].Trim() == "1";

    private static EntryContent ReadCurve(DatasetFile file)
    {
        TextScan scan = file.Scan;
        EntryContent entry = Head(scan, titleLine: 2);
        // Its counts are five characters wide and run together if they fill them; the first is the number of rows.
        string counts = scan.Line(3).TrimStart().Split(' ')[0];
        NumberBlock? block = scan.Blocks.FirstOrDefault(b => b.FirstLine >= FirstRow);
        if (block is null
            || block.Columns < 3
            || !int.TryParse(counts[..Math.Min(5, counts.Length)], CultureInfo.InvariantCulture, out int rows)
            || block.Rows != rows)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, "line 3", $"{counts.Trim()} does not match the {block?.Rows ?? 0} rows of the table"));
        double[] x = block.Column(0);
        if (x.Max() > LargestQ)
            throw new NotADatasetException(
                $"it is in RKH's layout, but its first column goes up to {x.Max():0.##}: wavelengths or spectrum numbers, not Q");
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            x,
            block.Column(1),
            block.Column(2),
            block.Columns > 3 ? block.Column(3) : null,
            null,
            null,
            TextScan.LocationOf(block.FirstLine),
            unitBasis: Basis.Implied));
        return entry;
    }

    private static EntryContent ReadPlane(DatasetFile file)
    {
        EntryContent entry = Head(file.Scan, titleLine: 6);
        var numbers = new NumberStream(file, firstLine: 7);
        double[] x = numbers.Take(numbers.Count()), y = numbers.Take(numbers.Count());
        int columns = numbers.Count(), rows = numbers.Count();
        _ = numbers.Take(1);
        numbers.SkipLine();
        double[] i = numbers.Take(columns * rows), error = numbers.Take(columns * rows);
        (x, y) = (Centres(x, columns, y, rows), Centres(y, rows, x, columns));
        if (x.Length != columns || y.Length != rows)
            throw numbers.Fail($"{x.Length} and {y.Length} values on the axes of {columns} x {rows} intensities");
        double[] qx = new double[i.Length], qy = new double[i.Length];
        for (int k = 0; k < i.Length; k++) (qx[k], qy[k]) = (x[k % columns], y[k / columns]);
        entry.Signals.Add(Curves.MakePlane(
            Path.GetFileNameWithoutExtension(file.Path),
            qx,
            qy,
            i,
            error,
            LastBrackets(file.Scan.Line(2)),
            LastBrackets(file.Scan.Line(4)),
            TextScan.LocationOf(7),
            [rows, columns]));
        return entry;
    }

    // An axis holds edges if it has one more value than bins; Mantid sometimes omits the last edge of one axis.
    private static double[] Centres(double[] axis, int bins, double[] other, int otherBins)
    {
        if (axis.Length != bins + 1 && !(axis.Length == bins && bins > 1 && other.Length == otherBins + 1)) return axis;
        double[] centres = new double[bins];
        for (int i = 0; i < bins; i++)
            centres[i] = i + 1 < axis.Length ? (axis[i] + axis[i + 1]) / 2 : axis[i] + ((axis[i] - axis[i - 1]) / 2);
        return centres;
    }

    private static EntryContent Head(TextScan scan, int titleLine)
    {
        var entry = new EntryContent();
        if (FirstLine().Match(scan.Line(1)) is { Success: true } first)
        {
            entry.Add(Dialect, "instrument", first.Groups[1].Value, TextScan.LocationOf(1));
            entry.Add(Dialect, "saved", first.Groups[2].Value, TextScan.LocationOf(1));
            entry.Add(Dialect, "workspace", first.Groups[3].Value, TextScan.LocationOf(1));
            // COLETTE writes the run of the sample, and workspaces of ISIS begin with theirs: "98929main_1D".
            if (RunOf().Match(first.Groups[3].Value) is { Success: true } run)
                entry.Add(Dialect, "run", run.Groups[1].Value, TextScan.LocationOf(1));
        }
        entry.Add(Dialect, "title", scan.Line(titleLine), TextScan.LocationOf(titleLine));
        return entry;
    }

    private static string? LastBrackets(string line) =>
        Regex.Match(line, @"\(([^()]*)\)\s*$") is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^(?:SAMPLE:\s*)?(\d{4,8})(?![\d.])", RegexOptions.IgnoreCase)]
    private static partial Regex RunOf();

    [GeneratedRegex(@"^\s*\d+\s*\(F\d+\.\d+,\s*\d*E\d+\.\d+\)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex CurveFormat();

    [GeneratedRegex(@"^\s*\d+\s+\S.*\(.+\)\s*$")]
    private static partial Regex AxisLine();

    [GeneratedRegex(@"^\s*(\S*?)\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s+(\d?\d-\w{3}-\d{4} \d\d:\d\d)\s*(?:Workspace:)?\s*(.*)$")]
    private static partial Regex FirstLine();
}
