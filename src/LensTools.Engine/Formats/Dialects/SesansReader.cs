using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Spin-echo SANS (.ses, file format 1.0): depolarisation against spin-echo length, in the columns that the line after BEGIN_DATA names.
/// </summary>
internal sealed class SesansReader() : ContentReader(new DatasetFormat("Sesans", "spin-echo SANS: depolarisation against spin-echo length"))
{
    private const string Dialect = "Sesans";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > 2 && file.FirstLines[0].StartsWith("FileFormatVersion", StringComparison.Ordinal);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        int begin = scan.Words.FirstOrDefault(w => w.Text.StartsWith("BEGIN_DATA", StringComparison.Ordinal))?.Line ?? 0;
        TextLine? named = scan.Words.FirstOrDefault(w => w.Line > begin);
        NumberBlock? block = scan.Blocks.FirstOrDefault(b => b.FirstLine > begin);
        if (begin == 0 || block is null || named is null)
            throw DatasetFile.WithoutData(file.Path, "it has the header of spin-echo data, but no rows after BEGIN_DATA");
        string[] names = named.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != block.Columns)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(named.Line), $"{names.Length} columns are named, but the rows have {block.Columns}"));

        var entry = new EntryContent { Technique = Technique.Sesans };
        var values = new Dictionary<string, string>();
        foreach ((int line, string text) in scan.Words.Where(w => w.Line < begin))
        {
            string[] parts = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length < 2) continue;
            values[parts[0]] = parts[1];
        }
        foreach ((int line, string text) in scan.Words.Where(w => w.Line < begin))
        {
            string key = text.Split((char[]?)null, 2)[0];
            if (values.TryGetValue(key, out string? value) && !key.EndsWith("_unit", StringComparison.Ordinal))
                entry.Add(Dialect, key, value, TextScan.LocationOf(line), values.GetValueOrDefault(key + "_unit"));
        }
        double[]? Column(string name) => Array.IndexOf(names, name) is >= 0 and int index ? block.Column(index) : null;
        if (Column("SpinEchoLength") is not { } length || Column("Depolarisation") is not { } depolarisation)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(named.Line), "SpinEchoLength or Depolarisation is not among the columns"));
        entry.Signals.Add(new Curve(
            Path.GetFileNameWithoutExtension(file.Path),
            Axis.Of(
                AxisQuantity.SpinEchoLength,
                "spin-echo length",
                length,
                Column("SpinEchoLength_error"),
                values.GetValueOrDefault("SpinEchoLength_unit")),
            Curves.YAxis(
                AxisQuantity.Depolarisation,
                depolarisation,
                Column("Depolarisation_error"),
                values.GetValueOrDefault("Depolarisation_unit")),
            TextScan.LocationOf(block.FirstLine)));
        entry.Doubts.AddRange(TextDoubts.OfRows(scan, block));
        return [entry];
    }
}
