using System.Globalization;
using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Hdf5;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Exporting;

/// <summary>What SasView's loader reads of an export is what was in the source.</summary>
public sealed class ExportTests
{
    private const string Curve = "ISIS-LOQ-SANS/original_reduced_data/GFP_10mgml_rear.xml";
    private const string Plane = "sasdata/sasdata/example_data/2d_data/33837rear_2D_1.75_16.5_NXcanSAS_v3.h5";

    [Theory]
    [InlineData("NXcanSAS", Curve)]
    [InlineData("CanSasXml", Curve)]
    [InlineData("Column", Curve)]
    [InlineData("NXcanSAS", "lysozyme_SAXS/references/sasbdb_models/SASDA96/SASDA96.dat")]
    [InlineData("NXcanSAS", "NXcanSAS_examples/resources/ILL/044753_t25.dat")]
    [InlineData("CanSasXml", "NXcanSAS_examples/resources/ILL/044753_t25.dat")]
    [InlineData("Column", "NXcanSAS_examples/resources/ILL/044753_t25.dat")]
    public void SasView_reads_a_curve_as_it_was(string format, string path)
    {
        string python = Tool.PythonWith("sasdata");
        using var folder = new TestFolder();
        Dataset source = Session.Read(Repository.Corpora(path));
        var expected = Assert.IsType<Curve>(source.ReadSignals(TestContext.Current.CancellationToken)[0]);
        string[] lines = ReadInSasView(python, Assert.Single(Export(source, format, folder.Path)));
        Assert.Equal("1", lines[0]);
        Assert.Equal($"curve {expected.Q.Length}", lines[1]);
        for (int i = 0; i < expected.Q.Length; i++)
        {
            double?[] row = [.. lines[2 + i].Split(' ').Select(
                word => word == "-" ? (double?)null : double.Parse(word, CultureInfo.InvariantCulture))];
            Assert.Equal(expected.Q[i], row[0]!.Value, 1e-15);
            Assert.Equal(expected.I[i], row[1]!.Value);
            Assert.Equal(expected.Idev!.Value[i], row[2]!.Value);
            // Resolutions that are all zero say nothing, and SasView leaves them out.
            if (expected.Qdev is { } qdev && qdev.Any(q => q != 0)) Assert.Equal(qdev[i], row[3]!.Value, 1e-15);
        }
        if (format != "Column") Assert.Equal($"title {source.Title ?? (format == "NXcanSAS" ? source.Name : "")}", lines[^1]);
    }

    [Theory]
    [InlineData(Plane)]
    // Pixels in a list, of which nothing says that they are a grid.
    [InlineData("sasdata/sasdata/example_data/2d_data/P123_D2O_10_percent.dat")]
    public void SasView_reads_a_plane_as_it_was(string path)
    {
        string python = Tool.PythonWith("sasdata");
        using var folder = new TestFolder();
        Dataset source = Session.Read(Repository.Corpora(path));
        var expected = Assert.IsType<Plane>(source.ReadSignals(TestContext.Current.CancellationToken)[0]);
        string[] lines = ReadInSasView(python, Assert.Single(Export(source, "NXcanSAS", folder.Path)));
        Assert.Equal($"plane {expected.I.Length}", lines[1]);
        double[][] rows = [.. lines[2..(2 + expected.I.Length)].Select(
            line => line.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(expected.Qx, rows.Select(r => r[0]));
        Assert.Equal(expected.Qy, rows.Select(r => r[1]));
        Assert.Equal(expected.I, rows.Select(r => r[2]));
        Assert.Equal(expected.Idev, rows.Select(r => r[3]));
    }

    [Theory]
    [InlineData("NXcanSAS")]
    [InlineData("CanSasXml")]
    [InlineData("Column")]
    public void An_export_reads_back_with_its_description(string format)
    {
        using var folder = new TestFolder();
        Dataset source = Session.Read(Repository.Corpora("NXcanSAS_examples/1d_standard/W1W2.h5"), "W1");
        Dataset copy = Session.Read(Assert.Single(Export(source, format, folder.Path)));
        Assert.Equal(format == "Column" ? "ColumnText" : format, copy.Format.Id);
        Assert.Equal("standard can 12mm SANS", copy.Title);
        Assert.Equal("39068", copy.RunNumber);
        Assert.Equal(source.Sample, copy.Sample);
        // Of two detectors, the file does not say which one measured.
        Assert.Null(copy.DetectorDistance);
        Assert.Equal(1.03, copy.Thickness!.Value.Value, 1e-12);
        Signal before = source.ReadSignals(TestContext.Current.CancellationToken)[0],
            after = copy.ReadSignals(TestContext.Current.CancellationToken)[0];
        Assert.Equal(before.Q, after.Q);
        Assert.Equal(before.I, after.I);
        Assert.Equal(before.Idev, after.Idev);
        if (format is not ("NXcanSAS" or "CanSasXml")) return;
        using DatasetReading reading = copy.Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Nonconformities);
    }

    [Fact]
    public void Json_holds_reflectivities_too_and_says_what_they_are()
    {
        using var folder = new TestFolder();
        Dataset source = FormatRegistry.Describe(
            Repository.Corpora("orsopy/examples/prist5_10K_m_025.Rqz.ort"), TestContext.Current.CancellationToken).Datasets[0];
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Assert.Single(Export(source, "Json", folder.Path))));
        JsonElement curve = json.RootElement.GetProperty("curves")[0];
        Assert.Equal("R", curve.GetProperty("ordinate").GetString());
        Assert.Equal(source.ReadSignals(TestContext.Current.CancellationToken)[0].I.Length, curve.GetProperty("i").GetArrayLength());
        Assert.Equal("LensNothingToExport", Assert.Throws<LensException>(() => Export(source, "NXcanSAS", folder.Path)).Error.Id);
    }

    /// <summary>The good bins are those of MuonTests, as h5py reads the attributes of the file.</summary>
    [Fact]
    public void Json_holds_the_bins_that_are_good()
    {
        using var folder = new TestFolder();
        Dataset source = Session.Read(Repository.Corpora("MuonDataLib/test/data_files/HIFI00180594.nxs"));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Assert.Single(Export(source, "Json", folder.Path))));
        JsonElement good = json.RootElement.GetProperty("curves")[0].GetProperty("good");
        Assert.Equal((8, 2047), (good.GetProperty("first").GetInt32(), good.GetProperty("last").GetInt32()));
    }

    [Fact]
    public void Json_holds_curves_and_metadata()
    {
        using var folder = new TestFolder();
        Dataset source = Session.Read(Repository.Corpora(Curve));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Assert.Single(Export(source, "Json", folder.Path))));
        Signal expected = source.ReadSignals(TestContext.Current.CancellationToken)[0];
        JsonElement curve = Assert.Single(json.RootElement.GetProperty("curves").EnumerateArray());
        Assert.Equal(expected.Q, curve.GetProperty("q").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal(expected.I, curve.GetProperty("i").EnumerateArray().Select(v => v.GetDouble()));
        Assert.NotEmpty(json.RootElement.GetProperty("metadata").EnumerateArray());
        Assert.Matches("^[0-9a-f]{64}$", json.RootElement.GetProperty("source").GetProperty("sha256").GetString());
    }

    [Fact]
    public void The_structure_of_NXcanSAS_is_read_by_the_HDF_groups_tools()
    {
        string h5dump = Tool.Find("h5dump") ?? "";
        Assert.SkipWhen(h5dump.Length == 0, "Debian's hdf5-tools is not installed");
        using var folder = new TestFolder();
        string file = Assert.Single(Export(Session.Read(Repository.Corpora(Curve)), "NXcanSAS", folder.Path));
        (int code, string output, string error) = Tool.Run(h5dump, ["-A", file]);
        Assert.True(code == 0, error);
        Assert.Contains("SASdata", output, StringComparison.Ordinal);
        using Hdf5File hdf5 = Hdf5File.Open(file);
        Assert.Equal(2, hdf5.SuperblockVersion);
    }

    [Fact]
    public void A_file_that_is_there_and_the_source_itself_are_left_alone()
    {
        using var folder = new TestFolder();
        string path = folder.Write(
            "curve.dat", "# q(1/A) I(1/cm) sigma\n" + string.Join('\n', Enumerable.Range(1, 9).Select(i => $"0.0{i} {i} 0.1")));
        byte[] before = File.ReadAllBytes(path);
        Dataset source = Session.Read(path);
        Assert.Equal(
            "LensExportOverSource", Assert.Throws<LensException>(() => Export(source, "Column", folder.Path, force: true)).Error.Id);
        Assert.Equal(before, File.ReadAllBytes(path));
        Export(source, "Json", folder["out"]);
        Assert.Equal("LensFileExists", Assert.Throws<LensException>(() => Export(source, "Json", folder["out"])).Error.Id);
        Export(source, "Json", folder["out"], force: true);
        Assert.Equal("LensExportFormatUnknown", Assert.Throws<LensException>(() => Export(source, "Excel", folder["out"])).Error.Id);
    }

    [Fact]
    public void Datasets_of_one_name_are_written_to_files_of_their_own()
    {
        using var folder = new TestFolder();
        string text = "# q(1/A) I(1/cm) sigma\n" + string.Join('\n', Enumerable.Range(1, 9).Select(i => $"0.0{i} {i} 0.1"));
        string[] sources = [folder.Write("a/foxs.dat", text), folder.Write("a/foxs.txt", text), folder.Write("b/foxs.dat", text)];
        var export = new DatasetExport(new Session().Workspace, "NXcanSAS") { Folder = folder["out"], Force = true };
        IEnumerable<string> files = sources.SelectMany(
            path => export.Write(Session.Read(path), new Recorder(), TestContext.Current.CancellationToken));
        Assert.Equal(["foxs.h5", "foxs.txt.h5", "foxs.dat.h5"], files.Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_format_has_no_place_for_is_said()
    {
        // GNOM's output holds what was measured, the fit to it and the distances: its own headings say so.
        const string Gnom = "lysozyme_SAXS/processed_data/GNOM/S_A_02700_F2-T1_lys_8_000.out";
        using var folder = new TestFolder();
        Dataset source = Session.Read(Repository.Corpora(Gnom));
        var port = new Recorder();
        new DatasetExport(new Session().Workspace, "NXcanSAS") { Folder = folder.Path }.Write(
            source, port, TestContext.Current.CancellationToken);
        string said = Assert.Single(port.Said, line => line.StartsWith("warning", StringComparison.Ordinal));
        Assert.Contains("fit against Q", said, StringComparison.Ordinal);
        Assert.Contains("p(r) against r", said, StringComparison.Ordinal);
        Assert.Equal(3, Export(source, "Column", folder.Path).Count);
    }

    [Fact]
    public void Pixels_in_a_list_are_a_grid_again_if_their_Q_says_so()
    {
        using var folder = new TestFolder();
        // 10,000 rows: Qx and Qy from -0.099 to 0.099 in steps of 0.002, Qx first.
        Dataset source = Session.Read(Repository.Corpora("sasdata/sasdata/example_data/2d_data/P123_D2O_10_percent.dat"));
        using Hdf5File file = Hdf5File.Open(Assert.Single(Export(source, "NXcanSAS", folder.Path)));
        Assert.True(((Hdf5Group)file.Root.Children.Single()).TryGetGroup("sasdata01", out Hdf5Group? data));
        Assert.True(data.TryGetDataset("I", out Hdf5Dataset? intensity));
        Assert.Equal([100L, 100L], intensity.Dataspace.Dimensions);
    }

    [Theory]
    [InlineData("1/cm", "1/cm", 1)]
    [InlineData("cm^-1", "1/cm", 1)]
    [InlineData("1/m", "1/m", 1)]
    [InlineData("1/mm", "1/cm", 10)]
    [InlineData("cm2/g", "cm2/g", 1)]
    [InlineData("a.u.", "arbitrary", 1)]
    [InlineData("counts", "arbitrary", 1)]
    [InlineData("photons/bunch", null, 1)]
    [InlineData(null, null, 1)]
    public void A_unit_of_intensity_is_one_of_the_definition_or_left_out(string? unit, string? written, double factor) =>
        Assert.Equal((written, factor), NXcanSasTerms.IUnit(unit));

    [Theory]
    [InlineData("neutrons", "neutron")]
    [InlineData("Spallation neutron source", "Spallation Neutron Source")]
    [InlineData("X-Ray", "x-ray")]
    [InlineData("Synchrotron X-ray Source", "Synchrotron X-ray Source")]
    [InlineData("sound", null)]
    public void A_radiation_is_one_of_the_definition_or_left_out(string probe, string? written) =>
        Assert.Equal(written, NXcanSasTerms.Radiation(probe));

    [Fact]
    public void What_holds_no_curve_is_refused()
    {
        using var folder = new TestFolder();
        Dataset raw = Session.Read(Repository.Corpora("ISIS-LOQ-SANS/nexus_files/LOQ75869.nxs"));
        Assert.Equal("LensNothingToExport", Assert.Throws<LensException>(() => Export(raw, "NXcanSAS", folder.Path)).Error.Id);
        Dataset plane = Session.Read(Repository.Corpora(Plane));
        Assert.Equal("LensNothingToExport", Assert.Throws<LensException>(() => Export(plane, "CanSasXml", folder.Path)).Error.Id);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static IReadOnlyList<string> Export(Dataset dataset, string format, string folder, bool force = false)
    {
        return new DatasetExport(new Session().Workspace, format) { Folder = folder, Force = force }.Write(
            dataset, new Recorder(), TestContext.Current.CancellationToken);
    }

    private static string[] ReadInSasView(string python, string file)
    {
        (int code, string output, string error) = Tool.Run(
            python, [Path.Combine(AppContext.BaseDirectory, "Exporting", "sasview.py"), file]);
        Assert.True(code == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
