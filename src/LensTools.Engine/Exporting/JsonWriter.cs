using System.Text.Json;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>One JSON object: the description in the model's terms and units, every value as found, labels and curves. A value that is no number is null.</summary>
internal sealed class JsonWriter : IExportWriter
{
    public string Id => "Json";

    public string Description => "JSON with the description, all metadata, labels and curves";

    public string Extension => ".json";

    public bool HoldsOneCurve => false;

    public bool HoldsPlanes => true;

    public bool HoldsOtherQuantities => true;

    public void Write(Stream stream, ExportContent content)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Dataset dataset = content.Dataset;
        json.WriteStartObject();
        json.WriteString("name", dataset.Name);
        json.WriteString("format", dataset.Format.Id);
        json.WriteStartObject("source");
        json.WriteString("file", Path.GetFileName(dataset.Path));
        json.WriteString("entry", dataset.Entry);
        json.WriteString("sha256", content.SourceId);
        json.WriteEndObject();
        Text(json, "title", dataset.Title);
        Text(json, "sample", dataset.Sample);
        Text(json, "run", dataset.RunNumber);
        Text(json, "proposal", dataset.Proposal);
        Text(json, "facility", dataset.Facility);
        Text(json, "facilityRor", dataset.FacilityRor);
        Text(json, "instrument", dataset.Instrument);
        Text(json, "technique", dataset.Technique?.Id);
        Text(json, "startTime", dataset.StartTime?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        Text(json, "endTime", dataset.EndTime?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        Number(json, "wavelengthAngstrom", dataset.Wavelength);
        Number(json, "detectorDistanceMetre", dataset.DetectorDistance);
        Number(json, "temperatureKelvin", dataset.Temperature);
        Number(json, "thicknessMillimetre", dataset.Thickness);
        json.WriteStartObject("labels");
        foreach ((string name, string value) in content.Labels) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("curves");
        foreach (Curve curve in content.Curves) Write(json, curve);
        json.WriteEndArray();
        json.WriteStartArray("metadata");
        foreach (MetadataItem item in content.Metadata)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            json.WriteString("value", item.Value);
            Text(json, "unit", item.Unit);
            json.WriteString("place", item.Location);
            if (item.Term != Term.None) json.WriteString("term", item.Term.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Curve curve)
    {
        json.WriteStartObject();
        json.WriteString("name", curve.Name);
        // Of other quantities what q and i stand for.
        if (curve.Abscissa != "Q") json.WriteString("abscissa", curve.Abscissa);
        if (curve.Ordinate != "I") json.WriteString("ordinate", curve.Ordinate);
        json.WriteString("qUnit", ExportContent.QUnit(curve));
        json.WriteString("iUnit", ExportContent.IUnit(curve));
        Numbers(json, "q", curve.Q);
        Numbers(json, "qx", curve.Qx);
        Numbers(json, "qy", curve.Qy);
        Numbers(json, "i", curve.I);
        Numbers(json, "idev", curve.Idev);
        Numbers(json, "qdev", curve.Qdev);
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, double[]? values)
    {
        if (values is null) return;
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
    }
}
