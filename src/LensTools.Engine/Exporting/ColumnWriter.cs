using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>Columns of text after a header of keys and values; every number is written so that it reads back exactly.</summary>
internal sealed class ColumnWriter : IExportWriter
{
    public string Id => "Column";

    public string Description => "columns of text: Q, I or what else was measured, and their standard deviations";

    public string Extension => ".dat";

    public bool HoldsOneSignal => true;

    public bool CanHold(Signal signal) => true;

    // Other programs take a third column as the uncertainties of the second.
    public IEnumerable<string> Losses(Signal signal)
    {
        if (signal.X.Sigma is not null && signal.Idev is null) yield return $"the resolution, as {signal.Y.Name} has no uncertainties";
        foreach (string loss in ExportContent.LossesOfPlane(signal)) yield return loss;
    }

    public void Write(Stream stream, ExportContent content)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach ((string key, string? value) in Header(content))
        {
            if (!string.IsNullOrWhiteSpace(value)) writer.WriteLine($"# {key}: {OneLine(value)}");
        }
        Signal signal = content.Signals[0];
        (string Name, string? Unit, ImmutableArray<double> Values)[] columns = [.. Columns(signal)];
        writer.WriteLine("# " + string.Join('\t', columns.Select(c => c.Unit is { Length: > 0 } unit ? $"{c.Name} ({unit})" : c.Name)));
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
        foreach ((string name, string value) in content.Provenance.Items) yield return (name, value);
    }

    private static IEnumerable<(string, string?, ImmutableArray<double>)> Columns(Signal signal)
    {
        (Axis x, Axis y) = (signal.X, signal.Y);
        if (signal is Plane plane)
        {
            yield return ("Qx", x.Unit, plane.Qx);
            yield return ("Qy", x.Unit, plane.Qy);
        }
        else
        {
            yield return (x.Name, x.Unit, x.Values);
        }
        yield return (y.Name, y.Unit, y.Values);
        if (y.Sigma is not { } deviations) yield break;
        yield return (y.Quantity == AxisQuantity.Intensity ? "Idev" : "d" + y.Name, y.Unit, deviations);
        if (signal is Curve && x.Sigma is { } resolution) yield return (signal.IsAgainstQ ? "Qdev" : "d" + x.Name, x.Unit, resolution);
    }

    private static string? WithUnit(double? value, string unit) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:R} {unit}") : null;

    private static string OneLine(string value) => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
