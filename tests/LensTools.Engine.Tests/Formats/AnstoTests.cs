using LensTools.Engine.Datasets;
using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>Raw files of ANSTO, made as those that refnx keeps (PLP0000711, PLP0011641, SPZ0000342), with their values.</summary>
public sealed class AnstoTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("..//data//PLP0011641.nx.hdf", null, "PLATYPUS", "11641", "PaNET01121")]
    [InlineData("..//data//SPZ0000342.nx.hdf", "spatz", "SPATZ", "342", "PaNET01121")]
    [InlineData("..//data//QKK0032815.nx.hdf", "quokka", "QUOKKA", "32815", "PaNET01189")]
    [InlineData("..//data//KKB0000049.nx.hdf", null, "KOOKABURRA", "49", null)]
    public void The_name_of_the_file_says_the_instrument_and_the_run(
        string fileName, string? stated, string instrument, string run, string? technique)
    {
        Dataset dataset = Write(fileName, stated);
        Assert.Equal(
            ("Ansto", instrument, "ANSTO", run, technique, DataLevel.Raw, 160L),
            (dataset.Format.Id, dataset.Instrument, dataset.Facility, dataset.RunNumber, dataset.Technique?.Id, dataset.Level,
                dataset.Points));
        Assert.Equal(("Sheary stuff", "Wafer1#2"), (dataset.Title, dataset.Sample));
        Assert.Equal(25087.775, dataset.Duration!.Value.Value, 3);
        Assert.NotNull(dataset.StartTime);
    }

    [Fact]
    public void A_name_that_says_nothing_leaves_both_open()
    {
        Dataset dataset = Write("HDS_P0.nx.hdf", null);
        Assert.Equal(("Ansto", null, null, null), (dataset.Format.Id, dataset.Instrument, dataset.Facility, dataset.RunNumber));
    }

    private Dataset Write(string fileName, string? instrumentName)
    {
        var root = new GroupNode();
        StoredValue Text(string value) => StoredValue.StringArray(value);
        GroupNode entry = root.Group("entry1").Attribute("NX_class", "NXentry");
        entry.Dataset("program_name", Text("SICS"));
        entry.Dataset("start_time", Text("2012-01-20 21:50:29"));
        entry.Dataset("end_time", Text("2012-01-21 04:48:44"));
        GroupNode experiment = entry.Group("experiment").Attribute("NX_class", "NXnote");
        experiment.Dataset("title", Text("Sheary stuff"));
        experiment.Dataset("file_name", Text(fileName));
        entry.Group("sample").Attribute("NX_class", "NXsample").Dataset("name", Text("Wafer1#2"));
        GroupNode instrument = entry.Group("instrument").Attribute("NX_class", "NXinstrument");
        if (instrumentName is not null) instrument.Dataset("name", Text(instrumentName));
        instrument.Group("detector").Attribute("NX_class", "NXdetector")
            .Dataset("time", StoredValue.Array([25087.775f])).Attribute("units", "seconds");
        GroupNode data = entry.Group("data").Attribute("NX_class", "NXdata");
        data.Dataset("hmm", StoredValue.Array([.. Enumerable.Range(1, 160)], 1, 20, 8, 1)).Attribute("signal", "1")
            .Attribute("axes", "run_number:time_of_flight:y_bin:x_bin");
        string path = _folder["run.nx.hdf"];
        using (FileStream file = File.Create(path)) Hdf5Writer.Write(file, root);
        return Session.Read(path);
    }
}
