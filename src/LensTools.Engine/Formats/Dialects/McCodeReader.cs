using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Monitors of McStas and McXtrace simulations as text: histograms along one axis as curves; those along two axes, and lists of events,
/// by their shape. Source: the McStas manual, section "Data formats".
/// </summary>
internal sealed class McCodeReader() : ContentReader(new DatasetFormat("McCode", "monitors of McStas and McXtrace simulations as text"))
{
    private const string Dialect = "McCode";

    // The header states sums with six digits.
    private const double Precision = 1e-5;

    // For each bin: the intensity, its deviation and the number of events.
    private const int ValuesOfBin = 3;

    public override bool Recognises(DatasetFile file) => file.IsText
        && file.FirstLines.Take(3).Any(line => line.StartsWith("# Format: Mc", StringComparison.OrdinalIgnoreCase)
            && line.Contains("text headers", StringComparison.OrdinalIgnoreCase));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        (string Key, string Value, int Line)[] header = [.. scan.Words.Where(w => w.Text.StartsWith('#')).Select(Split)];
        string Of(string key) => header.FirstOrDefault(item => item.Key == key).Value ?? "";
        string type = Of("type");
        long[] shape = ShapeOf(type) ?? throw new NotADatasetException(
            $"it has the header of a simulated monitor of type \"{type}\", which is no histogram");
        string[] variables = Of("variables").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isCurve = shape.Length == 1 && variables is [_, "I", "I_err" or "Ierr", ..];
        NumberBlock? block = scan.Blocks.Count > 0 ? scan.Blocks[0] : null;
        if (isCurve && (block is null || block.Columns < ValuesOfBin))
            throw DatasetFile.WithoutData(file.Path, $"it has the header of a simulated monitor of {shape[0]} bins, but no rows");
        Curve? curve = isCurve ? ReadCurve(block!, Of("xvar"), Of("xlabel"), Of("ylabel"), Of("component")) : null;
        var entry = new EntryContent
        {
            Level = curve is { IsAgainstQ: true } ? DataLevel.Reduced : DataLevel.Raw,
            Counts = shape.Aggregate(1L, (product, length) => product * length),
            MayBeSmallAngle = curve is { IsAgainstQ: true },
        };
        foreach ((string key, string value, int line) in header) Add(entry, key, value, TextScan.LocationOf(line));
        if (curve is not null)
        {
            block!.StatedRows = (int)shape[0];
            entry.Signals.Add(curve);
            entry.Doubts.AddRange(TextDoubts.Of(scan, block));
            entry.Doubts.AddRange(OfSum(curve, Of("values")));
        }
        else if (shape.Length == 2 && CountNumbers(file) is var there && there != entry.Counts * ValuesOfBin)
        {
            entry.Doubts.Add(new Doubt(
                DoubtKind.Incomplete,
                TextScan.LocationOf(header[^1].Line),
                $"{type} states {entry.Counts * ValuesOfBin} numbers, and {there} are there",
                "the shape as stated"));
        }
        return [entry];
    }

    // "# key: value"
    private static (string Key, string Value, int Line) Split(TextLine line)
    {
        string text = line.Text.TrimStart('#', ' ');
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text.Trim(), "", line.Line) : (text[..colon].Trim(), text[(colon + 1)..].Trim(), line.Line);
    }

    // "array_1d(128)", "array_2d(80, 60)"
    private static long[]? ShapeOf(string type)
    {
        int open = type.IndexOf('(', StringComparison.Ordinal);
        if (!type.StartsWith("array_", StringComparison.Ordinal) || open < 0 || !type.EndsWith(')')) return null;
        string[] parts = type[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
        long[] shape = [.. parts.Select(
            part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : 0)];
        return shape is [> 0] or [> 0, > 0] or [> 0, > 0, > 0] ? shape : null;
    }

    private static void Add(EntryContent entry, string key, string value, string location)
    {
        // "Fri Jan 31 12:34:16 2020 (1580470456)", "PSI_DMC (PSI_DMC.instr)": in brackets is the same again.
        if (key is "Date" or "Source") value = value.Split('(')[0];
        if (key == "Param" && value.Split('=', 2) is [string name, string given])
            entry.Add(Dialect, key, given, location, name: name.Trim());
        else
            entry.Add(Dialect, key, value, location);
    }

    private static Curve ReadCurve(NumberBlock block, string variable, string xLabel, string yLabel, string component)
    {
        (string name, string? unit) = LabelAndUnit(xLabel);
        string? intensityUnit = LabelAndUnit(yLabel).Unit;
        string location = TextScan.LocationOf(block.FirstLine);
        double[] x = block.Column(0), i = block.Column(1), deviations = block.Column(2);
        bool isQ = variable.Equals("q", StringComparison.OrdinalIgnoreCase) && Units.Find(unit, Dimension.Momentum) is not null;
        return isQ
            ? Curves.Make(component, x, i, deviations, null, unit, intensityUnit, location)
            : new Curve(
                component,
                Axis.Of(AxisQuantity.Other, name.Length > 0 ? name : variable, x, null, unit),
                Curves.YAxis(AxisQuantity.Intensity, i, deviations, intensityUnit),
                location);
    }

    // "TOF [s]"
    private static (string Label, string? Unit) LabelAndUnit(string text)
    {
        int open = text.LastIndexOf('[');
        int close = text.LastIndexOf(']');
        return open >= 0 && close > open + 1 ? (text[..open].Trim(), text[(open + 1)..close].Trim()) : (text, null);
    }

    // "values: I I_err N" are the sums over all bins.
    private static IEnumerable<Doubt> OfSum(Curve curve, string values)
    {
        if (!double.TryParse(values.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double stated)) yield break;
        double sum = curve.I.Sum();
        if (Math.Abs(sum - stated) <= Precision * Math.Abs(stated)) yield break;
        yield return new Doubt(
            DoubtKind.Incomplete,
            curve.Location,
            string.Create(CultureInfo.InvariantCulture, $"the intensities add up to {sum:G6}, and {stated:G6} are stated"),
            "the rows that are there");
    }

    private static long CountNumbers(DatasetFile file)
    {
        long count = 0;
        var lines = new TextLines(file.Text.Span);
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> rest = lines.Current;
            if (rest.StartsWith("#"u8)) continue;
            while (!rest.IsEmpty)
            {
                int end = rest.IndexOfAny((byte)' ', (byte)'\t');
                ReadOnlySpan<byte> word = end < 0 ? rest : rest[..end];
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) count++;
            }
        }
        return count;
    }
}
