using LensTools.Engine.Datasets;
using LensTools.Hdf5.Writing;

namespace LensTools.Engine.Exporting;

/// <summary>NXcanSAS 1.1 (NeXus application definition), one SASentry with a SASdata for each curve; labels in an NXcollection.</summary>
internal sealed class NXcanSasWriter : IExportWriter
{
    public string Id => "NXcanSAS";

    public string Description => "NeXus NXcanSAS 1.1, the format of SasView and of archives";

    public string Extension => ".h5";

    public bool HoldsOneSignal => false;

    public bool CanHold(Signal signal) => ExportContent.IsIntensity(signal);

    public void Write(Stream stream, ExportContent content)
    {
        Dataset dataset = content.Dataset;
        var root = new GroupNode().Attribute("default", "sasentry01").Attribute("creator", "LensTools");
        GroupNode entry = Group(root, "sasentry01", "NXentry", "SASentry").Attribute("version", "1.1").Attribute("default", "sasdata01");
        entry.Dataset("definition", "NXcanSAS");
        entry.Dataset("title", dataset.Title ?? dataset.Name);
        entry.Dataset("run", dataset.RunNumber ?? "");
        for (int i = 0; i < content.Signals.Count; i++) Write(entry, $"sasdata{i + 1:00}", content.Signals[i]);

        GroupNode sample = Group(entry, "sassample", "NXsample", "SASsample");
        sample.Dataset("name", dataset.Sample ?? "");
        Number(sample, "thickness", dataset.Thickness?.Value, "mm");
        Number(sample, "temperature", dataset.Temperature?.Value, "K");
        GroupNode instrument = Group(entry, "sasinstrument", "NXinstrument", "SASinstrument");
        instrument.Dataset("name", dataset.Instrument ?? "");
        GroupNode source = Group(instrument, "sassource", "NXsource", "SASsource");
        if (dataset.Source(Term.Probe) is { IsPlaceholder: false, Value: var probe }) source.Dataset("radiation", probe);
        Number(source, "incident_wavelength", dataset.Wavelength?.Value, "angstrom");
        GroupNode detector = Group(instrument, "sasdetector", "NXdetector", "SASdetector");
        Number(detector, "SDD", dataset.DetectorDistance?.Value, "m");

        GroupNode process = Group(entry, "sasprocess", "NXprocess", "SASprocess");
        process.Dataset("name", "LensTools");
        process.Dataset("source_file", $"{Path.GetFileName(dataset.Path)} {dataset.Entry}".TrimEnd());
        process.Dataset("source_sha256", content.SourceId);
        process.Dataset("source_q_units", content.SourceUnitOfQ);
        GroupNode labels = entry.Group("labels").Attribute("NX_class", "NXcollection");
        // A slash would separate parts of a path.
        foreach ((string name, string value) in content.Labels) labels.Dataset(name.Replace('/', '_'), value).Attribute("name", name);
        Hdf5Writer.Write(stream, root);
    }

    private static void Write(GroupNode entry, string name, Signal signal)
    {
        string? q = ExportContent.QUnit(signal), i = ExportContent.IUnit(signal);
        GroupNode data = Group(entry, name, "NXdata", "SASdata").Attribute("signal", "I");
        DatasetNode axis;
        // Pixels that do not form a grid are written as one row: readers recognise a plane by the rank of I.
        long[] shape = signal is Plane { Shape: var grid } ? [.. grid ?? [1, signal.I.Length]] : [signal.I.Length];
        if (signal is Plane plane)
        {
            data.Attribute("I_axes", "Qx,Qy").Attribute("Q_indices", StoredValue.Array([0, 1]));
            axis = WithUnit(data.Dataset("Qx", StoredValue.Array(plane.Qx.AsSpan(), shape)), q);
            WithUnit(data.Dataset("Qy", StoredValue.Array(plane.Qy.AsSpan(), shape)), q);
        }
        else
        {
            data.Attribute("axes", "Q").Attribute("I_axes", "Q").Attribute("Q_indices", 0);
            axis = WithUnit(data.Dataset("Q", StoredValue.Array(signal.Q.AsSpan())), q);
        }
        DatasetNode intensity = WithUnit(data.Dataset("I", StoredValue.Array(signal.I.AsSpan(), shape)), i);
        if (signal.Idev is { } idev)
        {
            intensity.Attribute("uncertainties", "Idev");
            WithUnit(data.Dataset("Idev", StoredValue.Array(idev.AsSpan(), shape)), i);
        }
        if (signal is Curve { Qdev: { } qdev })
        {
            axis.Attribute("resolutions", "Qdev");
            WithUnit(data.Dataset("Qdev", StoredValue.Array(qdev.AsSpan())), q);
        }
    }

    private static DatasetNode WithUnit(DatasetNode data, string? unit) => unit is null ? data : data.Attribute("units", unit);

    private static GroupNode Group(GroupNode parent, string name, string nexus, string canSas) =>
        parent.Group(name).Attribute("NX_class", nexus).Attribute("canSAS_class", canSas);

    private static void Number(GroupNode group, string name, double? value, string unit)
    {
        if (value is { } number) group.Dataset(name, number).Attribute("units", unit);
    }
}
