using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Processing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Processing;

/// <summary>Histograms of events beside numpy.histogram of the same arrays, bin for bin.</summary>
public sealed class EventHistogramTests
{
    private static readonly string[] Files = ["single", "double", "whole", "ns"];

    [Fact]
    public void Histograms_are_those_of_numpy()
    {
        using var folder = new TestFolder();
        JsonElement[] expected = Write(folder, "many");
        for (int i = 0; i < Files.Length; i++)
        {
            Dataset dataset = Session.Read(folder[$"{Files[i]}.nxs"]);
            foreach (string kind in (string[])["linear", "log", "uneven"])
            {
                EventHistogram found = Count(dataset, new EventHistogramming
                {
                    Bins = new HistogramBins { Edges = Doubles(expected[i].GetProperty(kind).GetProperty("edges")) },
                });
                Assert.Equal(Counts(expected[i], kind), found.Counts);
                Assert.Equal(found.Events, found.Counts.Sum() + found.Before + found.Behind);
            }
            // Equal widths are the same by their number.
            Assert.Equal(Counts(expected[i], "linear"), Count(dataset, Linear(new PulseFilter())).Counts);
            foreach ((string kind, PulseFilter filter) in new (string, PulseFilter)[]
            {
                ("times", new PulseFilter { Times = (100, 200) }),
                ("frames", new PulseFilter { Frames = (7, 1234) }),
                ("vetoed", new PulseFilter { WithoutVetoed = true }),
                ("periods", new PulseFilter { Periods = [1, 3] }),
            })
            {
                EventHistogram found = Count(dataset, Linear(filter));
                Assert.Equal(Counts(expected[i], kind), found.Counts);
                Assert.Equal(expected[i].GetProperty(kind).GetProperty("frames").GetInt64(), found.Frames);
                Assert.Equal(found.Events, found.Counts.Sum() + found.Before + found.Behind + found.LeftOut);
            }
            EventHistogram apart = Count(dataset, new EventHistogramming
            {
                IsPerDetector = true,
                Bins = new HistogramBins { Count = 20, Range = (0, 100000) },
            });
            Assert.Equal(Enumerable.Range(100, 40).Select(id => (long)id), apart.Detectors);
            Assert.Equal(Doubles(expected[i].GetProperty("detectors")), apart.Counts.Select(count => (double)count));
            EventHistogram ids = Count(dataset, new EventHistogramming { Axis = HistogramAxis.DetectorId });
            Assert.Equal(Doubles(expected[i].GetProperty("ids")), ids.Counts.Select(count => (double)count));
            EventHistogram pulses = Count(dataset, new EventHistogramming { Axis = HistogramAxis.PulseTime });
            Assert.Equal(Doubles(expected[i].GetProperty("pulses")), pulses.Counts.Select(count => (double)count));
        }
    }

    [Theory]
    [InlineData("nopulses", true, "there is no event_index")]
    [InlineData("noevents", false, "it has no events")]
    [InlineData("unwritten", false, "40 of 100 values of event_time_offset were never written")]
    [InlineData("back", true, "event_index says that pulse 1 has the events from 3 to 1 of 4")]
    [InlineData("fewer", true, "2 pulses have events, of 3 whose times are given")]
    public void What_is_not_known_is_a_reason(string name, bool isFiltered, string reason)
    {
        using var folder = new TestFolder();
        Write(folder, "few");
        var error = Assert.Throws<LensException>(() => Count(
            Session.Read(folder[$"{name}.nxs"]),
            new EventHistogramming { Filter = isFiltered ? new PulseFilter { Times = (0, 1) } : new PulseFilter() }));
        Assert.Equal("LensNotComputable", error.Error.Id);
        Assert.Contains(reason, error.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Marks_that_do_not_fit_are_no_answer()
    {
        using var folder = new TestFolder();
        Write(folder, "few");
        Dataset dataset = Session.Read(folder["marks.nxs"]);
        var bins = new HistogramBins { Count = 4 };
        LensError error = Assert.Throws<LensException>(
            () => Count(dataset, new EventHistogramming { Bins = bins, Filter = new PulseFilter { WithoutVetoed = true } })).Error;
        Assert.Contains("veto_flags has 3 values", error.Message, StringComparison.Ordinal);
        // Nobody asked for them.
        Assert.Equal(3, Count(dataset, new EventHistogramming { Bins = bins, Filter = new PulseFilter { Frames = (0, 0) } }).Counts.Sum());
    }

    [Fact]
    public void Without_a_filter_events_of_no_pulse_are_counted()
    {
        using var folder = new TestFolder();
        Write(folder, "few");
        EventHistogram found = Count(
            Session.Read(folder["nopulses.nxs"]), new EventHistogramming { Bins = new HistogramBins { Count = 4 } });
        Assert.Equal([1L, 1, 1, 1], found.Counts);
        Assert.Null(found.Frames);
    }

    /// <summary>Counts of frames that ISIS' file itself states beside its events (domain.md §1.2).</summary>
    [Fact]
    public void Every_event_of_a_real_file_is_counted()
    {
        Dataset dataset = Session.Read(
            Repository.Corpora("ISIS-OFFSPEC-Reflectivity/OFFSPEC_runs_46992-4/data_files/OFFSPEC00046992.nxs"));
        EventHistogram found = Count(dataset, new EventHistogramming { Normalisation = FrameNormalisation.GoodFrames });
        Assert.Equal(37410, found.Counts.Sum());
        Assert.Equal(9090, found.Divisor);
        Assert.Equal(9091, found.Frames);
        Assert.Equal("us", found.Unit);
        Assert.Equal(37410 / 9090.0, found.ToCurve()!.I.Sum(), 1e-9);
    }

    private static EventHistogramming Linear(PulseFilter filter) => new()
    {
        Bins = new HistogramBins { Count = 1000, Range = (0, 100000) },
        Filter = filter,
        ThrottleLimit = 2,
    };

    private static EventHistogram Count(Dataset dataset, EventHistogramming histogramming) =>
        Assert.Single(histogramming.Count(dataset, TestContext.Current.CancellationToken));

    private static JsonElement[] Write(TestFolder folder, string which)
    {
        string python = Tool.PythonWith("h5py, numpy");
        (int code, string output, string error) = Tool.Run(
            python, [Path.Combine(AppContext.BaseDirectory, "Processing", "events.py"), folder.Path, which]);
        Assert.True(code == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static long[] Counts(JsonElement expected, string kind) =>
        [.. expected.GetProperty(kind).GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];

    private static double[] Doubles(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];
}
