using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// NIST's planes as text: Qx, Qy, I and what a sentence in the header names besides; SasView and Mantid write the table alone.
/// </summary>
internal sealed class Nist2DReader()
    : ContentReader(new DatasetFormat("Nist2D", "planes of I(Qx, Qy) in columns of text, as NIST writes them"))
{
    private const string ColumnSentence = "Data columns", OtherSentence = "in order of: Qx";

    public static bool IsPlane(IReadOnlyList<string> lines) =>
        lines.Any(
            line => line.StartsWith(ColumnSentence, StringComparison.Ordinal) || line.Contains(OtherSentence, StringComparison.Ordinal))
            || (lines.Count > 3 && lines[0].TrimEnd() == "ASCII data");

    public override bool Recognises(DatasetFile file) => file.IsText && IsPlane(file.FirstLines);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows, 3)
            ?? throw DatasetFile.WithoutData(file.Path, "it has the header of a NIST plane, but no table of Qx, Qy and I");
        // The header is of reduced neutron data; other programs write the table alone.
        bool hasHeader = NistHeader.Starts(scan.Head);
        var entry = new EntryContent { Technique = hasHeader ? Technique.Sans : null };
        if (hasHeader) NistHeader.Read(scan, block.FirstLine, entry);
        string sentence = scan.Words.Select(w => w.Text).FirstOrDefault(
            text => text.StartsWith(ColumnSentence, StringComparison.Ordinal) || text.Contains(OtherSentence, StringComparison.Ordinal),
            "Data columns Qx - Qy - I(Qx,Qy) - err(I)");
        string[] names = [.. sentence[Math.Max(0, sentence.IndexOf("Qx", StringComparison.Ordinal))..].Split(
            " - ", StringSplitOptions.TrimEntries)];
        int IndexOf(string name) => Array.FindIndex(names, n => n.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        int qx = IndexOf("Qx"), qy = IndexOf("Qy"), i = IndexOf("I("), error = IndexOf("err");
        if (qx < 0 || qy < 0 || i < 0 || Math.Max(qx, Math.Max(qy, i)) >= block.Columns)
            throw new NotADatasetException($"its columns are \"{sentence}\", without Qx, Qy and I");
        int qz = IndexOf("Qz"), mask = IndexOf("Mask");
        // The mask stands behind the columns of the sentence where it does not name it: 1 is masked.
        if (mask < 0 && block.Columns == names.Length + 1 && IsMask(block, names.Length)) mask = names.Length;
        double[] intensities = block.Column(i);
        if (mask >= 0 && mask < block.Columns) Apply(block.Column(mask), intensities, entry, block);
        entry.Signals.Add(Curves.MakePlane(
            Path.GetFileNameWithoutExtension(file.Path),
            block.Column(qx),
            block.Column(qy),
            intensities,
            error >= 0 && error < block.Columns ? block.Column(error) : null,
            null,
            null,
            TextScan.LocationOf(block.FirstLine),
            unitBasis: Basis.Implied,
            qz: qz >= 0 && qz < block.Columns ? block.Column(qz) : null));
        entry.Doubts.AddRange(TextDoubts.Of(scan, block));
        return [entry];
    }

    private static bool IsMask(NumberBlock block, int column)
    {
        for (int row = 0; row < block.Rows; row++)
        {
            if (block.Value(row, column) is not (0 or 1)) return false;
        }
        return true;
    }

    private static void Apply(double[] mask, double[] intensities, EntryContent entry, NumberBlock block)
    {
        int masked = 0;
        for (int k = 0; k < mask.Length; k++)
        {
            if (mask[k] == 0) continue;
            intensities[k] = double.NaN;
            masked++;
        }
        if (masked > 0)
            entry.Doubts.Add(new Doubt(
                DoubtKind.Masked, TextScan.LocationOf(block.FirstLine), $"{masked} of {mask.Length} points are masked", "NaN")
            {
                Omitted = masked,
            });
    }
}
