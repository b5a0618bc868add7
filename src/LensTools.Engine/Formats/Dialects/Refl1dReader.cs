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

    // The cross sections that load4 knows; what is not in JSON may be a word about any measurement.
    private static readonly HashSet<string> CrossSections = ["++", "+-", "-+", "--", "+", "-"];

    private static readonly HashSet<string> InJson = [.. CrossSections, "", "unpolarized"];

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Any(line => SectionOf(line) is not null) && Tables(file.Scan).Any();

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

    // A section is told by its polarization, however few its rows are.
    private static IEnumerable<NumberBlock> Tables(TextScan scan) =>
        scan.Blocks.Where(block => block.Columns is >= 2 and <= TextScan.MostColumns);

    private static EntryContent Read(DatasetFile file, TextScan scan, NumberBlock block, int above)
    {
        TextLine[] header = [.. scan.Words.Where(word => word.Line > above && word.Line < block.FirstLine)];
        string section = header.Select(line => SectionOf(line.Text)).LastOrDefault(found => found is not null) ?? "";
        var entry = new EntryContent(section) { Technique = Technique.Reflectometry, MayBeSmallAngle = false };
        foreach ((string text, int line) in header.Select(line => (line.Text, line.Line)))
        {
            if (Pair(text) is var (key, value, _)) entry.Add(Dialect, key, value, TextScan.LocationOf(line));
        }
        Column[]? named = header.Reverse().Select(line => ColumnHeader.Read(line.Text, block.Columns)).FirstOrDefault(
            columns => columns?[0].Role == ColumnRole.Q && columns.Any(column => column.IsIntensity));
        Column[] all = named ?? [.. Enumerable.Range(0, block.Columns)
            .Select(i => new Column(i < Usual.Length ? Usual[i] : ColumnRole.Other, null))];
        // Whatever the intensity is called, it is a reflectivity.
        Column[] columns = [.. all.Select(column => column.IsIntensity ? column with { Role = ColumnRole.R } : column)];
        bool isStated = columns[0].Unit is not null;
        if (!isStated) columns[0] = columns[0] with { Unit = Unit };
        string name = $"{Path.GetFileNameWithoutExtension(file.Path)} {section}".TrimEnd();
        new ColumnSignals(scan, ColumnTable.Of(block, columns), name, file.Stop)
        {
            UnitBasis = isStated ? Basis.Stated : Basis.Implied
        }.AddSignals(entry);
        entry.Doubts.AddRange(TextDoubts.OfRows(scan, block));
        return entry;
    }

    private static string? SectionOf(string line) =>
        line.Contains(Polarization, StringComparison.Ordinal)
            && Pair(line) is (Polarization, var value, var isJson)
            && (isJson ? InJson : CrossSections).Contains(value)
                ? value
                : null;

    // "# "polarization": "++"": a key and a value as in JSON.
    private static (string Key, string Value, bool IsJson)? Pair(string line)
    {
        string text = line.Trim();
        if (!text.StartsWith('#')) return null;
        string[] parts = text.TrimStart('#', ' ').Split(':', 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[0].Length > 0
            ? (parts[0].Trim('"'), parts[1].TrimEnd(',').Trim('"'), parts[0].StartsWith('"'))
            : null;
    }
}
