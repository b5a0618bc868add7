using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Hosting;
using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>NXcanSAS and ISIS TOFRAW.</summary>
public sealed class NexusTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1/angstrom", 0.1)]
    [InlineData("1/A", 0.1)]
    [InlineData("1/nm", 0.01)]
    [InlineData("1/m", 1e-11)]
    public void Q_is_given_in_one_over_angstrom(string unit, double smallest)
    {
        Dataset dataset = Write(root => Entry(root, unit, "uncertainties"));
        Assert.Equal(smallest, dataset.QMin!.Value, 15);
        Assert.Equal(smallest, Assert.Single(dataset.ReadSignals()).Q[0], 15);
        Assert.True(dataset.HasUncertainty);
    }

    [Fact]
    public void Spellings_that_writers_use_are_understood()
    {
        Dataset singular = Write(root => Entry(root, "1/A", "uncertainty"));
        Assert.True(singular.HasUncertainty);
        // A reference that leads nowhere: gc14-dls-i22.h5 of the corpora has one.
        Dataset dangling = Write(root => Entry(root, "1/A", "uncertainties", nameOfDeviation: "Nowhere"));
        Assert.False(dangling.HasUncertainty);
    }

    [Fact]
    public void Several_entries_are_several_datasets()
    {
        using var folder = new TestFolder();
        string path = folder["two.h5"];
        var root = new GroupNode();
        Entry(root, "1/A", "uncertainties", name: "first");
        Entry(root, "1/nm", "uncertainties", name: "second");
        using (FileStream file = File.Create(path)) Hdf5Writer.Write(file, root);
        Assert.Equal(["two#first", "two#second"], FormatRegistry.Describe(path).Datasets.Select(d => d.Name));
    }

    // RITA-2 in 2010, as iFit's rita22010n021140.hdf has it.
    [Fact]
    public void An_early_file_of_SINQ_is_known_by_the_name_of_its_instrument()
    {
        Dataset dataset = Write(root =>
        {
            GroupNode entry = root.Group("entry1").Attribute("NX_class", "NXentry");
            entry.Dataset("instrument", StoredValue.StringArray("RITA-2"));
            entry.Dataset("title", StoredValue.StringArray("LSCO6% ox grid"));
            entry.Dataset("start_time", StoredValue.StringArray("2010-09-30 06:00:26"));
            entry.Group("RITA-2").Attribute("NX_class", "NXinstrument");
            entry.Group("sample").Attribute("NX_class", "NXsample").Dataset("name", StoredValue.StringArray("LSCO6%ox"));
            entry.Group("data").Attribute("NX_class", "NXdata").Attribute("signal", "counts")
                .Dataset("counts", StoredValue.Array([1, 2, 3, 4, 5, 6], 2, 3));
        });
        Assert.Equal(
            ("Sinq", "RITA-2", "PSI", "LSCO6%ox"), (dataset.Format.Id, dataset.Instrument, dataset.Facility, dataset.Sample));
    }

    // Children come in the order of their names: the group that says nothing is met first.
    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 5)]
    public void An_array_that_is_alone_is_the_signal_where_no_group_names_one(bool isNamed, long points)
    {
        Dataset dataset = Write(root =>
        {
            GroupNode entry = root.Group("entry").Attribute("NX_class", "NXentry");
            entry.Group("aux").Attribute("NX_class", "NXdata").Dataset("time_of_flight", StoredValue.Array([1.0, 2, 3, 4, 5]));
            GroupNode data = entry.Group("data").Attribute("NX_class", "NXdata");
            data.Dataset("counts", StoredValue.Array([1, 2, 3, 4, 5, 6], 2, 3));
            data.Dataset("errors", StoredValue.Array([1, 2, 3, 4, 5, 6], 2, 3));
            if (isNamed) data.Attribute("signal", "counts");
        });
        Assert.Equal(("Nexus", points), (dataset.Format.Id, dataset.Points));
    }

    [Fact]
    public void Other_HDF5_is_passed_over()
    {
        using var folder = new TestFolder();
        string path = folder["other.h5"];
        using (FileStream file = File.Create(path)) Hdf5Writer.Write(file, new GroupNode());
        Assert.Contains("not a NeXus file with data", FormatRegistry.Describe(path).SkippedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_an_error_that_says_so()
    {
        LensError error = FormatRegistry.Describe(Path.Combine(Repository.RoundRobin, "isis", "90103_ellipsoid_5mgml.h5")).Error!;
        Assert.Equal("LensFileDamaged", error.Id);
        Assert.Contains("truncated: it should have 4304 bytes and has 2582", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_ISIS_run_is_described_with_its_placeholders_marked()
    {
        // Expected values: h5dump of the file.
        Dataset run = Session.Read(Repository.Corpora("ISIS-LOQ-SANS/nexus_files/LOQ75881.nxs"));
        Assert.Equal(
            ("IsisTofRaw", "LOQ", "ISIS", "PaNET01189", "75881"),
            (run.Format.Id, run.Instrument, run.Facility, run.Technique!.Id, run.RunNumber));
        Assert.Equal("LC 150mM NaCl Buffer 8mm_SANS", run.Title);
        Assert.Equal(1L * 17790 * 102, run.Points);
        Assert.Null(run.Proposal);
        Assert.Equal(
            ("99999", true, "/raw_data_1/experiment_identifier"),
            (run.Source(Term.Proposal)!.Value, run.Source(Term.Proposal)!.IsPlaceholder, run.Source(Term.Proposal)!.Location));
        Assert.Null(run.Sample);
        Assert.Equal("", run.Source(Term.Sample)!.Value);
        Assert.Contains(run.ReadMetadata(), item => item.Location == "/raw_data_1/good_frames");
    }

    [Fact]
    public void An_entry_with_arrays_beside_the_datasets_is_named()
    {
        // As scans 3.1 and 4.1 of esrf_test.h5 in jkotan/file-examples: data in the instrument, and no NXdata.
        Dataset dataset = Write(root =>
        {
            GroupNode data = root.Group("1.1").Attribute("NX_class", "NXentry").Group("measurement").Attribute("NX_class", "NXdata")
                .Attribute("signal", "diode");
            data.Dataset("diode", StoredValue.Array([3.0, 2.0, 1.0]));
            GroupNode scan = root.Group("3.1").Attribute("NX_class", "NXentry");
            scan.Group("instrument").Group("diode").Dataset("signal", StoredValue.Array([3.0, 2.0, 1.0]));
            root.Group("5.1").Attribute("NX_class", "NXentry").Dataset("end_reason", "nothing measured");
        });
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Equal("/3.1", Assert.Single(reading.Doubts, doubt => doubt.Kind == DoubtKind.Unexplained).Location);
    }

    [Theory]
    [InlineData(Term.Thickness, "0.000", true)]
    [InlineData(Term.Wavelength, "0", true)]
    [InlineData(Term.Thickness, "1.0", false)]
    [InlineData(Term.Temperature, "0.0", false)]
    [InlineData(Term.Sample, "Unnamed Sample", true)]
    public void What_stands_where_no_value_was_entered_is_a_placeholder(Term term, string value, bool isPlaceholder) =>
        Assert.Equal(isPlaceholder, Placeholders.Contains(term, value));

    [Fact]
    public void Every_NXcanSAS_file_of_the_corpora_is_described()
    {
        string[] files = [.. Directory.EnumerateFiles(Repository.Corpora("NXcanSAS_examples/1d_standard"), "*.h5")];
        Assert.True(files.Length >= 10);
        foreach (string file in files)
        {
            FileOutcome outcome = FormatRegistry.Describe(file);
            Assert.True(outcome.Datasets.Count > 0, $"{file}: {outcome.SkippedBecause}{outcome.Error?.Message}");
            Assert.All(
                outcome.Datasets,
                dataset => Assert.True(dataset.QMin is >= 0 && dataset.QMax is < 2 && dataset.ReadSignals().Count > 0, file));
        }
    }

    private Dataset Write(Action<GroupNode> build)
    {
        string path = _folder[$"{Guid.NewGuid():N}.h5"];
        var root = new GroupNode();
        build(root);
        using (FileStream file = File.Create(path)) Hdf5Writer.Write(file, root);
        return Session.Read(path);
    }

    private static void Entry(GroupNode root, string unit, string attribute, string name = "entry", string nameOfDeviation = "Idev")
    {
        GroupNode entry = root.Group(name).Attribute("NX_class", "NXentry").Attribute("canSAS_class", "SASentry");
        entry.Dataset("definition", "NXcanSAS");
        GroupNode data = entry.Group("data").Attribute("canSAS_class", "SASdata");
        data.Dataset("Q", StoredValue.Array([0.1, 0.2, 0.3])).Attribute("units", unit);
        data.Dataset("I", StoredValue.Array([3.0, 2.0, 1.0])).Attribute("units", "1/cm").Attribute(attribute, nameOfDeviation);
        if (nameOfDeviation == "Idev") data.Dataset("Idev", StoredValue.Array([0.1, 0.1, 0.1]));
    }
}
