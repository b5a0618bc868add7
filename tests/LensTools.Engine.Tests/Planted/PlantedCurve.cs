using System.Globalization;
using System.Security;
using System.Text;
using LensTools.Engine.Tests.Similarity;
using LensTools.Hdf5.Writing;

namespace LensTools.Engine.Tests.Planted;

/// <summary>The formats that a planted curve is written in.</summary>
internal enum CurveFormat
{
    Text,
    Xml,
    NXcanSas,
}

/// <summary>A clean reduced curve of a simulated sample, with all that a benchmark asks for, of which a fault changes something.</summary>
internal sealed class PlantedCurve
{
    private PlantedCurve(double[] q, double[] i, double[] sigma) => (Q, I, Sigma) = (q, i, sigma);

    public string? Title { get; set; } = "Spheres in D2O, measured at 20 C";

    public string? Sample { get; set; } = "polystyrene spheres";

    public string? Instrument { get; set; } = "D22";

    /// <summary>The facility, which only a text states.</summary>
    public string? Facility { get; set; } = "ILL";

    public string? Run { get; set; } = "300202";

    /// <summary>The proposal, which only a text states.</summary>
    public string? Proposal { get; set; } = "9-13-1001";

    public string? Probe { get; set; } = "neutron";

    public string? Thickness { get; set; } = "1";

    public string? Temperature { get; set; } = "293";

    public string? Wavelength { get; set; } = "6.0";

    public string? Distance { get; set; } = "8.0";

    /// <summary>When it began, which only a text states.</summary>
    public string? Start { get; set; } = "2026-03-14T09:22:00+01:00";

    public string? End { get; set; }

    public string? QUnit { get; set; } = "1/angstrom";

    public string? IUnit { get; set; } = "1/cm";

    /// <summary>A line of text in the header or a note.</summary>
    public string? Note { get; set; }

    /// <summary>Whether a text names its columns.</summary>
    public bool NamesColumns { get; set; } = true;

    public double[] Q { get; set; }

    public double[] I { get; set; }

    public double[]? Sigma { get; set; }

    public double[]? Resolution { get; set; }

    /// <summary>The widths of a slit, which a text has no column for.</summary>
    public double[]? SlitWidths { get; set; }

    /// <summary>The points that are masked, which only NXcanSAS has a field for.</summary>
    public int[]? Mask { get; set; }

    /// <summary>A particle of a random size, between what is seen of its Guinier region and of its oscillations.</summary>
    public static PlantedCurve Of(Random random)
    {
        var simulation = new SimulatedCurves(random.Next());
        double radius = 15 * Math.Pow(5, random.NextDouble()), background = 0.002;
        Func<double, double> model = random.Next(2) == 0
            ? SimulatedCurves.Spheres(radius)
            // A Gaussian coil (Debye 1947).
            : q => (2 * (Math.Exp(-q * q * radius * radius) - 1 + (q * q * radius * radius)) / Math.Pow(q * radius, 4)) + background;
        double[] grid = SimulatedCurves.Grid(0.004, 0.3, random.Next(90, 160));
        var curve = simulation.Measure(model, grid, 0.01 + (0.01 * random.NextDouble()), Math.Pow(10, random.NextDouble()));
        return new PlantedCurve([.. curve.Q], [.. curve.I], [.. curve.Idev!.Value]);
    }

    /// <summary>Writes it and gives its path.</summary>
    public string Write(string folder, string name, CurveFormat format)
    {
        string path = Path.Combine(folder, name + format switch { CurveFormat.Text => ".dat", CurveFormat.Xml => ".xml", _ => ".h5" });
        switch (format)
        {
            case CurveFormat.Text:
                File.WriteAllText(path, ToText());
                break;
            case CurveFormat.Xml:
                File.WriteAllText(path, ToXml());
                break;
            default:
                using (FileStream stream = File.Create(path)) Hdf5Writer.Write(stream, ToTree());
                break;
        }
        return path;
    }

    private string ToText()
    {
        var text = new StringBuilder();
        void Add(string key, string? value)
        {
            if (value is not null) text.Append(CultureInfo.InvariantCulture, $"# {key}: {value}\n");
        }
        Add("Title", Title);
        Add("Sample", Sample);
        Add("Facility", Facility);
        Add("Instrument", Instrument);
        Add("Run", Run);
        Add("Proposal", Proposal);
        Add("Wavelength", Wavelength is null ? null : Wavelength + " A");
        Add("Detector distance", Distance is null ? null : Distance + " m");
        Add("Thickness", Thickness is null ? null : Thickness + " mm");
        Add("Temperature", Temperature is null ? null : Temperature + " K");
        Add("Start time", Start);
        Add("End time", End);
        Add("Radiation", Probe);
        if (Note is not null) text.Append(CultureInfo.InvariantCulture, $"# {Note}\n");
        if (NamesColumns)
        {
            string Column(string column, string? unit) => unit is null ? column : $"{column} ({unit})";
            text.Append(CultureInfo.InvariantCulture, $"# {Column("Q", QUnit)}  {Column("I", IUnit)}");
            if (Sigma is not null) text.Append(CultureInfo.InvariantCulture, $"  {Column("dI", IUnit)}");
            if (Resolution is not null) text.Append(CultureInfo.InvariantCulture, $"  {Column("dQ", QUnit)}");
            text.Append('\n');
        }
        for (int i = 0; i < Q.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Q[i]:E6} {I[i]:E6}");
            if (Sigma is { } sigma) text.Append(CultureInfo.InvariantCulture, $" {sigma[i]:E6}");
            if (Resolution is { } resolution) text.Append(CultureInfo.InvariantCulture, $" {resolution[i]:E6}");
            text.Append('\n');
        }
        return text.ToString();
    }

    private string ToXml()
    {
        var xml = new StringBuilder("<SASroot version=\"1.1\" xmlns=\"urn:cansas1d:1.1\"><SASentry name=\"one\">");
        string Safe(string? text) => SecurityElement.Escape(text ?? "");
        string Unit(string? unit) => unit is null ? "" : $" unit=\"{Safe(unit)}\"";
        xml.Append(CultureInfo.InvariantCulture, $"<Title>{Safe(Title)}</Title><Run>{Safe(Run)}</Run><SASdata>");
        for (int i = 0; i < Q.Length; i++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<Idata><Q{Unit(QUnit)}>{Q[i]:E6}</Q><I{Unit(IUnit)}>{I[i]:E6}</I>");
            if (Sigma is { } sigma) xml.Append(CultureInfo.InvariantCulture, $"<Idev{Unit(IUnit)}>{sigma[i]:E6}</Idev>");
            if (Resolution is { } resolution) xml.Append(CultureInfo.InvariantCulture, $"<Qdev{Unit(QUnit)}>{resolution[i]:E6}</Qdev>");
            if (SlitWidths is { } widths) xml.Append(CultureInfo.InvariantCulture, $"<dQl{Unit(QUnit)}>{widths[i]:E6}</dQl>");
            xml.Append("</Idata>\n");
        }
        xml.Append(CultureInfo.InvariantCulture, $"</SASdata><SASsample><ID>{Safe(Sample)}</ID>");
        if (Thickness is not null) xml.Append(CultureInfo.InvariantCulture, $"<thickness unit=\"mm\">{Thickness}</thickness>");
        if (Temperature is not null) xml.Append(CultureInfo.InvariantCulture, $"<temperature unit=\"K\">{Temperature}</temperature>");
        xml.Append("</SASsample><SASinstrument>");
        if (Instrument is not null) xml.Append(CultureInfo.InvariantCulture, $"<name>{Safe(Instrument)}</name>");
        xml.Append(CultureInfo.InvariantCulture, $"<SASsource><radiation>{Safe(Probe)}</radiation>");
        if (Wavelength is not null) xml.Append(CultureInfo.InvariantCulture, $"<wavelength unit=\"A\">{Wavelength}</wavelength>");
        xml.Append("</SASsource><SAScollimation/><SASdetector><name>main</name>");
        if (Distance is not null) xml.Append(CultureInfo.InvariantCulture, $"<SDD unit=\"m\">{Distance}</SDD>");
        xml.Append(CultureInfo.InvariantCulture, $"</SASdetector></SASinstrument><SASnote>{Safe(Note)}</SASnote></SASentry></SASroot>");
        return xml.ToString();
    }

    private GroupNode ToTree()
    {
        var root = new GroupNode().Attribute("NX_class", "NXroot").Attribute("default", "entry");
        GroupNode Group(GroupNode parent, string name, string nexus, string canSas) =>
            parent.Group(name).Attribute("NX_class", nexus).Attribute("canSAS_class", canSas);
        DatasetNode WithUnit(DatasetNode data, string? unit) => unit is null ? data : data.Attribute("units", unit);
        GroupNode entry = Group(root, "entry", "NXentry", "SASentry").Attribute("version", "1.1").Attribute("default", "data");
        entry.Dataset("definition", "NXcanSAS");
        if (Title is not null) entry.Dataset("title", Title);
        if (Run is not null) entry.Dataset("run", Run);
        GroupNode data = Group(entry, "data", "NXdata", "SASdata").Attribute("signal", "I").Attribute("I_axes", "Q")
            .Attribute("Q_indices", 0);
        DatasetNode q = WithUnit(data.Dataset("Q", StoredValue.Array(Q)), QUnit);
        DatasetNode i = WithUnit(data.Dataset("I", StoredValue.Array(I)), IUnit);
        if (Sigma is { } sigma)
        {
            i.Attribute("uncertainties", "Idev");
            WithUnit(data.Dataset("Idev", StoredValue.Array(sigma)), IUnit);
        }
        if (Resolution is { } resolution)
        {
            q.Attribute("resolutions", "Qdev");
            WithUnit(data.Dataset("Qdev", StoredValue.Array(resolution)), QUnit);
        }
        if (SlitWidths is { } widths) WithUnit(data.Dataset("dQl", StoredValue.Array(widths)), QUnit);
        if (Mask is { } mask)
        {
            data.Attribute("mask", "Mask");
            data.Dataset("Mask", StoredValue.Array(mask));
        }
        GroupNode sample = Group(entry, "sample", "NXsample", "SASsample");
        if (Sample is not null) sample.Dataset("name", Sample);
        void Number(GroupNode of, string name, string? value, string unit)
        {
            if (value is not null) of.Dataset(name, double.Parse(value, CultureInfo.InvariantCulture)).Attribute("units", unit);
        }
        Number(sample, "thickness", Thickness, "mm");
        Number(sample, "temperature", Temperature, "K");
        GroupNode instrument = Group(entry, "instrument", "NXinstrument", "SASinstrument");
        if (Instrument is not null) instrument.Dataset("name", Instrument);
        GroupNode source = Group(instrument, "source", "NXsource", "SASsource");
        if (Probe is not null) source.Dataset("radiation", Probe);
        Number(source, "incident_wavelength", Wavelength, "angstrom");
        GroupNode detector = Group(instrument, "detector", "NXdetector", "SASdetector");
        detector.Dataset("name", "main");
        Number(detector, "SDD", Distance, "m");
        if (Note is not null) Group(entry, "note", "NXnote", "SASnote").Dataset("text", Note);
        return root;
    }
}
