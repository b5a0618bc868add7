using LensTools.Engine.Datasets;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// A scan of a triple-axis spectrometer is counts against what was scanned. The layout is that of the demonstration scan of Takin 2.
/// </summary>
public sealed class IllScanTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_are_against_what_was_scanned()
    {
        Dataset dataset = Session.Read(Write("np 3", "   3  4.2  3.8  0.0  -0.30   31.6  141"));
        Assert.Equal(("IllScan", DataLevel.Raw, 3L), (dataset.Format.Id, dataset.Level, dataset.Points));
        Assert.Equal(("ILL", "IN3", "109943", "Internal use"), (dataset.Facility, dataset.Instrument, dataset.RunNumber, dataset.Title));
        Assert.Equal((new DateTime(2019, 10, 10, 18, 1, 55), 99.41), (dataset.StartTime, dataset.Temperature!.Value.Value));
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Doubts);
        var curve = Assert.IsType<Curve>(Assert.Single(reading.Signals));
        Assert.Equal(("EN", "meV", AxisQuantity.Counts), (curve.X.Name, curve.X.Unit, curve.Y.Quantity));
        Assert.Equal([-0.98, -0.64, -0.3], curve.X.Values);
        Assert.Equal([51, 144, 141], curve.I);
        Assert.Contains(reading.Metadata, item => item is { Name: "PARAM/KFIX", Value: "2.66078" });
    }

    // The beginning is that of iFit's ILL_D10.dat.
    [Fact]
    public void Another_run_in_blocks_of_text_is_named_and_not_passed_over()
    {
        string Line(char mark) => new string(mark, 80) + "\n";
        Dataset dataset = Session.Read(_folder.Write("067726", $"{Line('R')}  067726       0       4\n{Line('A')}      80       1\n"
            + "Inst User L.C.   Date     Time\nD10 GordonGJMc06-Nov-00 15:57:02\n"));
        Assert.Equal(("IllNumor", false), (dataset.Format.Id, dataset.IsReadable));
    }

    [Theory]
    [InlineData("np 4", "   3  4.2  3.8  0.0  -0.30   31.6  141", DoubtKind.Incomplete, "4 points were asked for, and 3 are there")]
    [InlineData("np 3", "   3  4.2  3.8  0.0  -0.30   31.6", DoubtKind.DamagedRows, "1 of 3 rows have not a value for each of 7 columns")]
    public void What_is_missing_is_said(string command, string last, DoubtKind kind, string seen)
    {
        using DatasetReading reading = Session.Read(Write(command, last)).Open(TestContext.Current.CancellationToken);
        Assert.Equal((kind, seen), (Assert.Single(reading.Doubts).Kind, reading.Doubts[0].Seen));
    }

    /// <summary>As NICOS' ILLAsciiHandler writes it at PSI: steps of DEN or DQH, and columns H, K, L.</summary>
    [Theory]
    [InlineData("DEN=   0.3500", "EN", "meV", false)]
    [InlineData("DQH=   0.0500", "H", "rlu", false)]
    [InlineData("A3=   0.3500", "PNT", null, true)]
    public void Steps_of_nicos_are_of_columns(string steps, string name, string? unit, bool isAssumed)
    {
        string path = Write("np 3", "   3  4.2  3.8  0.0  -0.30   31.6  141");
        File.WriteAllText(path, File.ReadAllText(path)
            .Replace("QH=   0.0000, EN=   0.3500", steps, StringComparison.Ordinal)
            .Replace("PNT  QH   QK   QL ", "PNT  H    K    L  ", StringComparison.Ordinal)
            .Replace("INSTR: IN3", "INSTR: TASP", StringComparison.Ordinal));
        Dataset dataset = Session.Read(path);
        Assert.NotEqual("ILL", dataset.Facility);
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        var curve = (Curve)Assert.Single(reading.Signals);
        Assert.Equal((name, unit), (curve.X.Name, curve.X.Unit));
        Assert.Equal(isAssumed, reading.Doubts.Any(doubt => doubt.Kind == DoubtKind.AssumedColumns));
    }

    [Fact]
    public void Rows_below_a_blank_line_are_rows()
    {
        string path = Write("mn", "\n   3  4.2  3.8  0.0  -0.30   31.6  141");
        Assert.Equal([51, 144, 141], Assert.Single(Session.Read(path).ReadSignals(TestContext.Current.CancellationToken)).I);
    }

    private string Write(string command, string last)
    {
        string path = _folder["109943"];
        File.WriteAllText(
            path,
            $"""
            RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR
              109943       2       0
            ILL TAS data in the new ASCII format follow after the line VV..V
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
                  80
            IN3   somebody    10-Oct-19 18:01:55
            VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
            INSTR: IN3
            FILE_: 109943
            DATE_: 10-Oct-19 18:01:55
            TITLE: Internal use
            COMND: bs qh 4.2 3.8 0 -1 dqh 0 0 0 0.35 {command} mn 4000
            STEPS: QH=   0.0000, EN=   0.3500
            PARAM: DM=   3.35500, DA=   3.35500, KFIX=   2.66078
            PARAM: TT=     99.41, RT=    100.00
            FORMT:
            DATA_:
              PNT  QH   QK   QL   EN    TIME  CNTS
               1  4.2  3.8  0.0  -0.98   31.5   51
               2  4.2  3.8  0.0  -0.64   31.5  144
            {last}

            """);
        return path;
    }
}
