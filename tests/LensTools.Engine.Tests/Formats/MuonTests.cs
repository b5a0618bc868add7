using System.Buffers.Binary;
using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Muon histograms are curves of counts by the time after t0, with the bins that are good. PSI-BIN and MUD files are written here from the
/// descriptions of their formats: Mantid's "PSI Muon Bin File" and TRIUMF's "MUD Data Format"; the offsets are musrfit's and mud.h's.
/// </summary>
public sealed class MuonTests : IDisposable
{
    private const int Bins = 12;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Psi_bin_is_read_in_full()
    {
        Dataset dataset = Session.Read(WritePsi());
        Assert.Equal(("PsiBin", DataLevel.Raw, 24L), (dataset.Format.Id, dataset.Level, dataset.Points));
        Assert.Equal(("PSI", "LSCO TF", "LSCO-0.195", "3093"), (dataset.Facility, dataset.Title, dataset.Sample, dataset.RunNumber));
        Assert.Equal(new DateTime(2009, 8, 7, 4, 3, 11), dataset.StartTime);
        Assert.Equal(new DateTime(2009, 8, 7, 5, 9, 2), dataset.EndTime);
        Assert.Equal((1.6, "muSR"), (dataset.Temperature!.Value.Value, dataset.Technique!.Abbreviation));
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Doubts);
        Curve[] curves = [.. reading.Signals.Cast<Curve>()];
        Assert.Equal(["Forw", "histogram 2"], curves.Select(curve => curve.Name));
        Assert.Equal([0, 0, 5, 90, 80, 70, 60, 50, 40, 30, 20, 10], curves[0].I);
        Assert.Equal([1, 1, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1], curves[1].I);
        // The resolution code 4 is 16 times 78.125 ps; t0 is bin 3.
        Assert.Equal((AxisQuantity.Time, "us"), (curves[0].X.Quantity, curves[0].X.Unit));
        Assert.Equal(-3 * 1.25e-3, curves[0].X.Values[0], 1e-12);
        Assert.Equal(0, curves[0].X.Values[3]);
        Assert.Equal(new PointRange(4, 10), curves[0].Good);
        Assert.Contains(reading.Metadata, item => item is { Name: "Forw/t0 bin", Value: "3" });
        Assert.Contains(reading.Metadata, item => item is { Name: "field", Value: "100.000", Unit: "G" });
    }

    [Fact]
    public void Psi_bin_with_its_own_bin_width_takes_that()
    {
        string path = WritePsi(file => BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(1012), 0.0009765625f));
        var curve = (Curve)Session.Read(path).ReadSignals(TestContext.Current.CancellationToken)[0];
        Assert.Equal(0.0009765625, curve.X.Values[4]);
    }

    [Fact]
    public void Counts_that_the_header_does_not_bear_out_are_a_doubt()
    {
        // A block of zeros where counts were.
        string path = WritePsi(file => file.AsSpan(1024 + (4 * 4), 4 * 6).Clear());
        using DatasetReading reading = Session.Read(path).Open(TestContext.Current.CancellationToken);
        Assert.Contains(reading.Doubts, doubt => doubt is
        {
            Kind: DoubtKind.Incomplete, Seen: "Forw has 125 counts, 20 of them in good bins, and 440 events are stated"
        });
    }

    [Theory]
    [InlineData(134, 2)]
    [InlineData(130, 4)]
    public void A_layout_that_cannot_hold_the_histograms_is_damage(int at, short value)
    {
        string path = WritePsi(file => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), value));
        Assert.Equal(ErrorKind.FileDamaged, ErrorOf(path).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_was_cut_is_damaged_wherever(bool isMud)
    {
        byte[] whole = File.ReadAllBytes(isMud ? WriteMud(true) : WritePsi());
        for (int length = 1100; length > (isMud ? 64 : 1024); length -= 7)
        {
            string path = _folder[$"cut-{length}"];
            File.WriteAllBytes(path, whole[..Math.Min(whole.Length - 1, length)]);
            Assert.Equal(ErrorKind.FileDamaged, ErrorOf(path).Kind);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mud_is_read_in_full(bool isPacked)
    {
        Dataset dataset = Session.Read(WriteMud(isPacked));
        Assert.Equal(("Mud", DataLevel.Raw, 12L), (dataset.Format.Id, dataset.Level, dataset.Points));
        Assert.Equal(("TRIUMF", "LAMPF", "B12 ZF", "100"), (dataset.Facility, dataset.Instrument, dataset.Title, dataset.RunNumber));
        Assert.Equal((150.47, 3511.0), (dataset.Temperature!.Value.Value, dataset.Duration!.Value.Value));
        Assert.Equal(new DateTime(2009, 4, 25, 12, 26, 47, DateTimeKind.Utc), dataset.StartTime);
        Assert.Equal("A. Person", Assert.Single(dataset.Users).Name);
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Doubts);
        var curve = Assert.IsType<Curve>(Assert.Single(reading.Signals));
        Assert.Equal([0, 0, 0, 70000, 300, 200, 100, 50, 20, 10, 0, 0], curve.I);
        // Bins of 1 ns that count from 1; t0 is the middle of the fourth.
        Assert.Equal(0, curve.X.Values[3], 1e-12);
        Assert.Equal(-3e-3, curve.X.Values[0], 1e-12);
        Assert.Equal(new PointRange(4, 11), curve.Good);
        Assert.Contains(reading.Metadata, item => item is { Name: "/Sample/read/mean", Value: "150.5", Unit: "K" });
    }

    [Fact]
    public void Mud_whose_counts_are_not_those_stated_is_a_doubt()
    {
        using DatasetReading reading = Session.Read(WriteMud(false, events: 70000)).Open(TestContext.Current.CancellationToken);
        Assert.Equal("Back has 70680 counts, and 70000 events are stated", Assert.Single(reading.Doubts).Seen);
    }

    [Fact]
    public void A_scan_in_mud_is_refused_with_its_type()
    {
        byte[] file = File.ReadAllBytes(WriteMud(true));
        file[10] = 2;
        File.WriteAllBytes(_folder["scan.msr"], file);
        LensError error = ErrorOf(_folder["scan.msr"]);
        Assert.Equal(ErrorKind.FeatureUnsupported, error.Kind);
        Assert.Contains("02020000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Isis_histograms_of_periods_have_times_after_t0()
    {
        string path = WriteIsis(data =>
        {
            data.Dataset("counts", StoredValue.Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 2, 3]))
                .Attribute("first_good_bin", StoredValue.Array([2])).Attribute("last_good_bin", StoredValue.Array([3]));
            data.Dataset("raw_time", StoredValue.Array([0.0, 16, 32, 48])).Attribute("units", "nanoseconds");
            data.Dataset("time_zero", StoredValue.Array([0.02])).Attribute("units", "microseconds");
            data.Dataset("spectrum_index", StoredValue.Array([5, 6]));
        });
        Curve[] curves = Curves(path);
        Assert.Equal(
            ["period 1, spectrum 5", "period 1, spectrum 6", "period 2, spectrum 5", "period 2, spectrum 6"],
            curves.Select(curve => curve.Name));
        Assert.Equal([7, 8, 9], curves[2].I);
        Assert.Equal([-0.012, 0.004, 0.02], curves[2].X.Values.Select(time => Math.Round(time, 9)));
        Assert.Equal(new PointRange(1, 2), curves[2].Good);
    }

    [Fact]
    public void Isis_histograms_with_bins_for_each_spectrum_take_its_own()
    {
        string path = WriteIsis(data =>
        {
            data.Dataset("counts", StoredValue.Array([1, 2, 3, 4, 5, 6], [2, 3]));
            data.Dataset("raw_time", StoredValue.Array([0, 0.016, 0.032])).Attribute("units", "micro.second");
            data.Dataset("time_zero_bin", StoredValue.Array([1, 2]));
            data.Dataset("first_good_bin", StoredValue.Array([2, 3]));
            data.Dataset("last_good_bin", StoredValue.Array([3, 3]));
        });
        Curve[] curves = Curves(path);
        Assert.Equal([0, 0.016, 0.032], curves[0].X.Values);
        Assert.Equal([-0.016, 0, 0.016], curves[1].X.Values);
        Assert.Equal(new PointRange(1, 2), curves[0].Good);
        Assert.Null(curves[1].Good);
    }

    [Fact]
    public void Version_1_has_the_spectra_of_all_periods_in_one_row()
    {
        // Two periods of six spectra, made after mantid's issue 36270.
        Curve[] curves = Curves(Path.Combine(Repository.Reported(), "26-muon-periods", "v1_temp_C.nxs"));
        Assert.Equal(12, curves.Length);
        Assert.Equal(("period 1, spectrum 1", "period 2, spectrum 6"), (curves[0].Name, curves[11].Name));
    }

    [Fact]
    public void Times_of_a_real_file_are_those_that_it_gives_itself()
    {
        // raw_data_1/detector_1_events/corrected_time begins with -0.02945, -0.01345, 0.00255 µs, as h5py reads it.
        Curve[] curves = Curves(Repository.Corpora("MuonDataLib/test/data_files/HIFI00180594.nxs"));
        Assert.Equal(64, curves.Length);
        Assert.Equal([86, 120, 204, 262], curves[0].I.Take(4));
        Assert.Equal([-0.02945, -0.01345, 0.00255], curves[0].X.Values.Take(3).Select(time => Math.Round(time, 6)));
        Assert.Equal(new PointRange(8, 2047), curves[0].Good);
    }

    [Fact]
    public void Groups_that_list_the_same_group_and_bins_without_bytes_end()
    {
        // Three levels of groups whose thousand members are all the next group: a billion sections in 36 kB.
        byte[] last = Group(9);
        for (int level = 0; level < 3; level++)
        {
            byte[] index = [.. Enumerable.Range(0, 1000).SelectMany(_ => (byte[])
                [.. BitConverter.GetBytes(0), .. BitConverter.GetBytes(0x0101_0003), .. BitConverter.GetBytes(1)])];
            last = [
                .. BitConverter.GetBytes(20 + index.Length), .. BitConverter.GetBytes(0x0101_0003),
                .. BitConverter.GetBytes(level == 2 ? 0x0201_0000 : 9), .. BitConverter.GetBytes(1000), .. BitConverter.GetBytes(0),
                .. index, .. last];
        }
        File.WriteAllBytes(_folder["groups.msr"], last);
        Assert.Equal(ErrorKind.FileDamaged, ErrorOf(_folder["groups.msr"]).Kind);
        byte[] run = Section(0x0102_0001, 1, [
            1u, 1u, 1u, 1u, 1u, "a", "b", "c", "TD-µSR", "e", "f", "g", "h", "i", "j", "k", "l"]);
        byte[] data = Section(0x0102_0003, 1, [4u, new byte[4]]);
        byte[] header = Section(0x0102_0002, 1, [
            0x0201_0002u, 4u, 9_000_000u, 0u, 1_000_000u, 0u, 1u, 1u, 1u, 1u, 1u, 0u, "A"]);
        byte[] histograms = Group(
            0x0201_0002, (0x0102_0003, data), (0x0102_0002, header), (0x0102_0002, header), (0x0102_0002, header));
        File.WriteAllBytes(_folder["bins.msr"], Group(0x0201_0000, (0x0102_0001, run), (0x0101_0003, histograms)));
        Assert.Equal(ErrorKind.FileDamaged, ErrorOf(_folder["bins.msr"]).Kind);
    }

    private static Curve[] Curves(string path) =>
        [.. Session.Read(path).ReadSignals(TestContext.Current.CancellationToken).Cast<Curve>()];

    private static LensError ErrorOf(string path)
    {
        FileOutcome outcome = FormatRegistry.Describe(path, TestContext.Current.CancellationToken);
        return outcome.Error ?? throw new InvalidOperationException($"{path} is read");
    }

    private string WritePsi(Action<byte[]>? change = null)
    {
        var file = new byte[1024 + (2 * 16 * 4)];
        void Int16(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), (short)value);
        void Int32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        void Text(int at, string text) => Encoding.Latin1.GetBytes(text, file.AsSpan(at));
        Text(0, "1N");
        Int16(2, 4);
        Int16(6, 3093);
        Int16(28, Bins);
        Int16(30, 2);
        // Two records of 16 bins, one for each histogram.
        Int16(128, 2);
        Int16(130, 16);
        Int16(132, 1);
        Int16(134, 1);
        Text(138, "LSCO-0.1951.600K    100.000G  c||mu     ");
        Text(218, "07-AUG-0907-AUG-0904:03:1105:09:02");
        Text(860, "LSCO TF");
        Text(948, "Forw");
        int[][] counts = [[0, 0, 5, 90, 80, 70, 60, 50, 40, 30, 20, 10], [1, 1, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1]];
        for (int i = 0; i < 2; i++)
        {
            // From t0 on.
            Int32(296 + (4 * i), counts[i].Skip(i == 0 ? 4 : 3).Sum() + (i == 0 ? 80 : 0));
            Int16(458 + (2 * i), 3);
            Int16(490 + (2 * i), 4);
            Int16(522 + (2 * i), i == 0 ? 10 : Bins);
            for (int bin = 0; bin < Bins; bin++) Int32(1024 + (4 * ((16 * i) + bin)), counts[i][bin]);
        }
        Int32(424, 495);
        change?.Invoke(file);
        string path = _folder["run.bin"];
        File.WriteAllBytes(path, file);
        return path;
    }

    private string WriteMud(bool isPacked, uint events = 70680)
    {
        byte[] counts = isPacked
            // Three bins of no bytes, one of four, one of two, five of one, two of none.
            ? [3, 0, 0, 1, 0, 4, 0x70, 0x11, 1, 0, 1, 0, 2, 0x2c, 1, 5, 0, 1, 200, 100, 50, 20, 10, 2, 0, 0]
            : [.. new uint[] { 0, 0, 0, 70000, 300, 200, 100, 50, 20, 10, 0, 0 }.SelectMany(BitConverter.GetBytes)];
        byte[] run = Section(0x0102_0001, 1, [
            1175u, 100u, 1240662407u, 1240665918u, 3511u, "B12 ZF", "TRIUMF", "M20", "TD-µSR", "LAMPF", "bfud", "B12", "", "MIDAS",
            "A. Person", "150.47(0.06)K", "0.132(0.024)G"]);
        byte[] header = Section(0x0102_0002, 1, [
            0x0201_0002u, (uint)counts.Length, (uint)Bins, isPacked ? 0u : 4u, 1_000_000u, 3500u, 4u, 5u, 12u, 1u, 3u, events, "Back"]);
        byte[] data = Section(0x0102_0003, 1, [(uint)counts.Length, counts]);
        byte[] variable = Section(0x0102_0005, 1, [150.4, 150.6, 150.5, 0.06, 0.0, "/Sample/read", "Sample reading", "K"]);
        byte[] histograms = Group(0x0201_0002, (0x0102_0002, header), (0x0102_0003, data));
        byte[] variables = Group(0x0102_0005, (0x0102_0005, variable));
        string path = _folder["000100.msr"];
        File.WriteAllBytes(path, Group(0x0201_0000, (0x0102_0001, run), (0x0101_0003, histograms), (0x0101_0003, variables)));
        return path;
    }

    private static byte[] Section(uint type, uint number, object[] fields)
    {
        byte[] content = [.. fields.SelectMany(field => field switch
        {
            uint value => BitConverter.GetBytes(value),
            double value => BitConverter.GetBytes(value),
            byte[] bytes => bytes,
            string text => [.. BitConverter.GetBytes((ushort)text.Length), .. Encoding.Latin1.GetBytes(text)],
            _ => throw new ArgumentException("no field of MUD"),
        })];
        return
        [
            .. BitConverter.GetBytes(12 + content.Length), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(number), .. content,
        ];
    }

    private static byte[] Group(uint number, params (uint Type, byte[] Bytes)[] members)
    {
        var index = new List<byte>();
        int offset = 0;
        foreach ((uint type, byte[] bytes) in members)
        {
            index.AddRange([.. BitConverter.GetBytes(offset), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(1)]);
            offset += bytes.Length;
        }
        return [
            .. BitConverter.GetBytes(20 + index.Count), .. BitConverter.GetBytes(0x0101_0003), .. BitConverter.GetBytes(number),
            .. BitConverter.GetBytes(members.Length), .. BitConverter.GetBytes(offset), .. index, .. members.SelectMany(m => m.Bytes)];
    }

    private string WriteIsis(Action<GroupNode> build)
    {
        string path = _folder["run.nxs"];
        var root = new GroupNode();
        GroupNode entry = root.Group("raw_data_1").Attribute("NX_class", "NXentry");
        entry.Dataset("definition", "muonTD");
        build(entry.Group("detector_1").Attribute("NX_class", "NXdata"));
        using FileStream file = File.Create(path);
        Hdf5Writer.Write(file, root);
        return path;
    }
}
