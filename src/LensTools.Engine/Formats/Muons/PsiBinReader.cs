using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Muons;

/// <summary>
/// Muon histograms of PSI (GPD, GPS, LTF, Dolly and others): a header of 1024 bytes, then 32-bit counts, all little-endian. Sources:
/// Mantid's concept page "PSI Muon Bin File"; musrfit's reader, by which the bins of t0 and of the good data count from 0.
/// </summary>
internal sealed class PsiBinReader() : ContentReader(new DatasetFormat("PsiBin", "PSI muon histograms, PSI-BIN"))
{
    private const string Dialect = "PsiBin";
    private const int HeaderSize = 1024, BytesPerBin = 4, MostHistograms = 16;

    // Times of the converter are a power of two of an eighth of 625 ps.
    private const double SmallestBin = 0.125 * 625e-6;

    private const int Resolution = 2, Run = 6, BinsAt = 28, HistogramsAt = 30, RecordBins = 130, RecordsOfHistogram = 132,
        HistogramsOfRecord = 134, Title = 138, StartDate = 218, EndDate = 227, StartClock = 236, EndClock = 244, Events = 296,
        AllEvents = 424, ZeroBins = 458, FirstGood = 490, LastGood = 522, Temperatures = 716, Deviations = 738, Comment = 860,
        Labels = 948, BinWidth = 1012;

    public override bool Recognises(DatasetFile file) => file.Head.StartsWith("1N"u8)
        && file.Length >= HeaderSize
        && !file.IsText
        && Int16(file.Head, HistogramsAt) is > 0 and <= MostHistograms
        && Int16(file.Head, BinsAt) > 0;

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        ReadOnlySpan<byte> all = file.ReadAll().Span;
        int bins = Int16(all, BinsAt), count = Int16(all, HistogramsAt);
        int stride = Int16(all, RecordsOfHistogram) * Int16(all, RecordBins);
        if (Int16(all, HistogramsOfRecord) != 1)
            throw Damaged(file, HistogramsOfRecord, $"{Int16(all, HistogramsOfRecord)} histograms share a record, and not one has its own");
        if (stride < bins) throw Damaged(file, RecordsOfHistogram, $"the records of a histogram have {stride} bins, and it has {bins}");
        long end = HeaderSize + (((count - 1) * (long)stride) + bins) * BytesPerBin;
        if (all.Length < end)
            throw Damaged(file, all.Length, $"{count} histograms of {bins} bins end at byte {end}, and the file has {all.Length}");
        double width = BinaryPrimitives.ReadSingleLittleEndian(all[BinWidth..]);
        if (width == 0) width = SmallestBin * Math.Pow(2, Int16(all, Resolution));
        if (!double.IsFinite(width) || width <= 0) throw Damaged(file, BinWidth, $"a bin is {width} µs wide");

        var entry = new EntryContent
        {
            Level = DataLevel.Raw,
            Technique = Technique.Muon,
            MayBeSmallAngle = false,
            Counts = (long)count * bins,
        };
        AddHeader(entry, all, width);
        for (int i = 0; i < count; i++)
        {
            int at = HeaderSize + (i * stride * BytesPerBin);
            MuonHistogram histogram = ReadHistogram(entry, all, i, at, bins, width);
            entry.Signals.Add(histogram.ToCurve());
            AddDoubts(entry, histogram, Int32(all, Events + (4 * i)), at);
        }
        return [entry];
    }

    private static void AddHeader(EntryContent entry, ReadOnlySpan<byte> all, double width)
    {
        void Add(string key, string value, int at, string? unit = null) => entry.Add(Dialect, key, value, $"byte {at}", unit);
        // Nobody else writes this format.
        Add("facility", "PSI", 0);
        Add("run", Invariant(Int16(all, Run)), Run);
        // Fields of ten characters.
        Add("sample", Text(all, Title, 10), Title);
        (string temperature, string? kelvin) = MuonHistogram.Measure(Text(all, Title + 10, 10));
        Add("temperature", temperature, Title + 10, kelvin);
        (string field, string? gauss) = MuonHistogram.Measure(Text(all, Title + 20, 10));
        Add("field", field, Title + 20, gauss);
        Add("orientation", Text(all, Title + 30, 10), Title + 30);
        Add("setup", Text(all, Title + 40, 10), Title + 40);
        Add("comment", Text(all, Comment, 62), Comment);
        Add("start", $"{Text(all, StartDate, 9)} {Text(all, StartClock, 8)}", StartDate);
        Add("end", $"{Text(all, EndDate, 9)} {Text(all, EndClock, 8)}", EndDate);
        Add("events", Invariant(Int32(all, AllEvents)), AllEvents);
        Add("bin width", width.ToString("R", CultureInfo.InvariantCulture), BinWidth, "us");
        for (int i = 0; i < 4; i++)
        {
            float mean = BinaryPrimitives.ReadSingleLittleEndian(all[(Temperatures + (4 * i))..]);
            float deviation = BinaryPrimitives.ReadSingleLittleEndian(all[(Deviations + (4 * i))..]);
            if (mean == 0 && deviation == 0) continue;
            Add($"measured temperature {i + 1}", mean.ToString(CultureInfo.InvariantCulture), Temperatures + (4 * i), "K");
            Add($"its deviation {i + 1}", deviation.ToString(CultureInfo.InvariantCulture), Deviations + (4 * i), "K");
        }
    }

    private static MuonHistogram ReadHistogram(EntryContent entry, ReadOnlySpan<byte> all, int index, int at, int bins, double width)
    {
        string label = Text(all, Labels + (4 * index), 4);
        if (label.Length == 0) label = $"histogram {index + 1}";
        int zero = Int16(all, ZeroBins + (2 * index));
        int first = Int16(all, FirstGood + (2 * index)), last = Int16(all, LastGood + (2 * index));
        entry.Add(Dialect, "t0 bin", Invariant(zero), $"byte {ZeroBins + (2 * index)}", name: $"{label}/t0 bin");
        entry.Add(Dialect, "first good bin", Invariant(first), $"byte {FirstGood + (2 * index)}", name: $"{label}/first good bin");
        entry.Add(Dialect, "last good bin", Invariant(last), $"byte {LastGood + (2 * index)}", name: $"{label}/last good bin");
        var counts = new double[bins];
        for (int i = 0; i < bins; i++) counts[i] = Int32(all, at + (i * BytesPerBin));
        return new MuonHistogram(label, counts, MuonHistogram.EqualTimes(bins, width, zero), $"byte {at}")
        {
            Good = MuonHistogram.GoodOf(first, last, bins)
        };
    }

    // What the header counts is at least what the good bins hold and at most what all do: it begins at t0.
    private static void AddDoubts(EntryContent entry, MuonHistogram histogram, int stated, int at)
    {
        double all = histogram.Counts.Sum();
        double good = histogram.Good is { } range ? histogram.Counts.AsSpan(range.First, range.Last - range.First + 1).ToArray().Sum() : 0;
        if (stated == 0 || (stated >= good && stated <= all)) return;
        entry.Doubts.Add(new Doubt(
            DoubtKind.Incomplete,
            $"byte {at}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{histogram.Label} has {all:0} counts, {good:0} of them in good bins, and {stated} events are stated"),
            "the counts that are there"));
    }

    private static LensTools.Engine.Hosting.LensException Damaged(DatasetFile file, int at, string problem) =>
        new(DatasetFile.Damaged(file.Path, $"byte {at}", problem));

    private static short Int16(ReadOnlySpan<byte> all, int at) => BinaryPrimitives.ReadInt16LittleEndian(all[at..]);

    private static int Int32(ReadOnlySpan<byte> all, int at) => BinaryPrimitives.ReadInt32LittleEndian(all[at..]);

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(ReadOnlySpan<byte> all, int at, int length)
    {
        string text = Encoding.Latin1.GetString(all.Slice(at, length));
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim();
    }
}
