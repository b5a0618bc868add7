using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// DANSE's .sans: keys and values, then the intensity and its deviation of each pixel, the first coordinate running
/// fastest. Q follows from the centre and the size of pixels, the distance and the wavelength.
/// </summary>
internal sealed class DanseReader() : ContentReader(new DatasetFormat("DanseSans", "DANSE planes of pixels with their geometry"))
{
    private const string Dialect = "Danse";

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > 2 && file.FirstLines[0].StartsWith("FORMATVERSION:", StringComparison.Ordinal);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock block = scan.Largest(ColumnTable.FewestRows)
            ?? throw DatasetFile.WithoutData(file.Path, "it has the header of a DANSE plane, but no pixels");
        var entry = new EntryContent();
        var numbers = new Dictionary<string, double>();
        foreach ((int line, string text) in scan.Words.Where(
            w => w.Line < block.FirstLine && w.Text.Contains(':', StringComparison.Ordinal)))
        {
            string key = text[..text.IndexOf(':')].Trim(), value = text[(text.IndexOf(':') + 1)..].Trim();
            // A unit may follow the number.
            if (double.TryParse(value.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                numbers[key] = number;
            if (value.Length > 0) entry.Add(Dialect, key, value, TextScan.LocationOf(line));
        }
        double Number(string key) =>
            numbers.TryGetValue(key, out double value)
                ? value
                : throw new Hosting.LensException(DatasetFile.Damaged(file.Path, "its header", $"{key} is missing"));
        int columns = (int)Number("SIZE_X"), rows = (int)Number("SIZE_Y");
        if ((long)columns * rows != block.Rows)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, "its header", $"{columns} x {rows} pixels are stated, but there are {block.Rows}"));

        foreach (string key in new[] { "PIXELSIZE", "DISTANCE", "WAVELENGTH", "SIZE_X", "SIZE_Y" })
        {
            if (!(Number(key) > 0))
                throw new Hosting.LensException(DatasetFile.Damaged(file.Path, "its header", $"{key} is {Number(key)}"));
        }
        double pixel = Number("PIXELSIZE") / 1000, distance = Number("DISTANCE"), wavelength = Number("WAVELENGTH");
        double[] qx = new double[block.Rows], qy = new double[block.Rows];
        for (int k = 0; k < block.Rows; k++)
        {
            // Pixels are counted from one.
            double x = ((k % columns) + 1 - Number("CENTER_X")) * pixel,
                y = ((k / columns) + 1 - Number("CENTER_Y")) * pixel,
                r = Math.Sqrt((x * x) + (y * y));
            double q = 4 * Math.PI / wavelength * Math.Sin(Math.Atan2(r, distance) / 2);
            (qx[k], qy[k]) = r == 0 ? (0, 0) : (q * x / r, q * y / r);
        }
        entry.Signals.Add(Curves.MakePlane(
            Path.GetFileNameWithoutExtension(file.Path),
            qx,
            qy,
            block.Column(0),
            block.Column(1),
            null,
            null,
            TextScan.LocationOf(block.FirstLine),
            [rows, columns],
            unitBasis: Basis.Implied));
        entry.Doubts.AddRange(TextDoubts.OfRows(scan, block));
        return [entry];
    }
}
