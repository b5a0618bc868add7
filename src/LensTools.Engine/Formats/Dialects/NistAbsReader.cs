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
    private const double Shadowed = 1e-6;

    public override bool Recognises(DatasetFile file) =>
        file.IsText && !Nist2DReader.IsPlane(file.FirstLines) &&
        (NistHeader.Starts(file.FirstLines) || file.FirstLines.Any(line => line.StartsWith(ColumnSentence, StringComparison.Ordinal)));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows, 3)
            ?? throw DatasetFile.WithoutData(file.Path, "it has the header of a NIST curve, but no table of Q, I and its deviation");
        var entry = new EntryContent { Technique = Technique.Sans };
        NistHeader.Read(scan, block.FirstLine, entry);
        Column[] columns = Columns(scan, block);
        int IndexOf(ColumnRole role, int usual) =>
            Array.FindIndex(columns, column => column.Role == role) is >= 0 and int stated ? stated : usual;
        int q = IndexOf(ColumnRole.Q, 0), i = IndexOf(ColumnRole.I, 1), dq = IndexOf(ColumnRole.Qdev, 3);
        double[]? resolution = dq < block.Columns ? block.Column(dq) : null;
        FindShadow(block, columns, entry);
        entry.Doubts.AddRange(TextDoubts.Of(scan, block));
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            block.Column(q),
            block.Column(i),
            block.Column(IndexOf(ColumnRole.Idev, 2)),
            resolution is null || resolution.Any(width => width < 0) ? null : resolution,
            q < columns.Length ? columns[q].Unit : null,
            i < columns.Length ? columns[i].Unit : null,
            TextScan.LocationOf(block.FirstLine)));
        return [entry];
    }

    // The sentence names them in the order in which they are written.
    private static Column[] Columns(TextScan scan, NumberBlock block)
    {
        string? sentence = scan.Words.FirstOrDefault(
            w => w.Line < block.FirstLine && w.Text.StartsWith(ColumnSentence, StringComparison.Ordinal))?.Text;
        string[] names = sentence?.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..] ?? [];
        return ColumnHeader.Read(string.Join('\t', names), names.Length) is { } named && named.Length <= block.Columns ? named : [];
    }

    // Behind the beam stop nothing was measured; the programs write 1E-10 there.
    private static void FindShadow(NumberBlock block, Column[] columns, EntryContent entry)
    {
        int shadow = Array.FindIndex(columns, column => column.Name.StartsWith("Shadow", StringComparison.OrdinalIgnoreCase));
        if (shadow < 0) return;
        int masked = 0;
        for (int k = 0; k < block.Rows; k++)
        {
            if (block.Value(k, shadow) < Shadowed) masked++;
        }
        if (masked > 0)
            entry.Doubts.Add(new Doubt(
                DoubtKind.Masked,
                TextScan.LocationOf(block.FirstLine),
                $"{masked} of {block.Rows} points are in the shadow of the beam stop",
                "the intensities as they are"));
    }
}
