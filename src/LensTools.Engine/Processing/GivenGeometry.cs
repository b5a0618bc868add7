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
    /// <param name="reading">The file.</param>
    /// <param name="described">Its dataset, with what labels say in the place of what it lacks.</param>
    /// <param name="counts">The counts row by row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    internal (FrameGeometry? Geometry, string Text) Of(
        DatasetReading reading, Dataset described, IReadOnlyList<double> counts, int rows, int columns)
    {
        double? distance = Distance ?? described.DetectorDistance?.Value;
        double? wavelength = Wavelength ?? described.Wavelength?.Value;
        double? width = PixelSize?.Width ?? Find(reading, "pixel width"), height = PixelSize?.Height ?? Find(reading, "pixel height");
        if (!(distance > 0)) return (null, "its distance from sample to detector is not known; -Distance says it, in metres");
        if (!(wavelength > 0)) return (null, "its wavelength is not known; -Wavelength says it, in angstrom");
        if (!(width > 0 && height > 0)) return (null, "the size of its pixels is not known; -PixelSize says it, in millimetres");
        (double column, double row, string source) =
            BeamCentre is { } given ? (given.Column, given.Row, "as given")
            : Find(reading, "beam column", width) is { } x && Find(reading, "beam row", height) is { } y
                && x > 0 && y > 0 && x < columns && y < rows
                ? (x, y, "as the file says")
            : Analysis.Averaging.BeamCentre.Find(counts, rows, columns) is { } found ? (found.Column, found.Row, "found")
            : (double.NaN, double.NaN, "");
        return double.IsNaN(column)
            ? (null, "its beam centre cannot be found; -BeamCentre says it, as column and row")
            : (new FrameGeometry(distance.Value, wavelength.Value, width.Value, height.Value, column, row), source);
    }

    // NaN for a unit that is not known: nothing is guessed of a length. A centre may be in pixels, or a length.
    private static double FactorOf(string? unit, string[] row, double? pixel)
    {
        if (pixel is not null && (unit is null || unit.StartsWith("pixel", StringComparison.OrdinalIgnoreCase))) return 1;
        return Units.Find(unit, Dimension.Length) is null ? double.NaN : Units.Ratio(unit, row[1], Dimension.Length) / (pixel ?? 1);
    }

    private static string LettersOf(string name) =>
        string.Concat(name[(name.LastIndexOf('/') + 1)..].Where(char.IsLetter)).ToLowerInvariant();

    // The value of all that have one of the names; null if there is none, or they differ.
    private static double? Find(DatasetReading reading, string what, double? pixel = null)
    {
        string[] row = Array.Find(Names, names => names[0] == what)!;
        string[] spellings = row[2].Split(' ');
        double[] values = [.. reading.Metadata
            .Where(item => spellings.Contains(LettersOf(item.Name)))
            .Select(item => double.TryParse(item.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value * FactorOf(item.Unit, row, pixel)
                : double.NaN)
            .Distinct()];
        return values.Length == 1 && double.IsFinite(values[0]) ? values[0] : null;
    }
}
