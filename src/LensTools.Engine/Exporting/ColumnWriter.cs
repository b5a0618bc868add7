using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>Columns of text behind a header of keys and values; every number is written so that it reads back as it was.</summary>
internal sealed class ColumnWriter : IExportWriter
{
    public string Id => "Column";

    public string Description => "columns of text: Q, I and their standard deviations";

    public string Extension => ".dat";

    public bool HoldsOneCurve => true;

    public bool HoldsPlanes => true;

    public bool HoldsOtherQuantities => false;

    public void Write(Stream stream, ExportContent content)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach ((string key, string? value) in Header(content))
        {
            if (!string.IsNullOrWhiteSpace(value)) writer.WriteLine($"# {key}: {OneLine(value)}");
        }
        Curve curve = content.Curves[0];
        (string Name, double[] Values)[] columns = [.. Columns(curve)];
        string q = ExportContent.QUnit(curve), i = ExportContent.IUnit(curve);
        writer.WriteLine("# " + string.Join('\t', columns.Select(c => c.Name is "I" or "Idev" ? $"{c.Name} ({i})" : $"{c.Name} ({q})")));
        for (int row = 0; row < curve.I.Length; row++)
            writer.WriteLine(string.Join('\t', columns.Select(c => c.Values[row].ToString("R", CultureInfo.InvariantCulture))));
    }

    private static IEnumerable<(string, string?)> Header(ExportContent content)
    {
        Dataset dataset = content.Dataset;
        yield return ("title", dataset.Title);
        yield return ("sample", dataset.Sample);
        yield return ("run", dataset.RunNumber);
        yield return ("proposal", dataset.Proposal);
        yield return ("facility", dataset.Facility);
        yield return ("instrument", dataset.Instrument);
        yield return ("wavelength", WithUnit(dataset.Wavelength, "A"));
        yield return ("detector distance", WithUnit(dataset.DetectorDistance, "m"));
        yield return ("temperature", WithUnit(dataset.Temperature, "K"));
        yield return ("thickness", WithUnit(dataset.Thickness, "mm"));
        foreach ((string name, string value) in content.Labels) yield return ($"label {name}", value);
        yield return ("source", $"{Path.GetFileName(dataset.Path)} {dataset.Entry}".TrimEnd());
        yield return ("source sha256", content.SourceId);
        yield return ("source unit of Q", content.Curves[0].QUnit is { Length: > 0 } unit ? unit : "not stated");
    }

    private static IEnumerable<(string, double[])> Columns(Curve curve)
    {
        if (curve.Qx is { } qx && curve.Qy is { } qy)
        {
            yield return ("Qx", qx);
            yield return ("Qy", qy);
        }
        else
        {
            yield return ("Q", curve.Q);
        }
        yield return ("I", curve.I);
        if (curve.Idev is { } idev) yield return ("Idev", idev);
        if (curve.Qdev is { } qdev && curve.Idev is not null) yield return ("Qdev", qdev);
    }

    private static string? WithUnit(double? value, string unit) => value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:R} {unit}") : null;

    private static string OneLine(string value) => value.ReplaceLineEndings(" ");
}
