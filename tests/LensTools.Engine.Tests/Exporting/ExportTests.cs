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
        if (format != "NXcanSAS") return;
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
