using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Views;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Plots;

/// <summary>Views of data whose answers are known, and of all real files that are here.</summary>
public sealed class ViewTests : IDisposable
{
    private const double Rg = 20, I0 = 5;

    private readonly TestFolder _folder = new();
    private readonly Workspace _workspace;

    public ViewTests() => _workspace = new Workspace(stateFolder: _folder["state"]);

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Guiniers_law_is_a_line_with_the_right_radius()
    {
        Plot plot = Draw(Write(q => I0 * Math.Exp(-q * q * Rg * Rg / 3)), PlotView.Guinier);
        PlotSeries measured = plot.Panels[0].Series[0], fit = plot.Panels[0].Series[1];
        Assert.Matches(@"^Rg (19\.9\d|20|20\.0\d) ± 0\.\d+ Å, I\(0\) (4\.99\d?|5|5\.00\d?)$", fit.Name);
        // In ln I against Q², the slope is -Rg²/3.
        double slope = (Math.Log(fit.Y[^1]) - Math.Log(fit.Y[0])) / (fit.X[^1] - fit.X[0]);
        Assert.Equal(1, slope / (-Rg * Rg / 3), 0.01);
        Assert.Equal(0.01 * 0.01, measured.X[0], 1e-9);
        Assert.Equal("Q² (Å⁻²)", plot.X.Label());
        Assert.Equal(0, plot.Panels[1].Reference);
        Assert.All(plot.Panels[1].Series[0].Y, left => Assert.InRange(left, -3, 3));
    }

    [Fact]
    public void The_Kratky_plot_of_Guiniers_law_peaks_at_the_root_of_three()
    {
        PlotSeries series = Draw(Write(q => I0 * Math.Exp(-q * q * Rg * Rg / 3)), PlotView.Kratky).Panels[0].Series[0];
        int top = Enumerable.Range(0, series.Y.Count).MaxBy(i => series.Y[i]);
        Assert.Equal(Math.Sqrt(3), series.X[top], 0.1);
        Assert.Equal(3 / Math.E, series.Y[top], 0.02);
    }

    [Fact]
    public void The_Porod_plot_of_a_smooth_surface_is_level()
    {
        PlotSeries series = Draw(Write(q => 1e-4 * Math.Pow(q, -4)), PlotView.Porod).Panels[0].Series[0];
        Assert.All(series.Y, value => Assert.Equal(1e-4, value, 1e-7));
    }

    [Fact]
    public void A_plane_is_shown_with_Qx_to_the_right_and_Qy_up()
    {
        // One bright pixel at Qx > 0 and Qy > 0, in both orders of the pixels.
        foreach (bool isRowByRow in (bool[])[true, false])
        {
            (double Qx, double Qy)[] pixels = [.. from a in Steps() from b in Steps() select isRowByRow ? (b, a) : (a, b)];
            var plane = new Plane(
                "plane",
                [.. pixels.Select(pixel => pixel.Qx)],
                [.. pixels.Select(pixel => pixel.Qy)],
                Axis.Of(AxisQuantity.MomentumTransfer, "Q", [.. pixels.Select(pixel => double.Hypot(pixel.Qx, pixel.Qy))]),
                Axis.Of(AxisQuantity.Intensity, "I", [.. pixels.Select(pixel => pixel is (0.04, 0.02) ? 100.0 : 1)]),
                "");
            var source = new PlotSource("plane", "", []) { Planes = [plane] };
            PlotImage image = new DetectorView().Draw(source, TestContext.Current.CancellationToken).Panels[0].Image!;
            Assert.Equal((9, 9), (image.Rows, image.Columns));
            // Columns from -0.04 to 0.04, rows likewise from below.
            Assert.Equal(100, image.Values[(6 * 9) + 8]);
            var x = new AxisRange(PlotScale.Linear, image.X.From, image.X.To);
            var y = new AxisRange(PlotScale.Linear, image.Y.From, image.Y.To);
            var area = new PanelArea(0, 0, 90, 90, x, y, new AxisTicks([], 0), new AxisTicks([], 0));
            // In pixels, the third row from the top and the last column.
            byte[] colours = HeatMap.Of(image, area).Pixels;
            (byte, byte, byte) bright = ColourMap.At(1);
            Assert.Equal(bright, (colours[((2 * 9) + 8) * 3], colours[(((2 * 9) + 8) * 3) + 1], colours[(((2 * 9) + 8) * 3) + 2]));
        }
    }

    [Fact]
    public void A_finding_is_marked_at_its_points()
    {
        Dataset dataset = Write(q => I0 * Math.Exp(-q * q * Rg * Rg / 3));
        Signal curve = dataset.ReadSignals(TestContext.Current.CancellationToken)[0];
        var finding = new Finding(
            "Data.Outliers",
            Severity.Warning,
            Location.Of(dataset, curve) with { Points = new PointRange(4, 4) },
            "one point",
            "none",
            "",
            new Remedy(Party.Uploader));
        Plot plot = new DatasetPlots(_workspace).Of(dataset, [finding], TestContext.Current.CancellationToken);
        PlotMark mark = Assert.Single(plot.Marks);
        Assert.Equal(((curve.Q[4], curve.Q[4]), curve.I[4]), (mark.Range, mark.Y));
        var guinierPlots = new DatasetPlots(_workspace) { View = PlotView.Guinier };
        Assert.Equal(
            [$"{plot.Title}: {mark.Text}", $"{plot.Title}: {mark.Text}"], PlotOverlay.Of([plot, plot]).Marks.Select(one => one.Text));
        Plot guinier = guinierPlots.Of(dataset, [finding], TestContext.Current.CancellationToken);
        Assert.Equal(curve.Q[4] * curve.Q[4], Assert.Single(guinier.Marks).Range!.Value.From, 1e-12);
    }

    [Fact]
    public void Units_that_differ_are_said_and_axes_that_differ_refused()
    {
        Plot one = Draw(Write(q => 1 / q), PlotView.Curve), other = Draw(Write(q => 2 / q, "cm-1 sr-1"), PlotView.Curve);
        Assert.Equal("I (units differ)", PlotOverlay.Of([one, other]).Panels[0].Y.Label());
        // What is guessed of one curve is a guess about the axis.
        Plot guessed = one with { X = one.X with { UnitRemark = "guessed" } };
        Assert.Equal("Q (Å⁻¹, guessed)", PlotOverlay.Of([one, guessed]).X.Label());
        Plot counts = one with { Panels = [one.Panels[0] with { Y = new PlotAxis("counts") }] };
        string refused = Assert.Throws<LensException>(() => PlotOverlay.Of([one, counts])).Error.Message;
        Assert.Contains("its vertical axis is counts, and that of", refused, StringComparison.Ordinal);
        Assert.EndsWith(" I (cm⁻¹).", refused, StringComparison.Ordinal);
        Plot kratky = Draw(Write(q => I0 * Math.Exp(-q * q * Rg * Rg / 3)), PlotView.Kratky);
        Assert.Equal("LensNotComputable", Assert.Throws<LensException>(() => PlotOverlay.Of([one, kratky])).Error.Id);
    }

    [Fact]
    public void Histograms_with_other_times_are_not_added_and_told_of()
    {
        MeasuredCurve Counts(double shift) => new(
            Write(q => 1 / q),
            new Curve(
                "counts",
                Axis.Of(AxisQuantity.Time, "t", [.. Enumerable.Range(0, 20).Select(i => i + shift)], null, "us"),
                Axis.Of(AxisQuantity.Counts, "counts", [.. Enumerable.Range(0, 20).Select(i => (double)i)]),
                ""),
            DataKinds.Muon);
        Plot plot = new HistogramView(PlotView.Histogram).Draw(
            new PlotSource("muons", "", [Counts(0), Counts(0), Counts(0.5)]), TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 2.0 * i), plot.Panels[0].Series[0].Y);
        Assert.Equal(["the sum of 2 histograms", "1 histogram with other times not shown"], plot.Remarks);
    }

    [Fact]
    public void Every_view_of_every_real_file_is_drawn_or_says_why_not()
    {
        string corpora = Repository.Corpora();
        int drawn = 0;
        foreach (string path in Directory.EnumerateFiles(corpora, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            IReadOnlyList<Dataset> datasets;
            try
            {
                datasets = FormatRegistry.Describe(path).Datasets;
            }
            catch (LensException)
            {
                // What cannot be read is for other tests.
                continue;
            }
            foreach (Dataset dataset in datasets.Where(dataset => dataset.IsReadable))
            {
                foreach (PlotView view in (PlotView[])[PlotView.Auto, PlotView.Detector, PlotView.Kratky])
                {
                    try
                    {
                        Drawn picture = Drawn.Of(Draw(dataset, view));
                        Assert.NotEmpty(picture.Root.Elements());
                        drawn++;
                    }
                    catch (LensException problem)
                    {
                        Assert.Equal((path, "LensNotComputable"), (path, problem.Error.Id));
                    }
                }
            }
        }
        Assert.InRange(drawn, 300, 1000);
    }

    private static IEnumerable<double> Steps() => Enumerable.Range(-4, 9).Select(i => i * 0.01);

    private Plot Draw(Dataset dataset, PlotView view) =>
        new DatasetPlots(_workspace) { View = view }.Of(dataset, [], TestContext.Current.CancellationToken);

    private Dataset Write(Func<double, double> intensity, string unit = "1/cm")
    {
        string name = $"{Guid.NewGuid():N}.dat";
        _folder.Write(name, $"# Sample: model\n# Q (1/A)\tI ({unit})\tdI\n" + string.Concat(Enumerable.Range(10, 190)
            .Select(i => FormattableString.Invariant($"{i * 0.001}\t{intensity(i * 0.001):R}\t{0.01 * intensity(i * 0.001):R}\n"))));
        return Session.Read(_folder[name]);
    }
}
