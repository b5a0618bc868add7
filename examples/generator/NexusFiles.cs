using System.Globalization;
using LensTools.Hdf5.Writing;

namespace LensTools.Examples;

/// <summary>Writes the HDF5 formats.</summary>
internal static class NexusFiles
{
    private const int Spectra = 16;
    private const int Channels = 20;

    public static void WriteNXcanSas(string path, Instrument instrument, Sample sample, int run, Measurement measured)
    {
        var root = new GroupNode().Attribute("NX_class", "NXroot").Attribute("default", "sasentry01");
        GroupNode entry = root.Group("sasentry01");
        entry.Attribute("NX_class", "NXentry")
            .Attribute("canSAS_class", "SASentry")
            .Attribute("version", "1.1")
            .Attribute("default", "sasdata01");
        entry.Dataset("definition", "NXcanSAS");
        entry.Dataset("title", $"{sample.Name}, 5 mg/ml in D2O");
        entry.Dataset("run", run.ToString(CultureInfo.InvariantCulture));

        GroupNode data = entry.Group("sasdata01");
        data.Attribute("NX_class", "NXdata")
            .Attribute("canSAS_class", "SASdata")
            .Attribute("signal", "I")
            .Attribute("I_axes", "Q")
            .Attribute("Q_indices", 0);
        data.Dataset("Q", StoredValue.Array(measured.Q)).Attribute("units", "1/angstrom");
        data.Dataset("I", StoredValue.Array(measured.I)).Attribute("units", "1/cm").Attribute("uncertainties", "Idev");
        data.Dataset("Idev", StoredValue.Array(measured.Idev)).Attribute("units", "1/cm");

        GroupNode about = entry.Group("sassample");
        about.Attribute("NX_class", "NXsample").Attribute("canSAS_class", "SASsample");
        about.Dataset("name", sample.Name);
        about.Dataset("thickness", 2.0).Attribute("units", "mm");

        GroupNode where = entry.Group("sasinstrument");
        where.Attribute("NX_class", "NXinstrument").Attribute("canSAS_class", "SASinstrument");
        where.Dataset("name", instrument.Name);
        GroupNode source = where.Group("sassource");
        source.Attribute("NX_class", "NXsource").Attribute("canSAS_class", "SASsource");
        source.Dataset("radiation", "Spallation Neutron Source");
        GroupNode detector = where.Group("sasdetector");
        detector.Attribute("NX_class", "NXdetector").Attribute("canSAS_class", "SASdetector");
        detector.Dataset("name", "main-detector-bank");
        detector.Dataset("SDD", 4.15).Attribute("units", "m");
        Save(path, root);
    }

    public static void WriteTofRaw(string path, Instrument instrument, Sample sample, string title, int run, ulong seed)
    {
        var noise = new Noise(seed);
        int[] counts = new int[Spectra * Channels];
        for (int spectrum = 0; spectrum < Spectra; spectrum++)
        {
            // Spectra are rings around the beam; time stands for wavelength, 2 to 10 angstrom.
            double angle = 0.005 + (0.004 * spectrum);
            for (int channel = 0; channel < Channels; channel++)
            {
                double q = 4 * Math.PI * Math.Sin(angle) / (2 + (0.4 * channel));
                counts[(spectrum * Channels) + channel] = (int)noise.Count(
                    400 * ((5 * sample.ForwardScattering * sample.FormFactor(q)) + instrument.Background));
            }
        }
        int[] monitor = [.. Enumerable.Range(0, Channels).Select(channel => (int)noise.Count(2000 * Math.Exp(-0.1 * channel)))];

        var root = new GroupNode().Attribute("NX_class", "NXroot");
        GroupNode entry = root.Group("raw_data_1");
        entry.Attribute("NX_class", "NXentry");
        entry.Dataset("definition", StoredValue.StringArray("TOFRAW"));
        entry.Dataset("definition_local", StoredValue.StringArray("ISISTOFRAW"));
        entry.Dataset("title", StoredValue.StringArray(title));
        entry.Dataset("name", StoredValue.StringArray(instrument.Name));
        entry.Dataset("run_number", StoredValue.Array([run]));
        entry.Dataset("experiment_identifier", StoredValue.StringArray("2610042"));
        entry.Dataset(
            "start_time", StoredValue.StringArray(string.Create(CultureInfo.InvariantCulture, $"2026-02-03T10:{run % 60:00}:00")));
        entry.Dataset("end_time", StoredValue.StringArray(string.Create(CultureInfo.InvariantCulture, $"2026-02-03T11:{run % 60:00}:00")));
        entry.Dataset("duration", StoredValue.Array([3600.0f])).Attribute("units", "second");
        entry.Dataset("good_frames", StoredValue.Array([28_800]));
        entry.Dataset("raw_frames", StoredValue.Array([36_000]));

        GroupNode detector = entry.Group("detector_1");
        detector.Attribute("NX_class", "NXdata");
        detector.Dataset("counts", StoredValue.Array(counts, 1, Spectra, Channels)).Attribute("units", "counts").Attribute("signal", 1);
        detector.Dataset(
            "time_of_flight", StoredValue.Array(Enumerable.Range(0, Channels + 1).Select(c => 5_600f + (1_120f * c)).ToArray()))
            .Attribute("units", "microsecond");
        GroupNode monitors = entry.Group("monitor_1");
        monitors.Attribute("NX_class", "NXmonitor");
        monitors.Dataset("data", StoredValue.Array(monitor, 1, 1, Channels)).Attribute("units", "counts");
        GroupNode periods = entry.Group("periods");
        periods.Attribute("NX_class", "IXperiods");
        periods.Dataset("total_counts", StoredValue.Array([(counts.Sum() + monitor.Sum()) / 1e6f])).Attribute("units", "Mev");
        GroupNode about = entry.Group("sample");
        about.Attribute("NX_class", "NXsample");
        about.Dataset("name", StoredValue.StringArray(sample.Name));
        about.Dataset("thickness", StoredValue.Array([2.0f]));
        GroupNode where = entry.Group("instrument");
        where.Attribute("NX_class", "NXinstrument");
        where.Dataset("name", StoredValue.StringArray(instrument.Name));
        GroupNode source = where.Group("source");
        source.Attribute("NX_class", "NXsource");
        source.Dataset("probe", StoredValue.StringArray("neutrons"));
        Save(path, root);
    }

    private static void Save(string path, GroupNode root)
    {
        using FileStream file = File.Create(path);
        Hdf5Writer.Write(file, root);
    }
}
