using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// BSL and OTOKO: a header, and its numbers in files beside it. The layout is that of CCP13's "BSL format"; the corpora have real ones,
/// whose curve is the one that SasView made of it (Z83000.xml).
/// </summary>
public sealed class BslTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_are_curves_against_the_axis_beside(bool isLittleEndian)
    {
        Write("A01", "QAX", isLittleEndian, [3, 1, 1], [0.1f, 0.2f, 0.3f]);
        string path = Write("A01", "XSP", isLittleEndian, [3, 2, 1], [9, 8, 7, 6, 5, 4]);
        Dataset dataset = Session.Read(path);
        Assert.Equal(("Bsl", DataLevel.Reduced, "lysozyme", 6L), (dataset.Format.Id, dataset.Level, dataset.Title, dataset.Points));
        Curve[] curves = [.. dataset.ReadSignals(TestContext.Current.CancellationToken).Cast<Curve>()];
        Assert.Equal(["A01000 frame 1", "A01000 frame 2"], curves.Select(curve => curve.Name));
        Assert.Equal([0.1f, 0.2f, 0.3f], curves[1].Q.Select(q => (float)q));
        Assert.Equal([6, 5, 4], curves[1].I);
        // The header does not say in which unit Q is.
        Assert.Equal((true, Basis.Guessed), (curves[1].IsAgainstQ, curves[1].X.UnitBasis));
        FileOutcome numbers = FormatRegistry.Describe(_folder["A01001.XSP"], TestContext.Current.CancellationToken);
        Assert.Equal("it holds numbers of A01000.XSP beside it", numbers.SkippedBecause);
    }

    [Fact]
    public void Without_an_axis_a_curve_is_against_channels()
    {
        var curve = (Curve)Assert.Single(Session.Read(Write("A01", "XSP", true, [3, 1, 1], [9, 8, 7]))
            .ReadSignals(TestContext.Current.CancellationToken));
        Assert.Equal((AxisQuantity.Other, "channel"), (curve.X.Quantity, curve.X.Name));
        Assert.Equal([1, 2, 3], curve.Q);
    }

    [Fact]
    public void Numbers_that_are_missing_or_short_are_errors()
    {
        string path = Write("A01", "XSP", true, [3, 1, 1], [9, 8, 7]);
        File.WriteAllBytes(_folder["A01001.XSP"], new byte[11]);
        Assert.Contains("11 bytes, but 3 values of 4 bytes are stated", ErrorOf(path).Message, StringComparison.Ordinal);
        File.Delete(_folder["A01001.XSP"]);
        Assert.Equal(ErrorKind.CompanionMissing, ErrorOf(path).Kind);
    }

    [Fact]
    public void Numbers_that_were_replaced_are_read_again()
    {
        string path = Write("A01", "XSP", true, [3, 1, 1], [9, 8, 7]);
        Dataset dataset = Assert.Single(FormatRegistry.Describe(path, TestContext.Current.CancellationToken).Datasets);
        Assert.Equal([9, 8, 7], Assert.Single(dataset.ReadSignals(TestContext.Current.CancellationToken)).I);
        Write("A01", "XSP", true, [3, 1, 1], [3, 2, 1]);
        Assert.Equal([3, 2, 1], Assert.Single(dataset.ReadSignals(TestContext.Current.CancellationToken)).I);
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_header_or_its_numbers_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among files");
        string path = Write("A01", "XSP", true, [3, 1, 1], [9, 8, 7]);
        File.Delete(_folder["A01001.XSP"]);
        Assert.Equal(0, Tool.Run("mkfifo", [_folder["A01001.XSP"]]).ExitCode);
        Assert.Equal(ErrorKind.CompanionMissing, ErrorOf(path).Kind);
        File.Delete(path);
        File.Delete(_folder["A01001.XSP"]);
        File.WriteAllText(_folder["A01001.XSP"], "0.1 2 3\n");
        Assert.Equal(0, Tool.Run("mkfifo", [path]).ExitCode);
        Assert.Empty(FormatRegistry.Describe(_folder["A01001.XSP"], TestContext.Current.CancellationToken).Datasets);
    }

    private static LensError ErrorOf(string path) => FormatRegistry.Describe(path, TestContext.Current.CancellationToken).Error
        ?? throw new InvalidOperationException($"{path} is read");

    private string Write(string start, string extension, bool isLittleEndian, int[] shape, float[] values)
    {
        string numbers = $"{start}001.{extension}";
        int[] indicators = [.. shape, isLittleEndian ? 1 : 0, 0, 0, 0, 0, 0, 0];
        File.WriteAllText(
            _folder[$"{start}000.{extension}"],
            $"lysozyme\nsecond title\n{string.Concat(indicators.Select(indicator => $"{indicator,8}"))}\n{numbers}\n");
        File.WriteAllBytes(
            _folder[numbers],
            [.. values.SelectMany(value => isLittleEndian ? BitConverter.GetBytes(value) : [.. BitConverter.GetBytes(value).Reverse()])]);
        return _folder[$"{start}000.{extension}"];
    }
}
