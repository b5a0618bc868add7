using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;
using LensTools.Engine.Processing;
using LensTools.Hdf5;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Exporting;

/// <summary>What was computed is exported with what it is from and how.</summary>
public sealed class ProcessedExportTests
{
    private const string Averaged = "lysozyme_SAXS/scattering_data/averaged/";
    private const string Sample = "A_02700_F2-T1_lys_8_000.dat", Buffer = "A_02698_F1-T1_buff_lys_000.dat";

    [Theory]
    [InlineData("NXcanSAS")]
    [InlineData("CanSasXml")]
    [InlineData("Column")]
    [InlineData("NXdata")]
    public void A_computed_curve_reads_back_with_its_provenance(string format)
    {
        using var folder = new TestFolder();
        ProcessedCurve curve = Subtracted();
        string file = Assert.Single(Export(format, folder).Write(curve, new Recorder(), TestContext.Current.CancellationToken));
        Dataset copy = Session.Read(file);
        Signal read = copy.ReadSignals(TestContext.Current.CancellationToken)[0];
        Assert.Equal(curve.Curve.Q, read.Q);
        Assert.Equal(curve.Curve.I, read.I);
        Assert.Equal(curve.Curve.Idev, read.Idev);
        IReadOnlyList<MetadataItem> metadata = copy.ReadMetadata(TestContext.Current.CancellationToken);
        string all = string.Join('\n', metadata.Select(item => $"{item.Name}={item.Value}"));
        Assert.Contains(Sample, all, StringComparison.Ordinal);
        Assert.Contains(Buffer, all, StringComparison.Ordinal);
        Assert.Contains("0.98", all, StringComparison.Ordinal);
        // As sha256sum has it.
        Assert.Contains("fc9d4de6d8fd3c5cd3d6d6547a4288f90f583ba03d1bfe7cfd99c902ec", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_sources_and_the_process_apart()
    {
        using var folder = new TestFolder();
        string file = Assert.Single(Export("Json", folder).Write(Subtracted(), new Recorder(), TestContext.Current.CancellationToken));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement[] sources = [.. json.RootElement.GetProperty("sources").EnumerateArray()];
        Assert.Equal(["source", "background"], sources.Select(source => source.GetProperty("role").GetString()));
        Assert.Equal([Sample, Buffer], sources.Select(source => source.GetProperty("file").GetString()));
        JsonElement process = json.RootElement.GetProperty("process");
        Assert.Equal("subtract", process.GetProperty("name").GetString());
        Assert.Equal("0.98", process.GetProperty("parameters").GetProperty("factor").GetString());
    }

    [Fact]
    public void A_consensus_has_only_what_its_contributors_share()
    {
        using var folder = new TestFolder();
        using var workspace = new Workspace(stateFolder: folder["state"]);
        foreach (string facility in (string[])["one", "two"])
        {
            folder.Write(
                $"{facility}.dat",
                $"# sample: lysozyme\n# title: of {facility}\n# Q (1/A)\tI (1/cm)\tdI\n" + string.Concat(Enumerable.Range(1, 80)
                    .Select(i => FormattableString.Invariant($"{i * 0.005}\t{Math.Exp(-Math.Pow(i * 0.005 * 15, 2) / 3)}\t0.01\n"))));
        }
        var consensus = new SampleConsensus(workspace);
        foreach (string facility in (string[])["one", "two"])
            Assert.True(consensus.Add(Session.Read(folder[$"{facility}.dat"]), TestContext.Current.CancellationToken));
        ProcessedCurve curve = Assert.Single(consensus.Combine(TestContext.Current.CancellationToken)).ToProcessedCurve()!;
        string file = Assert.Single(
            Export("NXcanSAS", folder, workspace).Write(curve, new Recorder(), TestContext.Current.CancellationToken));
        Assert.Equal("lysozyme-consensus.h5", Path.GetFileName(file));
        Dataset copy = Session.Read(file);
        Assert.Equal("lysozyme", copy.Sample);
        Assert.Equal("lysozyme-consensus", copy.Title);
        string[] names = [.. copy.ReadMetadata(TestContext.Current.CancellationToken).Select(item => item.Name)];
        Assert.Contains("source_1", names);
        Assert.Contains("source_2_sha256", names);
    }

    /// <summary>h5py reads what PureHDF wrote; our reader too.</summary>
    [Fact]
    public void A_histogram_of_each_detector_is_chunked_and_compressed()
    {
        string python = Tool.PythonWith("h5py");
        using var folder = new TestFolder();
        Dataset dataset = Session.Read(
            Repository.Corpora("ISIS-OFFSPEC-Reflectivity/OFFSPEC_runs_46992-4/data_files/OFFSPEC00046992.nxs"));
        EventHistogram histogram = Assert.Single(new EventHistogramming
        {
            IsPerDetector = true,
            Bins = new HistogramBins { Count = 500 },
        }.Count(dataset, TestContext.Current.CancellationToken));
        string file = Assert.Single(Export("NXdata", folder).Write(histogram, new Recorder(), TestContext.Current.CancellationToken));
        (int code, string output, string error) = Tool.Run(python,
        [
            "-c",
            "import sys,h5py; d=h5py.File(sys.argv[1])['entry/data']; c=d['counts']; " +
            "print(c.shape, c.compression, c.shuffle, c.chunks is not None, c[()].sum(), len(d['time_of_flight']), d.attrs['axes'][1])",
            file,
        ]);
        Assert.True(code == 0, error);
        Assert.Equal("(772, 500) gzip True True 37410 501 time_of_flight", output.Trim());
        using var ours = Hdf5File.Open(file);
        Assert.True(ours.TryGetDataset("/entry/data/counts", out Hdf5Dataset? counts));
        Assert.Equal(histogram.Counts, counts.Read<long>());
        // Nothing else has a place for it.
        Assert.Equal("LensNothingToExport", Assert.Throws<LensException>(
            () => Export("Column", folder).Write(histogram, new Recorder(), TestContext.Current.CancellationToken)).Error.Id);
    }

    private static ProcessedCurve Subtracted()
    {
        var workspace = new Workspace(stateFolder: Path.GetTempPath());
        return Assert.Single(new BackgroundSubtraction(
                workspace, Session.Read(Repository.Corpora(Averaged + Buffer)), TestContext.Current.CancellationToken)
        {
            Factor = 0.98,
        }.From(Session.Read(Repository.Corpora(Averaged + Sample)), TestContext.Current.CancellationToken));
    }

    private static DatasetExport Export(string format, TestFolder folder, Workspace? workspace = null) =>
        new(workspace ?? new Workspace(stateFolder: folder["state"]), format) { Folder = folder["out"] };
}
