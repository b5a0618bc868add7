using System.Xml.Linq;
using LensTools.Engine.Checks;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Engine.Tests.Plots;

/// <summary>What a picture shows is where its axes say it is; the axes are read from the picture.</summary>
public sealed class SvgTests
{
    [Theory]
    [InlineData(PlotScale.Logarithmic, 0.004, 0.6, 1e-4, 30)]
    [InlineData(PlotScale.Logarithmic, 1e-7, 3e4, 1e-12, 1e9)]
    [InlineData(PlotScale.Linear, -3, 17, -200, 900)]
    [InlineData(PlotScale.Linear, 0.00012, 0.00019, 5, 5.5)]
    public void Points_are_where_the_labels_of_the_axes_say(PlotScale scale, double x0, double x1, double y0, double y1)
    {
        (double[] x, double[] y) = ([.. Between(x0, x1, scale)], [.. Between(y0, y1, scale)]);
        Drawn drawn = Drawn.Of(Of(new PlotSeries("one", x, y, []), scale));
        (double X, double Y)[] dots = Drawn.Dots(Assert.Single(drawn.With("path", "dots")));
        Assert.Equal(x.Length, dots.Length);
        (Func<double, double> across, Func<double, double> up) = (AxisOf(drawn.Ticks(true), scale), AxisOf(drawn.Ticks(false), scale));
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(across(x[i]), dots[i].X, 0.15);
            Assert.Equal(up(y[i]), dots[i].Y, 0.15);
        }
    }

    [Fact]
    public void Bars_end_one_deviation_from_their_points()
    {
        Drawn drawn = Drawn.Of(Of(new PlotSeries("one", [1, 2, 3], [10, 20, 15], [4, 1, 2]), PlotScale.Linear));
        Func<double, double> up = AxisOf(drawn.Ticks(false), PlotScale.Linear);
        // A vertical line from each upper end, and caps.
        double[] lengths = [.. Drawn.Path(Assert.Single(drawn.With("path", "uncertainty")))
            .Where(part => part.Command == 'v').Select(part => part.To.Y - part.From.Y)];
        Assert.Equal([8, 2, 4], lengths.Select(length => Math.Round(length / (up(0) - up(1)), 1)));
    }

    [Fact]
    public void Values_that_a_logarithmic_axis_has_no_place_for_are_counted()
    {
        Drawn drawn = Drawn.Of(Of(new PlotSeries("one", [1, 2, 3, 4, 5], [10, -1, double.NaN, 0, 5], []), PlotScale.Logarithmic));
        Assert.Equal(2, Drawn.Dots(Assert.Single(drawn.With("path", "dots"))).Length);
        Assert.Contains("3 points are not shown: not positive, or no number", drawn.Texts);
    }

    [Fact]
    public void The_structure_of_a_curve_with_a_fit_and_marks()
    {
        var curve = new PlotSeries("curve", [1, 2, 3], [10, 20, 15], [4, 1, 2]);
        var fit = new PlotSeries("fit", [1, 2, 3], [11, 19, 16], []) { Style = SeriesStyle.Line, Colour = 1 };
        var plot = new Plot("Water", new PlotAxis("Q", "1/angstrom"), [new PlotPanel(new PlotAxis("I", "1/cm"), [curve, fit])])
        {
            Subtitle = "a sample",
            Description = "I against Q.",
            Marks =
            [
                new PlotMark("Data.Outliers: one", Severity.Warning) { Range = (2, 2), Y = 20 },
                new PlotMark("Data.Range: two", Severity.Error) { Range = (1, 2) },
            ],
        };
        string[] structure = [.. Drawn.Of(plot).Structure.Where(one => !one.StartsWith("text ", StringComparison.Ordinal)
            || one.Contains('Q', StringComparison.Ordinal) || one.Contains('I', StringComparison.Ordinal))];
        Assert.Equal(
            [
                "title", "desc", "rect.bg", "path.seg.grid " + Commands(plot with { Marks = [] }),
                "rect.mark.err", "path.seg.uncertainty.c0 M9h6v3", "path.dots.c0 M3h3", "path.line.c1 M1l2", "circle.ring.warn",
                "text.bold.warn 1", "text.bold.err 2",
                .. structure.Where(one => one.StartsWith("path.seg.frame", StringComparison.Ordinal)),
                "rect.box.frame", "text I (cm−1)", "text Q (Å−1)", "rect.legend", "path.dots.c0 M1h1", "path.line.c1 M1h1",
                "text.muted a sample", "text.warn 1  Data.Outliers: one", "text.err 2  Data.Range: two",
            ],
            structure.Where(one => one != "text.bold Water" && one != "text curve" && one != "text fit"));
    }

    [Fact]
    public void Hostile_texts_are_text()
    {
        const string Hostile = "<script>alert(1)</script>\u0001\u001b[31m & \ud800 \"'";
        var panel = new PlotPanel(new PlotAxis("I"), [new PlotSeries(Hostile, [1], [1], [])]);
        var plot = new Plot(Hostile, new PlotAxis(Hostile, Hostile), [panel])
        {
            Subtitle = Hostile,
            Description = Hostile,
            Marks = [new PlotMark(Hostile, Severity.Error)],
            Remarks = [Hostile],
        };
        XElement root = Drawn.Of(plot).Root;
        Assert.DoesNotContain(root.DescendantsAndSelf(), one => one.Name.LocalName == "script");
        Assert.StartsWith("<script>alert(1)</script>", root.Elements().First().Value, StringComparison.Ordinal);
        Assert.DoesNotContain(root.ToString(), c => char.IsControl(c) && c is not ('\n' or '\r'));
    }

    [Fact]
    public void The_legend_covers_no_data()
    {
        // A curve through three corners, through all four, and none but the lower left one free.
        double[] x = [.. Enumerable.Range(0, 200).Select(i => i / 199.0)];
        foreach (Func<double, double>[] curves in (Func<double, double>[][])[
            [v => v, v => v * 0.9], [v => v, v => 1 - v], [v => 1 - (v * v), v => 1], [v => 0.5, v => 0.5 + (0.5 * Math.Sin(40 * v))]])
        {
            var panel = new PlotPanel(
                new PlotAxis("y"),
                [.. curves.Select((curve, i) => new PlotSeries($"a curve of some length {i}", x, [.. x.Select(curve)], [])
                {
                    Colour = i,
                })]);
            Drawn drawn = Drawn.Of(new Plot("t", new PlotAxis("x"), [panel]));
            XElement? legend = drawn.With("rect", "legend").FirstOrDefault();
            (double X, double Y)[] dots = [.. drawn.With("path", "dots").SelectMany(Drawn.Dots)];
            XElement frame = Assert.Single(drawn.With("rect", "frame"));
            Assert.Equal(2, drawn.Texts.Count(text => text.StartsWith("a curve", StringComparison.Ordinal)));
            // In the panel there are the points of both curves, and of the legend where it is there.
            Assert.All(dots.Where(dot => dot.Y < Drawn.At(frame, "y")), dot => Assert.Null(legend));
            if (legend is null) continue;
            int inside = dots.Count(dot => dot.X >= Drawn.At(legend, "x") && dot.X <= Drawn.At(legend, "x") + Drawn.At(legend, "width")
                && dot.Y >= Drawn.At(legend, "y") && dot.Y <= Drawn.At(legend, "y") + Drawn.At(legend, "height"));
            Assert.Equal(2, inside);
        }
    }

    [Fact]
    public void A_ring_is_around_its_point()
    {
        Plot plot = Of(new PlotSeries("one", [1, 2, 3], [10, 20, 15], []), PlotScale.Linear) with
        {
            Marks = [new PlotMark("Data.Outliers: it", Severity.Warning) { Range = (2, 2), Y = 20 }],
        };
        Drawn drawn = Drawn.Of(plot);
        XElement ring = Assert.Single(drawn.With("circle", "ring"));
        (double x, double y) = Drawn.Dots(Assert.Single(drawn.With("path", "dots")))[1];
        Assert.Equal(x, Drawn.At(ring, "cx"), 0.1);
        Assert.Equal(y, Drawn.At(ring, "cy"), 0.1);
        Assert.Contains("1  Data.Outliers: it", drawn.Texts);
    }

    [Fact]
    public void However_many_values_there_are_a_picture_has_no_more_shapes_than_pixels()
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 1_000_000).Select(i => i * 1e-6)];
        double[] y = [.. x.Select(_ => random.NextDouble())];
        y[123_456] = 50;
        Drawn drawn = Drawn.Of(Of(new PlotSeries("line", x, y, []) { Style = SeriesStyle.Line }, PlotScale.Linear));
        string path = Assert.Single(drawn.With("path", "line")).Attribute("d")!.Value;
        Assert.InRange(path.Split('l', 'v', 'h').Length, 700, 4 * (int)PlotSize.Page.Width);
        // The one value that stands out is not lost.
        Assert.Contains(drawn.Ticks(false), tick => tick.Value == 50);
    }

    [Fact]
    public void Both_schemes_are_in_a_picture_that_follows_its_viewer()
    {
        Plot plot = Of(new PlotSeries("one", [1, 2, 3], [10, 20, 15], []), PlotScale.Linear);
        string Style(PlotAppearance appearance) =>
            Drawn.Of(plot, appearance: appearance).Root.Elements().Single(one => one.Name.LocalName == "style").Value;
        Assert.Contains("prefers-color-scheme:dark", Style(PlotAppearance.Auto), StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", Style(PlotAppearance.Light), StringComparison.Ordinal);
        Assert.Contains(PlotTheme.Dark.Background, Style(PlotAppearance.Dark), StringComparison.Ordinal);
    }

    private static string Commands(Plot plot)
    {
        Drawn drawn = Drawn.Of(plot);
        // A line for each label, across or down.
        (int x, int y) = (drawn.Ticks(true).Length, drawn.Ticks(false).Length);
        return $"M{x + y}h{y}v{x}";
    }

    private static Plot Of(PlotSeries series, PlotScale scale) =>
        new("A plot", new PlotAxis("x", null, scale), [new PlotPanel(new PlotAxis("y", null, scale), [series])]);

    private static IEnumerable<double> Between(double from, double to, PlotScale scale) => Enumerable.Range(0, 30)
        .Select(i => scale == PlotScale.Linear ? from + ((to - from) * i / 29) : from * Math.Pow(to / from, i / 29.0));

    // The line through the outermost labels.
    private static Func<double, double> AxisOf((double Value, double Place)[] ticks, PlotScale scale)
    {
        Assert.True(ticks.Length >= 2, "an axis needs two labels to be read");
        double Of(double value) => scale == PlotScale.Logarithmic ? Math.Log(value) : value;
        (double value, double place) = ticks.MinBy(tick => tick.Value);
        (double otherValue, double otherPlace) = ticks.MaxBy(tick => tick.Value);
        return at => place + ((Of(at) - Of(value)) / (Of(otherValue) - Of(value)) * (otherPlace - place));
    }
}
