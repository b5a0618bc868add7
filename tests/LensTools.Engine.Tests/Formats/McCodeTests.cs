using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Monitors of simulations are what their headers say, and no small-angle data. The layout is that of the McStas manual and of files in
/// McStasMcXtrace/McCode and Kkonikk/NERA; the sums in the headers are those of the rows.
/// </summary>
public sealed class McCodeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("L", "Wavelength [AA]", "Wavelength", "AA")]
    [InlineData("t", "TOF [s]", "TOF", "s")]
    [InlineData("x", "x [m]", "x", "m")]
    [InlineData("k", "|k| [Angs-1]", "|k|", "Angs-1")]
    public void A_histogram_is_against_what_its_label_says(string variable, string label, string name, string unit)
    {
        Dataset dataset = Session.Read(Write(variable, label));
        Assert.Equal(("McCode", DataLevel.Raw, 4L), (dataset.Format.Id, dataset.Level, dataset.Points));
        Assert.Null(dataset.QMin);
        Assert.Null(dataset.Technique);
        Assert.Equal(("PSI_DMC", "Some monitor"), (dataset.Instrument, dataset.Title));
        Assert.Equal(new DateTime(2020, 1, 31, 12, 34, 16), dataset.StartTime);
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(reading.Doubts, doubt => doubt.Kind != DoubtKind.AssumedUnit);
        var curve = Assert.IsType<Curve>(Assert.Single(reading.Signals));
        Assert.Equal((AxisQuantity.Other, name, unit), (curve.X.Quantity, curve.X.Name, curve.X.Unit));
        Assert.Equal([100, 200, 300, 400], curve.I);
        Assert.Equal([10, 20, 30, 40], curve.Idev!.Value);
        Assert.Contains(reading.Metadata, item => item is { Name: "lambda", Value: "2.567" });
    }

    [Fact]
    public void A_histogram_of_Q_is_a_curve_of_small_angles()
    {
        Dataset dataset = Session.Read(Write("Q", "Q [AA^-1]"));
        Assert.Equal((DataLevel.Reduced, 0.1, 0.4, "1/angstrom"), (dataset.Level, dataset.QMin, dataset.QMax, dataset.QUnit));
    }

    [Theory]
    // A row is missing, and a digit was lost.
    [InlineData("0.3 300 30 3\n", "", "4 rows are stated, and 3 are there")]
    [InlineData("300", "30", "the intensities add up to 730, and 1000 are stated")]
    public void What_the_header_does_not_bear_out_is_a_doubt(string was, string isNow, string doubt)
    {
        string path = Write("L", "Wavelength [AA]", text => text.Replace(was, isNow, StringComparison.Ordinal));
        using DatasetReading reading = Session.Read(path).Open(TestContext.Current.CancellationToken);
        Assert.Contains(reading.Doubts, found => found.Kind == DoubtKind.Incomplete && found.Seen == doubt);
    }

    [Theory]
    [InlineData(40, 3, null)]
    [InlineData(40, 2, "array_2d(40, 2) states 240 numbers, and 160 are there")]
    public void A_histogram_of_two_axes_has_its_shape(int columns, int matrices, string? doubt)
    {
        string row = string.Concat(Enumerable.Repeat("1 ", columns)) + "\n";
        string text = Header("x", "x [m]").Replace("array_1d(4)", $"array_2d({columns}, 2)", StringComparison.Ordinal)
            .Replace("# variables: x I", "# variables: I", StringComparison.Ordinal);
        string path = _folder.Write(
            "psd.dat", text + string.Concat(Enumerable.Range(0, matrices).Select(i => $"# Data [psd/psd.dat] {i}:\n{row}{row}")));
        Dataset dataset = Session.Read(path);
        Assert.Equal((DataLevel.Raw, columns * 2L), (dataset.Level, dataset.Points));
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Equal(doubt, reading.Doubts.SingleOrDefault()?.Seen);
    }

    [Fact]
    public void A_single_count_is_no_histogram()
    {
        string text = Header("x", "x [m]").Replace("array_1d(4)", "array_0d", StringComparison.Ordinal) + "1000 54.8 10\n";
        Assert.NotNull(FormatRegistry.Describe(_folder.Write("count.dat", text), TestContext.Current.CancellationToken).SkippedBecause);
    }

    [Fact]
    public void A_table_for_a_component_is_no_monitor()
    {
        const string Rows = "1.05 0.74\n1.075 0.76\n1.1 0.8\n1.125 0.81\n1.15 0.82\n";
        string path = _folder.Write("Be.trm", $"# Format: McStas Transmission file\n# wavevector multiply\n{Rows}");
        FileOutcome outcome = FormatRegistry.Describe(path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(outcome.Datasets, dataset => dataset.Format.Id == "McCode");
    }

    private string Write(string variable, string label, Func<string, string>? damage = null)
    {
        string text = Header(variable, label) + "0.1 100 10 1\n0.2 200 20 2\n0.3 300 30 3\n0.4 400 40 4\n";
        return _folder.Write($"{variable}.dat", damage is null ? text : damage(text));
    }

    private static string Header(string variable, string label) => $"""
        # Format: McCode with text headers
        # Creator: McStas 3.0-dev - Jan. 30, 2020
        # Instrument: PSI_DMC.instr
        # Param: lambda=2.567
        # Date: Fri Jan 31 12:34:16 2020 (1580470456)
        # type: array_1d(4)
        # Source: PSI_DMC (PSI_DMC.instr)
        # component: monitor
        # title: Some monitor
        # values: 1000 54.8 10
        # xvar: {variable}
        # xlabel: {label}
        # ylabel: Intensity [n/s/bin]
        # variables: {variable} I I_err N

        """;
}
