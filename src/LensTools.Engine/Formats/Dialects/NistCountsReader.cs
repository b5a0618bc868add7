using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// A detector image that NIST's Igor procedures write as text: the header, then the counts of one pixel per line, row by row.
/// </summary>
internal sealed class NistCountsReader()
    : ContentReader(new DatasetFormat("NistCounts", "detector images of NIST, one pixel per line of text"))
{
    private const string Dialect = "Nist", RowSentence = "Data is written by row", PixelNames = "PIXELS(X)";

    public override bool Recognises(DatasetFile file) =>
        file.IsText
            && NistHeader.Starts(file.FirstLines)
            && file.FirstLines.Any(line => line.StartsWith(RowSentence, StringComparison.Ordinal));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows, columns: 1)
            ?? throw DatasetFile.WithoutData(file.Path, "it has the header of a NIST image, but no counts");
        var entry = new EntryContent { Technique = Technique.Sans, Level = DataLevel.Raw, Counts = (long)block.Rows * block.Columns };
        NistHeader.Read(scan, block.FirstLine, entry);
        TextLine? names = scan.Words.FirstOrDefault(w => w.Text.StartsWith(PixelNames, StringComparison.Ordinal));
        if (names is null)
        {
            // Older files do not state the size; the detector is square.
            long side = (long)Math.Round(Math.Sqrt(entry.Counts));
            if (side * side != entry.Counts)
                throw new Hosting.LensException(DatasetFile.Damaged(
                    file.Path, TextScan.LocationOf(block.LastLine), $"{entry.Counts} counts do not fill a square detector"));
            return [entry];
        }
        string[] pixels = scan.Line(names.Line + 1).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string location = TextScan.LocationOf(names.Line + 1);
        if (pixels.Length < 2 || !int.TryParse(pixels[0], out int x) || !int.TryParse(pixels[1], out int y) || x <= 0 || y <= 0)
            throw new Hosting.LensException(DatasetFile.Damaged(file.Path, location, "the numbers of pixels are missing"));
        if ((long)x * y != entry.Counts)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, location, $"{x} times {y} pixels are stated, but there are {entry.Counts} counts"));
        entry.Add(Dialect, "PIXELS(X)", pixels[0], location);
        entry.Add(Dialect, "PIXELS(Y)", pixels[1], location);
        return [entry];
    }
}
