using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Exporting;

/// <summary>
/// One JSON object: the description in the model's terms and units, every value as found, labels and curves. A value that is not finite is
/// null.
/// </summary>
internal sealed class JsonWriter : IExportWriter
{
    public string Id => "Json";

    public string Description => "JSON with the description, all metadata, labels and curves";

    public string Extension => ".json";

    public bool HoldsOneSignal => false;

    public bool HoldsHistograms => true;

    public bool CanHold(Signal signal) => true;

    public IEnumerable<string> Losses(Signal signal) => [];

    public void Write(Stream stream, ExportContent content)
    {
        using var json = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Dataset dataset = content.Dataset;
        json.WriteStartObject();
        json.WriteString("name", content.Name);
        json.WriteString("format", dataset.Format.Id);
        WriteProvenance(json, content.Provenance);
        foreach (TermInfo term in TermInfo.All) Write(json, term, dataset.Value(term.Term));
        Text(json, "facilityRor", dataset.FacilityRor);
        Text(json, "technique", dataset.Technique?.Id);
        WriteAmended(json, dataset, content);
        json.WriteStartObject("labels");
        foreach ((string name, string value) in content.Labels) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("curves");
        foreach (Signal signal in content.Signals) Write(json, signal);
        json.WriteEndArray();
        if (content.Histogram is { } histogram) Write(json, histogram);
        json.WriteStartArray("metadata");
        foreach (MetadataItem item in content.Metadata)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Name);
            json.WriteString("value", item.Value);
            Text(json, "unit", item.Unit);
            json.WriteString("location", item.Location);
            if (item.Term != Term.None) json.WriteString("term", item.Term.ToString());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EventHistogram histogram)
    {
        json.WriteStartObject("histogram");
        Text(json, "unit", histogram.Unit);
        Numbers(json, "edges", [.. histogram.Edges]);
        WholeNumbers("detectors", histogram.Detectors);
        WholeNumbers("counts", histogram.Counts);
        json.WriteNumber("events", histogram.Events);
        json.WriteNumber("before", histogram.Before);
        json.WriteNumber("behind", histogram.Behind);
        json.WriteNumber("leftOut", histogram.LeftOut);
        if (histogram.Frames is { } frames) json.WriteNumber("frames", frames);
        if (histogram.Divisor is { } divisor) json.WriteNumber("divisor", divisor);
        json.WriteEndObject();

        void WholeNumbers(string name, IReadOnlyList<long> values)
        {
            json.WriteStartArray(name);
            foreach (long value in values) json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    }

    private static void WriteProvenance(Utf8JsonWriter json, Provenance provenance)
    {
        void Source(ProvenanceSource source)
        {
            json.WriteString("file", source.File);
            json.WriteString("entry", source.Entry);
            json.WriteString("sha256", source.Sha256);
        }
        if (provenance.Process is not { } process)
        {
            json.WriteStartObject("source");
            Source(provenance.Sources[0]);
            json.WriteEndObject();
            return;
        }
        json.WriteStartArray("sources");
        foreach (ProvenanceSource source in provenance.Sources)
        {
            json.WriteStartObject();
            json.WriteString("role", source.Role);
            Source(source);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("process");
        json.WriteString("name", process.Name);
        json.WriteString("algorithm", process.Algorithm);
        json.WriteStartObject("parameters");
        foreach ((string name, string value) in process.Parameters) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("remarks");
        foreach (string remark in process.Remarks) json.WriteStringValue(remark);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Which of the values above are not of the file, and whose they are.
    private static void WriteAmended(Utf8JsonWriter json, Dataset dataset, ExportContent content)
    {
        TermInfo[] amended = [.. TermInfo.All.Where(
            term => dataset.Source(term.Term) is { } source && content.Labels.ContainsKey(source.Name) && source.SourceKey is null)];
        if (amended.Length == 0) return;
        json.WriteStartObject("amended");
        foreach (TermInfo term in amended) json.WriteString(term.JsonKey, dataset.Source(term.Term)!.Location);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Signal signal)
    {
        json.WriteStartObject();
        json.WriteString("name", signal.Name);
        // For other quantities, what q and i represent.
        if (!signal.IsAgainstQ) json.WriteString("abscissa", signal.X.Name);
        if (signal.Y.Quantity != AxisQuantity.Intensity) json.WriteString("ordinate", signal.Y.Name);
        json.WriteString("qUnit", ExportContent.QUnit(signal));
        json.WriteString("iUnit", ExportContent.IUnit(signal));
        Numbers(json, "q", signal.Q);
        Numbers(json, "qx", (signal as Plane)?.Qx);
        Numbers(json, "qy", (signal as Plane)?.Qy);
        Numbers(json, "i", signal.I);
        Numbers(json, "idev", signal.Idev);
        Numbers(json, "qdev", (signal as Curve)?.Qdev);
        if (signal is Curve { Good: { } good })
        {
            json.WriteStartObject("good");
            json.WriteNumber("first", good.First);
            json.WriteNumber("last", good.Last);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, ImmutableArray<double>? values)
    {
        if (values is not { } numbers) return;
        json.WriteStartArray(name);
        foreach (double value in numbers)
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

    // A term of the model under its key; a number with its unit.
    private static void Write(Utf8JsonWriter json, TermInfo term, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(term.JsonKey, text);
                break;
            case DateTime time:
                json.WriteString(term.JsonKey, time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case Quantity quantity:
                json.WriteStartObject(term.JsonKey);
                json.WriteNumber("value", quantity.Value);
                json.WriteString("unit", quantity.Unit);
                json.WriteEndObject();
                break;
            case IReadOnlyList<Person> people:
                json.WriteStartArray(term.JsonKey);
                foreach (Person person in people)
                {
                    json.WriteStartObject();
                    json.WriteString("name", person.Name);
                    Text(json, "orcid", person.Orcid);
                    Text(json, "affiliation", person.Affiliation);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
        }
    }
}
