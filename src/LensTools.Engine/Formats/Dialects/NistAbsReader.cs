using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// NIST's averaged curves (.ABS, .ASC): Q, I and its deviation, the resolution, the mean Q and the shadow factor of the
/// beam stop. A negative fourth column is the length of a slit, not a resolution.
/// </summary>
internal sealed class NistAbsReader() : ContentReader(new DatasetFormat("NistAbs", "curves averaged at NIST, in six columns of text"))
{
    private const string ColumnSentence = "The 6 columns are";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && !Nist2DReader.IsPlane(file.FirstLines) &&
        (NistHeader.Starts(file.FirstLines) || file.FirstLines.Any(line => line.StartsWith(ColumnSentence, StringComparison.Ordinal)));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows, 3)
            ?? throw new NotADatasetException("it has the header of a NIST curve, but no table of Q, I and its deviation");
        var entry = new EntryContent { Technique = Technique.Sans };
        NistHeader.Read(scan, block.FirstLine, entry);
        string[] names = scan.Words.Where(w => w.Line < block.FirstLine && w.Text.StartsWith(ColumnSentence, StringComparison.Ordinal))
            .Select(w => w.Text)
            .FirstOrDefault("")
            .Split('|');
        double[]? resolution = block.Columns > 3 ? block.Column(3) : null;
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            block.Column(0),
            block.Column(1),
            block.Column(2),
            resolution is null || resolution.Any(dq => dq < 0) ? null : resolution,
            Unit(names, 1),
            Unit(names, 2),
            TextScan.LocationOf(block.FirstLine)));
        return [entry];
    }

    // "I(Q) (1/cm)": the last brackets hold the unit.
    private static string? Unit(string[] names, int index)
    {
        if (index >= names.Length) return null;
        int open = names[index].LastIndexOf('('), close = names[index].LastIndexOf(')');
        if (open < 0 || close < open) return null;
        return names[index][(open + 1)..close];
    }
}
