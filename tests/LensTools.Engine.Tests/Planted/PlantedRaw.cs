using System.Globalization;
using System.Text;
using LensTools.Hdf5.Writing;

namespace LensTools.Engine.Tests.Planted;

/// <summary>A clean raw image of a detector, as BerSANS writes it.</summary>
internal sealed class PlantedImage
{
    public const int Side = 64;

    private PlantedImage(double[] counts) => Counts = counts;

    public double[] Counts { get; }

    /// <summary>Scattering about the middle, with the noise of counting.</summary>
    public static PlantedImage Of(Random random)
    {
        double[] counts = new double[Side * Side];
        for (int i = 0; i < counts.Length; i++)
        {
            double x = (i % Side) - (Side / 2.0), y = (i / Side) - (Side / 2.0), mean = 60 + (400 * Math.Exp(-((x * x) + (y * y)) / 200));
            // Of many counts, the noise is normal.
            counts[i] = Math.Max(1, Math.Round(mean + (Math.Sqrt(mean) * Normal(random))));
        }
        return new PlantedImage(counts);
    }

    public string Write(string folder, string name)
    {
        string path = Path.Combine(folder, name + ".001");
        var text = new StringBuilder("%File\n\nFileName=300202.001\nFileDate=03/14/2026\nFileTime=09:22:00 AM\n\n%Sample\n\n");
        text.Append(
            "SampleName=polystyrene spheres\nTitle=Spheres in D2O\nProposal=1234\nThickness=1.0\nTemperature=293\n\n"
                + "%Setup\n\nLambda=6.0\nSD=8.0\n\n%Counter\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Sum={Counts.Sum()}\nTime=600\n\n%Counts\n\n");
        for (int i = 0; i < Counts.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{Counts[i]}{(i % Side == Side - 1 ? '\n' : ',')}");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    internal static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>A clean raw run as ISIS writes it, of histograms or of events.</summary>
internal sealed class PlantedRun
{
    private const int Spectra = 100, Times = 20;

    /// <summary>The number of the run; null for none.</summary>
    public int? Number { get; set; } = 75894;

    /// <summary>The application definition; null for none.</summary>
    public string? Definition { get; set; } = "TOFRAW";

    /// <summary>The number in the name of the file.</summary>
    public int NumberInName { get; set; } = 75894;

    public string Title { get; set; } = "GFP in D2O";

    public string Sample { get; set; } = "GFP";

    public string Proposal { get; set; } = "1810123";

    public string? Start { get; set; } = "2026-03-14T09:22:00";

    public string End { get; set; } = "2026-03-14T10:22:00";

    public int GoodFrames { get; set; } = 8000;

    public int[] Counts { get; set; } = [];

    public int[] Monitor { get; set; } = [];

    public double[] Edges { get; set; } = [.. Enumerable.Range(0, Times + 1).Select(i => 1000.0 * (i + 1))];

    /// <summary>Counts that the header states more than there are.</summary>
    public double Surplus { get; set; }

    /// <summary>The events; null for histograms.</summary>
    public PlantedEvents? Events { get; set; }

    public string DetectorClass { get; set; } = "NXdata";

    public string? Default { get; set; }

    public static PlantedRun Of(Random random) => new()
    {
        Counts = [.. Enumerable.Range(0, Spectra * Times).Select(_ => 20 + random.Next(20))],
        Monitor = [.. Enumerable.Range(0, Times).Select(_ => 10_000 + random.Next(500))],
    };

    public string Write(string folder)
    {
        string path = Path.Combine(folder, FormattableString.Invariant($"LOQ{NumberInName:00000000}.nxs"));
        var root = new GroupNode().Attribute("NX_class", "NXroot");
        GroupNode entry = root.Group("raw_data_1").Attribute("NX_class", "NXentry");
        if (Default is not null) entry.Attribute("default", Default);
        StoredValue Text(string value) => StoredValue.StringArray(value);
        if (Definition is not null) entry.Dataset("definition", Text(Definition));
        entry.Dataset("title", Text(Title));
        entry.Dataset("name", Text("LOQ"));
        if (Number is { } number) entry.Dataset("run_number", StoredValue.Array([number]));
        entry.Dataset("experiment_identifier", Text(Proposal));
        if (Start is not null) entry.Dataset("start_time", Text(Start));
        entry.Dataset("end_time", Text(End));
        entry.Dataset("duration", StoredValue.Array([3600.0])).Attribute("units", "second");
        entry.Dataset("good_frames", StoredValue.Array([GoodFrames]));
        entry.Dataset("raw_frames", StoredValue.Array([10_000]));
        GroupNode sample = entry.Group("sample").Attribute("NX_class", "NXsample");
        sample.Dataset("name", Text(Sample));
        sample.Dataset("thickness", StoredValue.Array([1.0]));
        sample.Dataset("temperature", StoredValue.Array([293.0])).Attribute("units", "K");
        GroupNode instrument = entry.Group("instrument").Attribute("NX_class", "NXinstrument");
        instrument.Dataset("name", Text("LOQ"));
        instrument.Group("source").Attribute("NX_class", "NXsource").Dataset("probe", Text("neutrons"));
        GroupNode monitor = entry.Group("monitor_1").Attribute("NX_class", "NXmonitor");
        monitor.Dataset("data", StoredValue.Array(Monitor, 1, 1, Monitor.Length));
        GroupNode detector = entry.Group("detector_1").Attribute("NX_class", DetectorClass);
        if (DetectorClass == "NXdata") detector.Attribute("signal", "counts");
        detector.Dataset("counts", StoredValue.Array(Counts, 1, Spectra, Times));
        detector.Dataset("time_of_flight", StoredValue.Array(Edges)).Attribute("units", "microsecond");
        double total = Counts.Sum() + Monitor.Sum() + Surplus;
        entry.Group("periods").Attribute("NX_class", "NXcollection")
            .Dataset("total_counts", StoredValue.Array([total / 1e6])).Attribute("units", "Mev");
        Events?.Write(entry);
        using FileStream stream = File.Create(path);
        Hdf5Writer.Write(stream, root);
        return path;
    }
}

/// <summary>Clean events of a detector, ten times a second.</summary>
internal sealed class PlantedEvents
{
    public const int Pulses = 200, Pixels = 128;

    private PlantedEvents(int[] ids, float[] offsets, int[] index, double[] zero) =>
        (Ids, Offsets, Index, Zero, Stated, Logged) = (ids, offsets, index, zero, ids.Length, null);

    public int[] Ids { get; set; }

    public float[] Offsets { get; set; }

    public int[] Index { get; set; }

    public double[] Zero { get; set; }

    /// <summary>How many events the file states.</summary>
    public int Stated { get; set; }

    /// <summary>How many events the log of the frames has, frame by frame; null for none.</summary>
    public int[]? Logged { get; set; }

    /// <summary>Whether each frame is complete, as 1 and 0; null for no marks.</summary>
    public int[]? Complete { get; set; }

    /// <summary>The vetoes of each frame; null for no marks.</summary>
    public int[]? Vetoes { get; set; }

    public static PlantedEvents Of(Random random)
    {
        var ids = new List<int>();
        var offsets = new List<float>();
        int[] index = new int[Pulses];
        for (int pulse = 0; pulse < Pulses; pulse++)
        {
            index[pulse] = ids.Count;
            for (int n = random.Next(3, 12); n > 0; n--)
            {
                ids.Add(random.Next(Pixels));
                offsets.Add(1000 + (90_000 * random.NextSingle()));
            }
        }
        return new PlantedEvents(
            [.. ids], [.. offsets], index, [.. Enumerable.Range(0, Pulses).Select(pulse => 0.1 * pulse)]);
    }

    public void Write(GroupNode entry)
    {
        GroupNode group = entry.Group("detector_1_events").Attribute("NX_class", "NXevent_data");
        group.Dataset("event_id", StoredValue.Array(Ids));
        group.Dataset("event_time_offset", StoredValue.Array(Offsets)).Attribute("units", "microsecond");
        group.Dataset("event_index", StoredValue.Array(Index));
        group.Dataset("event_time_zero", StoredValue.Array(Zero)).Attribute("units", "second");
        group.Dataset("total_counts", StoredValue.Array([Stated]));
        group.Dataset("detector_number", StoredValue.Array([.. Enumerable.Range(0, Pixels)]));
        if (Complete is { } complete) group.Dataset("frame_complete", StoredValue.Array(complete));
        if (Vetoes is { } vetoes) group.Dataset("veto_flags", StoredValue.Array(vetoes));
        if (Logged is { } logged)
            entry.Group("framelog").Attribute("NX_class", "NXcollection").Dataset("events_log", StoredValue.Array(logged));
    }
}
