using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>Columns of text after a header of keys and values; every number is written so that it reads back exactly.</summary>
internal sealed class ColumnWriter : IExportWriter
{
    public string Id => "Column";

    public string Description => "columns of text: Q, I and their standard deviations";

    public string Extension => ".dat";

    public bool HoldsOneSignal => true;

    public bool CanHold(Signal signal) => ExportContent.IsIntensity(signal);

    public void Write(Stream stream, ExportContent content)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach ((string key, string? value) in Header(content))
        {
            if (!string.IsNullOrWhiteSpace(value)) writer.WriteLine($"# {key}: {OneLine(value)}");
        }
        Signal signal = content.Signals[0];
        (string Name, ImmutableArray<double> Values)[] columns = [.. Columns(signal)];
        string? q = ExportContent.QUnit(signal), i = ExportContent.IUnit(signal);
        string Heading(string name) => (name is "I" or "Idev" ? i : q) is { } unit ? $"{name} ({unit})" : name;
        writer.WriteLine("# " + string.Join('\t', columns.Select(c => Heading(c.Name))));
        for (int row = 0; row < signal.I.Length; row++)
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
        yield return ("wavelength", WithUnit(dataset.Wavelength?.Value, "A"));
        yield return ("detector distance", WithUnit(dataset.DetectorDistance?.Value, "m"));
        yield return ("temperature", WithUnit(dataset.Temperature?.Value, "K"));
        yield return ("thickness", WithUnit(dataset.Thickness?.Value, "mm"));
        foreach ((string name, string value) in content.Labels) yield return ($"label {name}", value);
        yield return ("source", $"{Path.GetFileName(dataset.Path)} {dataset.Entry}".TrimEnd());
        yield return ("source sha256", content.SourceId);
        yield return ("source unit of Q", content.SourceUnitOfQ);
    }

    private static IEnumerable<(string, ImmutableArray<double>)> Columns(Signal signal)
    {
        if (signal is Plane plane)
        {
            yield return ("Qx", plane.Qx);
            yield return ("Qy", plane.Qy);
        }
        else
        {
            yield return ("Q", signal.Q);
        }
        yield return ("I", signal.I);
        if (signal.Idev is { } idev) yield return ("Idev", idev);
        if (signal is Curve { Qdev: { } qdev, Idev: not null }) yield return ("Qdev", qdev);
    }

    private static string? WithUnit(double? value, string unit) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:R} {unit}") : null;

    private static string OneLine(string value) => value.ReplaceLineEndings(" ");
}
