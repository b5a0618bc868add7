using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// What CRYSOL and FoXS write: profiles computed from atomic models, which were not measured, and measured ones with such a fit.
/// </summary>
internal sealed partial class ComputedProfileReader()
    : ContentReader(new DatasetFormat("ComputedProfile", "profiles computed by CRYSOL or FoXS, and their fits to data"))
{
    private const string Dialect = "ColumnText";

    // CRYSOL's header stands in the first line, below at most a title.
    private const int HeaderLines = 2;

    private static readonly Layout[] Layouts = [.. Table.Read("profiles.tsv")
        .Select(row => new Layout(row[0].Split('&'), row[1], row[2], row[3..]))];

    public override bool Recognises(DatasetFile file) => file.IsText && Candidates(file).Any() && Find(file) is not null;

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        (Layout layout, NumberBlock block) = Find(file)!.Value;
        TextScan scan = file.Scan;
        StatedCount.Take(scan, block);
        var entry = new EntryContent { Technique = Technique.Saxs };
        entry.Add(Dialect, "program", layout.Program, TextScan.LocationOf(1));
        foreach ((int line, string text) in scan.Words.Where(word => word.Line < block.FirstLine))
        {
            MatchCollection pairs = Pair().Matches(text);
            foreach (Match pair in pairs) entry.Add(Dialect, pair.Groups[1].Value, pair.Groups[2].Value, TextScan.LocationOf(line));
            if (pairs.Count == 0) Text.HeaderLines.Add(entry, Dialect, line, text);
        }
        entry.Doubts.AddRange(TextDoubts.Of(scan, block, lastOfHeader: block.FirstLine - 1));
        string name = Path.GetFileNameWithoutExtension(file.Path), location = TextScan.LocationOf(block.FirstLine);
        for (int column = 1; column < layout.Columns.Length; column++)
        {
            string role = layout.Columns[column];
            if (role == "s") continue;
            bool hasDeviations = column + 1 < layout.Columns.Length && layout.Columns[column + 1] == "s";
            double[]? deviations = hasDeviations ? block.Column(column + 1) : null;
            entry.Signals.Add(Curves.Make(
                role == "i" ? name : $"{name} {role}",
                block.Column(0),
                block.Column(column),
                deviations,
                null,
                layout.Unit,
                null,
                location,
                role == "i" ? AxisQuantity.Intensity : AxisQuantity.FittedIntensity,
                Basis.Implied));
        }
        return [entry];
    }

    private static IEnumerable<Layout> Candidates(DatasetFile file) =>
        Layouts.Where(layout => file.FirstLines.Take(HeaderLines).Any(layout.IsIn));

    private static (Layout Layout, NumberBlock Block)? Find(DatasetFile file)
    {
        foreach (Layout layout in Candidates(file))
        {
            if (file.Scan.Largest(ColumnTable.FewestRows) is { } block && block.Columns == layout.Columns.Length) return (layout, block);
        }
        return null;
    }

    // "Rg: 33.22", "Chi^2: 1.089", "q_min = 0".
    [GeneratedRegex(@"([A-Za-z][\w^]*)\s*[:=]\s*([-+\d.eE]+)")]
    private static partial Regex Pair();

    private sealed record Layout(string[] Header, string Program, string Unit, string[] Columns)
    {
        public bool IsIn(string line) => Header.All(part => line.Contains(part, StringComparison.Ordinal));
    }
}
