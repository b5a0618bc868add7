using System.Collections.Immutable;
using System.Globalization;
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

    public IEnumerable<string> Losses(Signal signal)
    {
        if (signal.X.Unit is { Length: > 0 } q && NXcanSasTerms.QUnit(q) is null) yield return $"the unit of Q, \"{q}\"";
        if (signal.Y.Unit is { Length: > 0 } i && NXcanSasTerms.IUnit(i).Unit is null) yield return $"the unit of I, \"{i}\"";
        foreach (string loss in ExportContent.LossesOfPlane(signal)) yield return loss;
    }

    public void Write(Stream stream, ExportContent content)
    {
        Dataset dataset = content.Dataset;
        var root = new GroupNode().Attribute("default", "sasentry01").Attribute("creator", "LensTools");
        GroupNode entry = Group(root, "sasentry01", "NXentry", "SASentry").Attribute("version", "1.1");
        entry.Dataset("definition", "NXcanSAS");
        entry.Dataset("title", dataset.Title ?? content.Name);
        entry.Dataset("run", dataset.RunNumber ?? "");
        // Groups are in the order of their names.
        string digits = new('0', Math.Max(2, $"{content.Signals.Count}".Length));
        string NameOf(int i) => "sasdata" + i.ToString(digits, CultureInfo.InvariantCulture);
        entry.Attribute("default", NameOf(1));
        for (int i = 0; i < content.Signals.Count; i++) Write(entry, NameOf(i + 1), content.Signals[i]);

        GroupNode sample = Group(entry, "sassample", "NXsample", "SASsample");
        sample.Dataset("name", dataset.Sample ?? "");
        Number(sample, "thickness", dataset.Thickness?.Value, "mm");
        Number(sample, "temperature", dataset.Temperature?.Value, "K");
        GroupNode instrument = Group(entry, "sasinstrument", "NXinstrument", "SASinstrument");
        instrument.Dataset("name", dataset.Instrument ?? "");
        GroupNode source = Group(instrument, "sassource", "NXsource", "SASsource");
        if (dataset.Source(Term.Probe) is { IsPlaceholder: false, Value: var probe } && NXcanSasTerms.Radiation(probe) is { } radiation)
            source.Dataset("radiation", radiation);
        Number(source, "incident_wavelength", dataset.Wavelength?.Value, "angstrom");
        if (dataset.DetectorDistance is { } distance)
        {
            GroupNode detector = Group(instrument, "sasdetector", "NXdetector", "SASdetector");
            // Required, and not known.
            detector.Dataset("name", "");
            Number(detector, "SDD", distance.Value, "m");
        }

        GroupNode process = Group(entry, "sasprocess", "NXprocess", "SASprocess");
        process.Dataset("name", "LensTools");
        foreach (IGrouping<string, string> item in content.Provenance.Items.GroupBy(item => item.Name, item => item.Value))
            process.Dataset(item.Key.Replace(' ', '_'), string.Join('\n', item));
        GroupNode labels = Group(entry, "labels", "NXcollection", "SASnote");
        // A slash would separate parts of a path.
        foreach ((string name, string value) in content.Labels) labels.Dataset(name.Replace('/', '_'), value).Attribute("name", name);
        Hdf5Writer.Write(stream, root);
    }

    private static void Write(GroupNode entry, string name, Signal signal)
    {
        string? q = NXcanSasTerms.QUnit(signal.X.Unit);
        (string? i, double scale) = NXcanSasTerms.IUnit(signal.Y.Unit);
        GroupNode data = Group(entry, name, "NXdata", "SASdata").Attribute("signal", "I").Attribute("name", signal.Name);
        DatasetNode axis;
        // Pixels that do not form a grid are written as one row: readers recognise a plane by the rank of I.
        long[] shape = signal is Plane grid ? [.. grid.Shape ?? PixelGrid.Find(grid) ?? [1, signal.I.Length]] : [signal.I.Length];
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
        DatasetNode intensity = WithUnit(data.Dataset("I", Scaled(signal.I, scale, shape)), i);
        if (signal.Idev is { } idev)
        {
            intensity.Attribute("uncertainties", "Idev");
            WithUnit(data.Dataset("Idev", Scaled(idev, scale, shape)), i);
        }
        if (signal is Curve { Qdev: { } qdev })
        {
            // The model's resolutions are standard deviations.
            axis.Attribute("resolutions", "Qdev").Attribute("resolutions_description", "Gaussian");
            WithUnit(data.Dataset("Qdev", StoredValue.Array(qdev.AsSpan())), q);
        }
    }

    private static StoredValue Scaled(ImmutableArray<double> values, double scale, long[] shape) =>
        StoredValue.Array(scale == 1 ? values.AsSpan() : [.. values.Select(value => value * scale)], shape);

    private static DatasetNode WithUnit(DatasetNode data, string? unit) => unit is null ? data : data.Attribute("units", unit);

    private static GroupNode Group(GroupNode parent, string name, string nexus, string canSas) =>
        parent.Group(name).Attribute("NX_class", nexus).Attribute("canSAS_class", canSas);

    private static void Number(GroupNode group, string name, double? value, string unit)
    {
        if (value is { } number) group.Dataset(name, number).Attribute("units", unit);
    }
}
