using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Polarised reflectivities as refl1d and reductus keep them: a section for each cross section, with lines such as
/// <c># "polarization": "++"</c> above columns of Q, R, dR and dQ. Source: refl1d, <c>probe/data_loaders/load4.py</c>.
/// </summary>
internal sealed class Refl1dReader()
    : ContentReader(new DatasetFormat("Refl1d", "polarised reflectivities of refl1d and reductus, an entry for each cross section"))
{
    private const string Dialect = "Refl1d", Polarization = "polarization";

    // The usual unit; refl1d knows no other.
    private const string Unit = "1/angstrom";

    private static readonly ColumnRole[] Usual = [ColumnRole.Q, ColumnRole.R, ColumnRole.Idev, ColumnRole.Qdev];

    public override bool Recognises(DatasetFile file) => file.IsText
        && file.FirstLines.Any(line => line.Contains(Polarization, StringComparison.Ordinal) && Pair(line) is { Key: Polarization })
        && Tables(file.Scan).Any();

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var entries = new List<EntryContent>();
        TextScan scan = file.Scan;
        int above = 0;
        foreach (NumberBlock block in Tables(scan))
        {
            file.Stop.ThrowIfCancellationRequested();
            entries.Add(Read(file, scan, block, above));
            above = block.LastLine;
        }
        EntryContent.MakeNamesUnique(entries);
        return entries;
    }

    private static IEnumerable<NumberBlock> Tables(TextScan scan) =>
        scan.Blocks.Where(block => block.Rows >= ColumnTable.FewestRows && block.Columns is >= 2 and <= TextScan.MostColumns);

    private static EntryContent Read(DatasetFile file, TextScan scan, NumberBlock block, int above)
    {
        TextLine[] header = [.. scan.Words.Where(word => word.Line > above && word.Line < block.FirstLine)];
        var pairs = header.Select(line => (Pair: Pair(line.Text), line.Line)).Where(one => one.Pair is not null).ToList();
        string section = pairs.FirstOrDefault(one => one.Pair!.Value.Key == Polarization).Pair?.Value ?? "";
        var entry = new EntryContent(section) { Technique = Technique.Reflectometry, MayBeSmallAngle = false };
        foreach (((string Key, string Value)? pair, int line) in pairs)
            entry.Add(Dialect, pair!.Value.Key, pair.Value.Value, TextScan.LocationOf(line));
        Column[]? named = header.Reverse().Select(line => ColumnHeader.Read(line.Text, block.Columns)).FirstOrDefault(
            columns => columns?[0].Role == ColumnRole.Q && columns.Any(column => column.IsIntensity));
        double[]? Of(ColumnRole role)
        {
            int index = named is null ? Array.IndexOf(Usual, role) : Array.FindIndex(named, column => column.Role == role);
            return index >= 0 && index < block.Columns ? block.Column(index) : null;
        }
        string? unit = named?[0].Unit;
        entry.Signals.Add(Curves.Make(
            $"{Path.GetFileNameWithoutExtension(file.Path)} {section}".TrimEnd(),
            Of(ColumnRole.Q)!,
            Of(ColumnRole.R) ?? Of(ColumnRole.I)!,
            Of(ColumnRole.Idev),
            Of(ColumnRole.Qdev),
            unit ?? Unit,
            null,
            TextScan.LocationOf(block.FirstLine),
            AxisQuantity.Reflectivity,
            unit is null ? Basis.Implied : Basis.Stated));
        entry.Doubts.AddRange(TextDoubts.OfRows(scan, block));
        return entry;
    }

    // "# "polarization": "++"": a key and a value as in JSON.
    private static (string Key, string Value)? Pair(string line)
    {
        string text = line.Trim();
        if (!text.StartsWith('#')) return null;
        string[] parts = text.TrimStart('#', ' ').Split(':', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[0].Length > 0 ? (parts[0].Trim('"'), parts[1].TrimEnd(',').Trim('"')) : null;
    }
}
