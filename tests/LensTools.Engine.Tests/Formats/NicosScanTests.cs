using LensTools.Engine.Datasets;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>A scan of NICOS has a curve for each detector. The layout is that of NICOS' AsciiScanfileSink, as Takin reads it.</summary>
public sealed class NicosScanTests : IDisposable
{
    private const string End = "### End of NICOS data file 00000203.dat\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_detector_is_a_curve_against_what_was_scanned()
    {
        Dataset dataset = Session.Read(Write(End));
        Assert.Equal(("NicosScan", DataLevel.Raw, 3L), (dataset.Format.Id, dataset.Level, dataset.Points));
        Assert.Equal(("magnons", "p12345", "MnSi", "203"), (dataset.Title, dataset.Proposal, dataset.Sample, dataset.RunNumber));
        Assert.Equal((new DateTime(2019, 2, 12, 17, 36, 10), 5.2), (dataset.StartTime, dataset.Temperature!.Value.Value));
        Assert.Equal("A. Person", Assert.Single(dataset.Users).Name);
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Doubts);
        Curve[] curves = [.. reading.Signals.Cast<Curve>()];
        Assert.Equal(["00000203 timer", "00000203 ctr1"], curves.Select(curve => curve.Name));
        Assert.Equal(("E", "meV"), (curves[1].X.Name, curves[1].X.Unit));
        Assert.Equal([1, 1.5, 2], curves[1].X.Values);
        Assert.Equal([120, 340, 90], curves[1].I);
        Assert.Equal(AxisQuantity.Counts, curves[1].Y.Quantity);
    }

    [Fact]
    public void Without_its_end_it_may_be_cut()
    {
        using DatasetReading reading = Session.Read(Write("")).Open(TestContext.Current.CancellationToken);
        Assert.Equal(DoubtKind.Incomplete, Assert.Single(reading.Doubts).Kind);
    }

    [Theory]
    [InlineData("10\t340", "10\tabc", DoubtKind.DamagedRows, "1 of 3 rows have not a value for each of 5 columns")]
    [InlineData("# E\tT\t;", "# E\tT\t-", DoubtKind.Unexplained, "no \";\" is between what was scanned and what was counted")]
    public void What_is_no_number_or_cannot_be_told_is_said(string was, string becomes, DoubtKind kind, string seen)
    {
        string path = Write(End);
        File.WriteAllText(path, File.ReadAllText(path).Replace(was, becomes, StringComparison.Ordinal));
        using DatasetReading reading = Session.Read(path).Open(TestContext.Current.CancellationToken);
        Doubt doubt = Assert.Single(reading.Doubts);
        Assert.Equal((kind, seen), (doubt.Kind, doubt.Seen));
    }

    private string Write(string end)
    {
        string path = _folder["00000203.dat"];
        File.WriteAllText(
            path,
            "### NICOS data file, created at 2019-02-12 17:36:10\n"
                + "#                   number : 203\n#                     info : scan(E, 1, 0.5, 3)\n"
                + "### Experiment information\n#       Exp_proposal_value : p12345\n#          Exp_title_value : magnons\n"
                + "#          Exp_users_value : A. Person\n# Sample_samplename_value : MnSi\n#                  T_value : 5.2 K\n"
                + "### Scan data\n# E\tT\t;\ttimer\tctr1\n# meV\tK\t;\ts\tcts\n"
                + "1.0\t5.2\t;\t10\t120\n1.5\t5.2\t;\t10\t340\n2.0\t5.2\t;\t10\t90\n" + end);
        return path;
    }
}
