using LensTools.Engine.Hosting;

namespace LensTools.Engine.Plots;

/// <summary>Several plots in one.</summary>
public static class PlotOverlay
{
    private const string UnitsDiffer = "units differ";
    private const int Named = 2;

    /// <summary>The first panels of plots over each other, each in a colour of its own.</summary>
    /// <exception cref="LensException">They are images, or have no horizontal axis in common.</exception>
    public static Plot Of(IReadOnlyList<Plot> plots)
    {
        Plot first = plots[0];
        if (plots.FirstOrDefault(plot => plot.Panels[0].Image is not null) is { } image)
            throw Failed(image, "an image would cover the others");
        if (plots.FirstOrDefault(plot => (plot.X.Quantity, plot.X.Unit) != (first.X.Quantity, first.X.Unit)) is { } other)
            throw Failed(other, $"its horizontal axis is {other.X.Label()}, and that of {first.Title} {first.X.Label()}");
        PlotAxis y = first.Panels[0].Y;
        if (plots.FirstOrDefault(plot => plot.Panels[0].Y.Quantity != y.Quantity) is { } unlike)
            throw Failed(unlike, $"its vertical axis is {unlike.Panels[0].Y.Label()}, and that of {first.Title} {y.Label()}");
        // On a free scale or another, intensities are still worth comparing by shape.
        y = plots.Any(plot => plot.Panels[0].Y.Unit != y.Unit)
            ? y with { Unit = null, UnitRemark = UnitsDiffer }
            : y with { UnitRemark = RemarkOf(plots.Select(plot => plot.Panels[0].Y)) };
        PlotSeries[] series = [.. plots.SelectMany((plot, i) => Series(plot, SeriesColours.Of(i, plots.Count)))];
        bool areMany = series.Length > SeriesColours.Hues;
        string[] remarks = [.. plots.SelectMany(plot => plot.Remarks.Select(remark => $"{plot.Title}: {remark}"))];
        return new Plot(
            plots.Count > Named
                ? $"{string.Join(", ", plots.Take(Named).Select(plot => plot.Title))} and {plots.Count - Named} more"
                : string.Join(", ", plots.Select(plot => plot.Title)),
            first.X with { UnitRemark = RemarkOf(plots.Select(plot => plot.X)) },
            [new PlotPanel(y, areMany ? [.. series.Select(one => one.AmongMany())] : series)
            {
                Reference = first.Panels[0].Reference,
            }])
        {
            Description = string.Join(' ', plots.Take(10).Select(plot => $"{plot.Title}: {plot.Description}")),
            Marks = [.. plots.SelectMany(plot => plot.Marks.Select(mark => mark with { Text = $"{plot.Title}: {mark.Text}" }))],
            Remarks = areMany ? [PlotSeries.ManyRemark, .. remarks] : remarks,
        };
    }

    // A guess about one is a guess about the axis.
    private static string? RemarkOf(IEnumerable<PlotAxis> axes) =>
        axes.Select(axis => axis.UnitRemark).FirstOrDefault(remark => remark is not null);

    private static IEnumerable<PlotSeries> Series(Plot plot, int colour) => plot.Panels[0].Series.Select((series, i) => series with
    {
        Name = plot.Panels[0].Series.Count == 1 ? plot.Title : $"{plot.Title}, {series.Name}",
        Colour = colour,
        IsInLegend = i == 0 || series.IsInLegend,
    });

    private static LensException Failed(Plot plot, string reason) => new(new LensError(
        ErrorKind.NotComputable,
        $"{plot.Title} cannot be drawn over the others: {reason}.",
        plot.Title,
        "Leave it out, or give a -View that all have."));
}
