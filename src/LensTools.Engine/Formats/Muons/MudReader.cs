using System.Buffers.Binary;
using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.Muons;

/// <summary>
/// Histograms of TRIUMF's muon and β-NMR runs, time-differential. Sources: TRIUMF, "MUD Data Format" and the structures of its library,
/// whose bins count from 1, with t0 at the middle of its bin.
/// </summary>
internal sealed class MudReader() : ContentReader(new DatasetFormat("Mud", "TRIUMF muon histograms, MUD"))
{
    private const string Dialect = "Mud";

    // Of scans, the histograms are of another type and have no times.
    private const uint TimeDifferential = 0x0201_0000;

    // Sums that were kept as 32-bit numbers or single precision differ by their last digits.
    private const double Precision = 1e-6;

    // Fields of the description of a run that are texts, in their order.
    private static readonly string[] Texts =
        ["title", "lab", "area", "method", "apparatus", "insert", "sample", "orientation", "das", "experimenter", "temperature", "field"];

    public override bool Recognises(DatasetFile file) => MudFile.IsOne(file.Head);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        ReadOnlyMemory<byte> all = file.ReadAll();
        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(all.Span[8..]);
        if (kind != TimeDifferential)
            throw new LensException(new LensError(
                ErrorKind.FeatureUnsupported,
                $"{file.Path} is a MUD file of type {kind:x8}, such as a scan; only time-differential runs (02010000) are read.",
                file.Path,
                "Convert it to text with TRIUMF's mud utilities."));
        IReadOnlyList<MudSection> sections = new MudFile(file.Path, all).Read();
        MudSection run = sections.FirstOrDefault(section => section.Type == MudFile.RunDescription)
            ?? throw DatasetFile.WithoutData(file.Path, "it has no description of a run");
        List<(string Key, string Value, string? Unit)> description = Describe(run);
        string method = description.First(item => item.Key == "method").Value;
        bool isMuon = method.EndsWith("SR", StringComparison.OrdinalIgnoreCase);
        var entry = new EntryContent { Level = DataLevel.Raw, Technique = isMuon ? Technique.Muon : null, MayBeSmallAngle = false };
        foreach ((string key, string value, string? unit) in description) entry.Add(Dialect, key, value, $"byte {run.At}", unit);
        foreach (MudSection variable in sections.Where(section => section.Type == MudFile.Variable)) AddVariable(entry, variable);
        long bins = 0;
        foreach (MudSection header in sections.Where(section => section.Type == MudFile.HistogramHeader))
        {
            file.Stop.ThrowIfCancellationRequested();
            MudSection data = sections.FirstOrDefault(section => section.Type == MudFile.HistogramData && section.Number == header.Number)
                ?? throw new LensException(DatasetFile.Damaged(file.Path, $"byte {header.At}", $"histogram {header.Number} has no data"));
            // Packed counts may state far more bins than they have bytes.
            bins += BinsOf(header);
            if (bins > MuonHistogram.MostBinsOfAll) throw Damaged(file, header, $"the histograms have more than {bins} bins");
            AddHistogram(file, entry, header, data);
        }
        if (entry.Signals.Count == 0) throw DatasetFile.WithoutData(file.Path, "it describes a run without histograms");
        entry.Counts = entry.Signals.Sum(signal => (long)signal.I.Length);
        return [entry];
    }

    private static uint BinsOf(MudSection header)
    {
        MudFields fields = header.Fields();
        fields.UInt32();
        fields.UInt32();
        return fields.UInt32();
    }

    private static List<(string Key, string Value, string? Unit)> Describe(MudSection run)
    {
        MudFields fields = run.Fields();
        var items = new List<(string, string, string?)>
        {
            ("experiment", Invariant(fields.UInt32()), null),
            ("run", Invariant(fields.UInt32()), null),
            ("start", Time(fields.UInt32()), null),
            ("end", Time(fields.UInt32()), null),
            ("elapsed", Invariant(fields.UInt32()), "s"),
        };
        foreach (string key in Texts)
        {
            string text = fields.Text();
            (string value, string? unit) = key is "temperature" or "field" ? MuonHistogram.Measure(text) : (text, null);
            items.Add((key, value, unit));
        }
        return items;
    }

    // What was logged during the run: its mean and its range.
    private static void AddVariable(EntryContent entry, MudSection variable)
    {
        MudFields fields = variable.Fields();
        double low = fields.Double(), high = fields.Double(), mean = fields.Double(), deviation = fields.Double();
        fields.Double();
        string name = fields.Text();
        fields.Text();
        string unit = fields.Text();
        string location = $"byte {variable.At}";
        foreach ((string what, double value) in new[] { ("mean", mean), ("deviation", deviation), ("lowest", low), ("highest", high) })
            entry.Add(
                Dialect, what, value.ToString(CultureInfo.InvariantCulture), location, unit.Length > 0 ? unit : null, $"{name}/{what}");
    }

    private static void AddHistogram(DatasetFile file, EntryContent entry, MudSection header, MudSection data)
    {
        string location = $"byte {header.At}";
        MudFields fields = header.Fields();
        fields.UInt32();
        uint bytes = fields.UInt32(), bins = fields.UInt32(), bytesPerBin = fields.UInt32(), width = fields.UInt32();
        uint zeroTime = fields.UInt32(), zeroBin = fields.UInt32(), first = fields.UInt32(), last = fields.UInt32();
        uint firstBackground = fields.UInt32(), lastBackground = fields.UInt32(), events = fields.UInt32();
        string title = fields.Text();
        string label = title.Length > 0 ? title : $"histogram {header.Number}";
        if (bins is 0 or > MuonHistogram.MostBins) throw Damaged(file, header, $"{label} has {bins} bins");
        MudFields content = data.Fields();
        uint stored = content.UInt32();
        double[] counts;
        try
        {
            if (stored != bytes) throw new InvalidDataException($"{bytes} bytes are stated, and {stored} are there");
            counts = MudCounts.Unpack(content.Bytes(stored), (int)bins, bytesPerBin);
        }
        catch (InvalidDataException problem)
        {
            throw Damaged(file, data, $"the counts of {label}: {problem.Message}");
        }
        double microseconds = BinWidth(width);
        void Add(string key, uint value) => entry.Add(Dialect, key, Invariant(value), location, name: $"{label}/{key}");
        Add("t0 bin", zeroBin);
        Add("first good bin", first);
        Add("last good bin", last);
        Add("first background bin", firstBackground);
        Add("last background bin", lastBackground);
        entry.Add(Dialect, "bin width", microseconds.ToString("R", CultureInfo.InvariantCulture), location, "us", $"{label}/bin width");
        // The time of t0 is more exact than its bin, where the file has it.
        double zero = zeroTime > 0 ? (zeroTime * 1e-6 / microseconds) - 0.5 : zeroBin - 1.0;
        entry.Signals.Add(
            new MuonHistogram(label, counts, MuonHistogram.EqualTimes(counts.Length, microseconds, zero), $"byte {data.At}")
            {
                Good = MuonHistogram.GoodOf(first - 1L, last - 1L, counts.Length)
            }.ToCurve());
        if (!IsSum(counts.Sum(), events))
            entry.Doubts.Add(new Doubt(
                DoubtKind.Incomplete,
                location,
                string.Create(CultureInfo.InvariantCulture, $"{label} has {counts.Sum():0} counts, and {events} events are stated"),
                "the counts that are there"));
    }

    // In femtoseconds; small numbers are the codes of converters that steps of 78.125 ps and 48.828125 ps are the smallest of.
    private static double BinWidth(uint stated) => stated switch
    {
        < 16 => 78.125e-6 * Math.Pow(2, stated),
        < 29 => 48.828125e-6 * Math.Pow(2, stated - 16.0),
        _ => stated * 1e-9,
    };

    // The stated number has 32 bits and may have run over.
    private static bool IsSum(double sum, uint events)
    {
        double rest = Math.Abs(sum - events) % (uint.MaxValue + 1.0);
        double difference = Math.Min(rest, uint.MaxValue + 1.0 - rest);
        return difference <= 1 + (Precision * sum);
    }

    private static LensException Damaged(DatasetFile file, MudSection section, string problem) =>
        new(DatasetFile.Damaged(file.Path, $"byte {section.At}", problem));

    private static string Invariant(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(uint seconds) => seconds == 0
        ? ""
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
