using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>Curves that GRASP exports at the ILL: a free-form header, then the columns that its last line names.</summary>
internal sealed partial class GraspReader() : ContentReader(new DatasetFormat("IllGrasp", "curves exported by ILL's GRASP"))
{
    private const string Dialect = "Grasp";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > 2 && file.FirstLines[0].StartsWith("GRASP V", StringComparison.Ordinal);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows)
            ?? throw DatasetFile.WithoutData(file.Path, "it has GRASP's header, but no rows");
        string? header = scan.Words.LastOrDefault(w => w.Line < block.FirstLine)?.Text;
        string[] names = (header ?? "").Split(['\t', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int IndexOf(string name, int usual) =>
            Array.IndexOf(names, name) is >= 0 and int index ? index : usual < block.Columns && names.Length == 0 ? usual : -1;

        var entry = new EntryContent();
        string? unit = null;
        foreach ((int line, string text) in scan.Words.Where(w => w.Line < block.FirstLine))
        {
            if (KeysAndValues().Matches(text) is not { Count: > 0 } found) continue;
            foreach (Match match in found)
            {
                string value = match.Groups[2].Value.Trim();
                if (match.Groups[1].Value == "Foreground") value = value.Split(',')[0];
                if (match.Groups[1].Value == "Intensity units are") unit = value;
                entry.Add(Dialect, match.Groups[1].Value.Trim(), value, TextScan.LocationOf(line));
            }
        }
        int q = Math.Max(IndexOf("Mod_Q", 0), Math.Max(Array.IndexOf(names, "q"), Array.IndexOf(names, "Q"))),
            i = IndexOf("I", 1),
            error = IndexOf("Err_I", 2),
            resolution = IndexOf("Sigma_Q", 3);
        if (q < 0 || i < 0) throw new NotADatasetException($"its columns are {string.Join(", ", names)}, without Mod_Q and I");
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            block.Column(q),
            block.Column(i),
            error < 0 ? null : block.Column(error),
            resolution < 0 ? null : block.Column(resolution),
            null,
            unit,
            TextScan.LocationOf(block.FirstLine),
            unitBasis: Basis.Implied));
        entry.Doubts.AddRange(TextDoubts.Of(scan, block));
        return [entry];
    }

    // A line may hold several keys, separated by three or more blanks.
    [GeneratedRegex(@"([A-Z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*)\s*:\s+(.+?)(?=\s{3,}[A-Z][a-z]+\s*:|$)")]
    private static partial Regex KeysAndValues();
}
