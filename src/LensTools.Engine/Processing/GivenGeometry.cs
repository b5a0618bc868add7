using System.Globalization;
using LensTools.Engine.Analysis.Averaging;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Processing;

/// <summary>What a user says of the geometry of a frame; what is null is taken from the file.</summary>
public sealed record GivenGeometry
{
    private static readonly string[][] Names = [.. Table.Read("geometry.tsv")];

    /// <summary>The distance from the sample to the detector in metres.</summary>
    public double? Distance { get; init; }

    /// <summary>The wavelength in angstrom.</summary>
    public double? Wavelength { get; init; }

    /// <summary>The width of a column and the height of a row in millimetres.</summary>
    public (double Width, double Height)? PixelSize { get; init; }

    /// <summary>The column and the row where the beam meets the detector, from the middle of the first.</summary>
    public (double Column, double Row)? BeamCentre { get; init; }

    /// <summary>The geometry of a frame, and where its beam centre is from; or null, and what is not known.</summary>
    internal (FrameGeometry? Geometry, string Text) Of(DatasetReading reading, IReadOnlyList<double> counts, int rows, int columns)
    {
        double? distance = Distance ?? reading.Dataset.DetectorDistance?.Value;
        double? wavelength = Wavelength ?? reading.Dataset.Wavelength?.Value;
        double? width = PixelSize?.Width ?? Find(reading, "pixel width"), height = PixelSize?.Height ?? Find(reading, "pixel height");
        if (!(distance > 0)) return (null, "its distance from sample to detector is not known; -Distance says it, in metres");
        if (!(wavelength > 0)) return (null, "its wavelength is not known; -Wavelength says it, in angstrom");
        if (!(width > 0 && height > 0)) return (null, "the size of its pixels is not known; -PixelSize says it, in millimetres");
        (double column, double row, string source) =
            BeamCentre is { } given ? (given.Column, given.Row, "as given")
            : Find(reading, "beam column") is { } x && Find(reading, "beam row") is { } y && x > 0 && y > 0 && x < columns && y < rows
                ? (x, y, "as the file says")
            : Analysis.Averaging.BeamCentre.Find(counts, rows, columns) is { } found ? (found.Column, found.Row, "found")
            : (double.NaN, double.NaN, "");
        return double.IsNaN(column)
            ? (null, "its beam centre cannot be found; -BeamCentre says it, as column and row")
            : (new FrameGeometry(distance.Value, wavelength.Value, width.Value, height.Value, column, row), source);
    }

    private static string LettersOf(string name) =>
        string.Concat(name[(name.LastIndexOf('/') + 1)..].Where(char.IsLetter)).ToLowerInvariant();

    // The value of all that have one of the names; null if there is none, or they differ.
    private static double? Find(DatasetReading reading, string what)
    {
        string[] row = Array.Find(Names, names => names[0] == what)!;
        string[] spellings = row[3].Split(' ');
        double[] values = [.. reading.Metadata
            .Where(item => spellings.Contains(LettersOf(item.Name)))
            .Select(item => double.TryParse(item.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? Enum.TryParse(row[1], out Dimension dimension) ? value * Units.Ratio(item.Unit, row[2], dimension) : value
                : double.NaN)
            .Distinct()];
        return values.Length == 1 && double.IsFinite(values[0]) ? values[0] : null;
    }
}
