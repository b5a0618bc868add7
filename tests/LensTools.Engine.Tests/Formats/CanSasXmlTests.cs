using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>canSAS1d XML.</summary>
public sealed class CanSasXmlTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private const string Entry =
        """
        <SASentry name="one"><Title>a title</Title><Run>42</Run>
        <SASdata><Idata><Q unit="1/nm">0.1</Q><I unit="1/cm">5</I><Idev unit="1/cm">0.5</Idev></Idata>
        <Idata><Q unit="1/nm">0.2</Q><I unit="1/cm">4</I><Idev unit="1/cm">0.4</Idev></Idata></SASdata>
        <SASsample><ID>water</ID><temperature unit="C">25</temperature></SASsample>
        <SASinstrument><name>KWS-2</name><SASsource><radiation>neutron</radiation><wavelength unit="nm">0.45</wavelength></SASsource>
        <SASdetector><name>d</name><SDD unit="mm">8000</SDD></SASdetector></SASinstrument></SASentry>
        """;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cansas1d/1.0")]
    [InlineData("urn:cansas1d:1.1")]
    public void An_entry_is_described_in_the_units_of_the_model(string @namespace)
    {
        Dataset dataset = Assert.Single(
            Describe($"<?xml version=\"1.0\"?><SASroot version=\"1.1\" xmlns=\"{@namespace}\">{Entry}</SASroot>").Datasets);
        Assert.Equal(
            ("a title", "42", "water", "KWS-2", "MLZ", "SANS"),
            (dataset.Title, dataset.RunNumber, dataset.Sample, dataset.Instrument, dataset.Facility, dataset.Technique!.ToString()));
        Assert.Equal(0.01, dataset.QMin!.Value, 12);
        Assert.Equal(0.02, dataset.QMax!.Value, 12);
        Assert.Equal(4.5, dataset.Wavelength!.Value.Value, 12);
        Assert.Equal(8.0, dataset.DetectorDistance!.Value.Value, 12);
        Assert.Equal(298.15, dataset.Temperature!.Value.Value, 9);
        Assert.True(dataset.HasUncertainty);
        Assert.StartsWith("/SASroot/SASentry/SASsample/ID (line ", dataset.Source(Term.Sample)!.Location, StringComparison.Ordinal);
    }

    // What http://www.cansas.org/formats/1.1/cansas1d.xsd requires (minOccurs of 1).
    [Theory]
    [InlineData("<SASroot version=\"1.1\" xmlns=\"urn:cansas1d:1.1\">", "SAScollimationMissing, SASnoteMissing")]
    [InlineData("<SASroot version=\"1.0\" xmlns=\"cansas1d/1.0\">", "SAScollimationMissing, SASnoteMissing")]
    [InlineData("<SASroot version=\"1.1\">", "NamespaceOther, SAScollimationMissing, SASnoteMissing")]
    [InlineData("<SASroot version=\"2\">", "VersionOther, SAScollimationMissing, SASnoteMissing")]
    [InlineData("<SASroot>", "VersionMissing, SAScollimationMissing, SASnoteMissing")]
    public void What_the_schema_requires_is_missed(string root, string missing)
    {
        Assert.Equal(missing, Departures($"{root}{Entry}</SASroot>"));
        Assert.Equal(
            missing.Replace("SAScollimationMissing, SASnoteMissing", "", StringComparison.Ordinal).TrimEnd(',', ' '),
            Departures($"{root}{Entry}</SASroot>"
                .Replace("<SASdetector>", "<SAScollimation/><SASdetector>", StringComparison.Ordinal)
                .Replace("</SASentry>", "<SASnote/></SASentry>", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_what_is_missing_no_parts_are_missed()
    {
        string rows = Entry[Entry.IndexOf("<SASdata>", StringComparison.Ordinal)..Entry.IndexOf("<SASsample>", StringComparison.Ordinal)];
        Assert.Equal(
            "TitleMissing, RunMissing, SASsampleMissing, SASinstrumentMissing, SASnoteMissing",
            Departures($"<SASroot version=\"1.1\" xmlns=\"urn:cansas1d:1.1\"><SASentry>{rows}</SASentry></SASroot>"));
    }

    [Fact]
    public void The_widths_of_a_slit_are_not_lost_without_a_word()
    {
        Dataset dataset = Assert.Single(Describe($"<SASroot>{Entry}</SASroot>".Replace(
            "</Idev>", "</Idev><dQw unit=\"1/nm\">0.1</dQw><dQl unit=\"1/nm\">0</dQl>", StringComparison.Ordinal)).Datasets);
        using DatasetReading reading = dataset.Open(CancellationToken.None);
        Assert.Equal(
            "2 of 2 rows of SASdata data 1 have dQw, dQl",
            Assert.Single(reading.Doubts, doubt => doubt.Kind == DoubtKind.Unexplained).Seen);
    }

    private string Departures(string xml)
    {
        using DatasetReading reading = Assert.Single(Describe(xml).Datasets).Open(CancellationToken.None);
        return string.Join(", ", reading.Nonconformities.Select(one => one.Id));
    }

    // Instruments as the examples of canSAS name them. NIST's beamline X23A3 was at NSLS.
    [Theory]
    [InlineData("ESRF ID01 PINHOLE", "ESRF")]
    [InlineData("UNICAT 33ID-D USAXS at APS", "APS")]
    [InlineData("X6B, NSLS, BNL", "NSLS")]
    [InlineData("NIST X23A3 USAXS at NSLS", null)]
    [InlineData("Simulation", null)]
    public void A_facility_may_be_told_by_the_name_of_the_instrument(string instrument, string? facility) =>
        Assert.Equal(facility, Assert.Single(
            Describe($"<SASroot>{Entry.Replace("KWS-2", instrument, StringComparison.Ordinal)}</SASroot>").Datasets).Facility);

    [Fact]
    public void Several_entries_are_several_datasets_and_twins_get_names_of_their_own()
    {
        FileOutcome outcome = Describe(
            $"<SASroot>{Entry}{Entry}{Entry.Replace("name=\"one\"", "name=\"two\"", StringComparison.Ordinal)}</SASroot>");
        Assert.Equal(["one", "one[2]", "two"], outcome.Datasets.Select(d => d.Entry));
        Assert.Equal("file#one[2]", outcome.Datasets[1].Name);
    }

    [Fact]
    public void A_number_may_come_in_parts_and_be_written_in_any_way()
    {
        string[] values = [
            "-1.#IND", "", "12.<!-- - -->345", "<![CDATA[7]]>", new string(' ', 80) + "8.5", "1" + new string('0', 70) + "e-70"];
        string rows = string.Concat(values.Select(
            (value, i) => $"<Idata><Q unit=\"1/A\">0.{i + 1}</Q><I unit=\"1/cm\">{value}</I><Idev unit=\"1/m\">100</Idev>"
                + "<Qdev unit=\"1/nm\">0.1</Qdev></Idata>"));
        var curve = Assert.IsType<Curve>(Assert.Single(
            Assert.Single(Describe($"<SASroot><SASentry><SASdata>{rows}</SASdata></SASentry></SASroot>").Datasets).ReadSignals()));
        Assert.Equal([double.NaN, double.NaN, 12.345, 7, 8.5, 1], curve.I);
        Assert.All(curve.Idev!.Value, deviation => Assert.Equal(1, deviation, 12));
        Assert.All(curve.Qdev!.Value, resolution => Assert.Equal(0.01, resolution, 12));
    }

    [Fact]
    public void An_entry_with_a_number_that_is_none_leaves_the_others_readable()
    {
        string bad = Entry.Replace(">5<", ">five<", StringComparison.Ordinal).Replace("\"one\"", "\"bad\"", StringComparison.Ordinal);
        FileOutcome outcome = Describe($"<SASroot>{Entry}{bad}</SASroot>");
        Assert.Single(outcome.Datasets[0].ReadSignals());
        Assert.Contains(
            "\"five\" is not a number",
            Assert.Throws<LensTools.Engine.Hosting.LensException>(() => outcome.Datasets[1].ReadSignals()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<SASroot>", "line 1")]
    [InlineData(
        "<SASroot><SASentry><SASdata><Idata><Q unit=\"1/A\">abc</Q></Idata></SASdata></SASentry></SASroot>", "\"abc\" is not a number")]
    [InlineData("<SASroot><Idata><Q>1</Q></Idata></SASroot", "line 1")]
    [InlineData("<!DOCTYPE SASroot [<!ENTITY a \"aaaa\">]><SASroot><SASentry/></SASroot>", "DTD")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE SASroot SYSTEM \"file:///etc/passwd\"><SASroot/>", "DTD")]
    public void Damage_and_document_types_are_errors_with_a_place(string xml, string part)
    {
        FileOutcome outcome = Describe(xml);
        Assert.Equal("LensFileDamaged", outcome.Error?.Id);
        Assert.Contains(part, outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_real_curves_of_GFP_are_read()
    {
        // Read by eye in the file: 52 rows between 0.009 and 0.237..., title and run as below.
        Dataset dataset = Session.Read(Repository.Corpora("ISIS-LOQ-SANS/original_reduced_data/GFP_1mgml_rear.xml"));
        Assert.Equal(
            ("LC 1 mg/ml GFP in 150 mM NaCl 8mm_SANS", "75884", "LOQ", "ISIS", "SANS"),
            (dataset.Title, dataset.RunNumber, dataset.Instrument, dataset.Facility, dataset.Technique!.ToString()));
        Assert.Equal(0.009, dataset.QMin);
        // Of the two banks, at 4.15103 and 0.581 m, the file does not say which one measured.
        Assert.Null(dataset.DetectorDistance);
        Assert.Equal(
            ["4.15103", "0.581"],
            dataset.ReadMetadata(TestContext.Current.CancellationToken).Where(item => item.Term == Term.DetectorDistance)
                .Select(item => item.Value));
        Signal curve = Assert.Single(dataset.ReadSignals());
        Assert.Equal((0.009, 0.0881099, 0.0290966), (curve.Q[0], curve.I[0], curve.Idev!.Value[0]));
        Assert.Equal(dataset.Points, curve.Q.Length);
    }

    private FileOutcome Describe(string xml) => FormatRegistry.Describe(_folder.Write("file.xml", xml));
}
