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
    // What is no pair of a name and a number is what people write about any table.
    private const string Dialect = "ComputedProfile", WordsDialect = "ColumnText";

    private const string Measured = "i", Deviation = "s", Fit = "fit";

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
            if (pairs.Count == 0) Text.HeaderLines.Add(entry, WordsDialect, line, text);
        }
        entry.Doubts.AddRange(TextDoubts.Of(scan, block, lastOfHeader: block.FirstLine - 1));
        string name = Path.GetFileNameWithoutExtension(file.Path), location = TextScan.LocationOf(block.FirstLine);
        string[] columns = Named(scan, block) ?? layout.Columns;
        // The deviation is that of what was measured, or of the only profile.
        int deviation = Array.IndexOf(columns, Deviation), measured = Math.Max(1, Array.IndexOf(columns, Measured));
        for (int column = 1; column < columns.Length; column++)
        {
            string role = columns[column];
            if (role is Deviation or "") continue;
            entry.Signals.Add(Curves.Make(
                role == Measured ? name : $"{name} {role}",
                block.Column(0),
                block.Column(column),
                column == measured && deviation > 0 ? block.Column(deviation) : null,
                null,
                layout.Unit,
                null,
                location,
                role == Measured ? AxisQuantity.Intensity : AxisQuantity.FittedIntensity,
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

    // Versions of FoXS order the columns of a fit differently, and name them.
    private static string[]? Named(TextScan scan, NumberBlock block)
    {
        Column[]? names = scan.Words.Where(word => word.Line < block.FirstLine).Reverse()
            // No name has a blank in it, and they are not always set apart by as many.
            .Select(word => ColumnHeader.Read(Blanks().Replace(word.Text, " "), block.Columns))
            .FirstOrDefault(read => read?[0].Role == ColumnRole.Q && read.Any(column => column.Role == ColumnRole.Fit));
        return names is null ? null : [.. names.Select(column => column.Role switch
        {
            ColumnRole.Q => "q",
            ColumnRole.I => Measured,
            ColumnRole.Idev => Deviation,
            ColumnRole.Fit => Fit,
            _ => "",
        })];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    // "Rg: 33.22", "Chi^2: 1.089", "q_min = 0".
    [GeneratedRegex(@"([A-Za-z][\w^]*)\s*[:=]\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?!\w)")]
    private static partial Regex Pair();

    private sealed record Layout(string[] Header, string Program, string Unit, string[] Columns)
    {
        public bool IsIn(string line) => Header.All(part => line.Contains(part, StringComparison.Ordinal));
    }
}
