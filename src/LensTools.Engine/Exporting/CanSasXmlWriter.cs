using System.Text;
using System.Xml;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Exporting;

/// <summary>canSAS1d XML 1.1 (http://www.cansas.org/formats/canSAS1d/1.1/doc/), valid against its schema.</summary>
internal sealed class CanSasXmlWriter : IExportWriter
{
    private const string Namespace = "urn:cansas1d:1.1";

    public string Id => "CanSasXml";

    public string Description => "canSAS1d XML 1.1";

    public string Extension => ".xml";

    public bool HoldsOneSignal => false;

    public bool CanHold(Signal signal) => ExportContent.IsIntensityCurve(signal);

    public IEnumerable<string> Losses(Signal signal) => [];

    public void Write(Stream stream, ExportContent content)
    {
        Dataset dataset = content.Dataset;
        using var xml = XmlWriter.Create(
            stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        xml.WriteStartElement("SASroot", Namespace);
        xml.WriteAttributeString("version", "1.1");
        xml.WriteAttributeString(
            "xsi",
            "schemaLocation",
            "http://www.w3.org/2001/XMLSchema-instance",
            $"{Namespace} http://www.cansas.org/formats/1.1/cansas1d.xsd");
        xml.WriteStartElement("SASentry");
        xml.WriteElementString("Title", Clean(dataset.Title ?? ""));
        xml.WriteElementString("Run", Clean(dataset.RunNumber ?? ""));
        foreach (Signal signal in content.Signals) Write(xml, (Curve)signal);
        xml.WriteStartElement("SASsample");
        xml.WriteElementString("ID", Clean(dataset.Sample ?? ""));
        Number(xml, "thickness", dataset.Thickness?.Value, "mm");
        Number(xml, "temperature", dataset.Temperature?.Value, "K");
        xml.WriteEndElement();
        xml.WriteStartElement("SASinstrument");
        xml.WriteElementString("name", Clean(dataset.Instrument ?? ""));
        xml.WriteStartElement("SASsource");
        xml.WriteElementString("radiation", Clean(dataset.Source(Term.Probe)?.Value ?? ""));
        Number(xml, "wavelength", dataset.Wavelength?.Value, "A");
        xml.WriteEndElement();
        xml.WriteElementString("SAScollimation", "");
        xml.WriteStartElement("SASdetector");
        xml.WriteElementString("name", "");
        Number(xml, "SDD", dataset.DetectorDistance?.Value, "m");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("SASprocess");
        xml.WriteElementString("name", "LensTools");
        foreach ((string name, string value) in content.Provenance.Items) WriteTerm(xml, name, value);
        foreach ((string name, string value) in content.Labels) WriteTerm(xml, $"label {name}", value);
        xml.WriteElementString("SASprocessnote", "exported with its description and labels");
        xml.WriteEndElement();
        xml.WriteElementString("SASnote", "");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, Curve curve)
    {
        xml.WriteStartElement("SASdata");
        xml.WriteAttributeString("name", Clean(curve.Name));
        string? q = ExportContent.QUnit(curve) == Formats.Text.Curves.QUnit ? "1/A" : ExportContent.QUnit(curve),
            i = ExportContent.IUnit(curve);
        for (int row = 0; row < curve.I.Length; row++)
        {
            xml.WriteStartElement("Idata");
            Number(xml, "Q", curve.Q[row], q);
            Number(xml, "I", curve.I[row], i);
            Number(xml, "Idev", curve.Idev?[row], i);
            Number(xml, "Qdev", curve.Qdev?[row], q);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Number(XmlWriter xml, string name, double? value, string? unit)
    {
        if (value is not { } number) return;
        xml.WriteStartElement(name);
        if (unit is not null) xml.WriteAttributeString("unit", unit);
        xml.WriteString(XmlConvert.ToString(number));
        xml.WriteEndElement();
    }

    private static void WriteTerm(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("term");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("unit", "none");
        xml.WriteString(Clean(value));
        xml.WriteEndElement();
    }

    // Some control characters cannot be in XML at all.
    private static string Clean(string text) => new([.. text.Where(XmlConvert.IsXmlChar)]);
}
