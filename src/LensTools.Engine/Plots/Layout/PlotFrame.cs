namespace LensTools.Engine.Plots.Layout;

/// <summary>The ranges of a plot's axes, and what of its values they have no place for.</summary>
/// <param name="X">The range of the horizontal axis.</param>
/// <param name="Y">The range of the vertical axis of each panel.</param>
/// <param name="Remarks">The remarks of the plot, and what is not shown.</param>
internal sealed record PlotFrame(AxisRange X, IReadOnlyList<AxisRange> Y, IReadOnlyList<string> Remarks)
{
    // Bars that reach much further than the values would press these together.
    private const double MostBars = 0.35;

    /// <summary>The frame of a plot.</summary>
    public static PlotFrame Of(Plot plot)
    {
        bool hasImage = plot.Panels.Any(panel => panel.Image is not null);
        AxisRange x = AxisRange.Of(
            plot.X,
            plot.Panels.SelectMany(panel => panel.Image is { } image ? [image.X.From, image.X.To] : panel.Series.SelectMany(one => one.X)),
            isPadded: !hasImage);
        AxisRange[] y = [.. plot.Panels.Select(RangeOf)];
        long lost = plot.Panels.Zip(y).Sum(one => one.First.Series.Sum(series => NotShown(series, x, one.Second)));
        string[] remarks = lost == 0 ? [] : [$"{lost} {(lost == 1 ? "point is" : "points are")} not shown: not positive, or no number"];
        return new PlotFrame(x, y, [.. plot.Remarks, .. remarks]);
    }

    private static AxisRange RangeOf(PlotPanel panel)
    {
        if (panel.Image is { } image) return AxisRange.Of(panel.Y, [image.Y.From, image.Y.To], isPadded: false);
        IEnumerable<double> values = panel.Series.SelectMany(one => one.Y);
        if (panel.Reference is { } reference) values = values.Append(reference);
        AxisRange plain = AxisRange.Of(panel.Y, values);
        if (plain.Scale == PlotScale.Logarithmic) return plain;
        double room = (plain.To - plain.From) * MostBars;
        return AxisRange.Of(panel.Y, values.Concat(panel.Series.SelectMany(series => Bars(series)
            .Select(end => Math.Clamp(end, plain.From - room, plain.To + room)))));
    }

    private static IEnumerable<double> Bars(PlotSeries series)
    {
        for (int i = 0; i < series.Sigma.Count; i++)
        {
            if (!double.IsFinite(series.Y[i]) || !double.IsFinite(series.Sigma[i])) continue;
            yield return series.Y[i] - series.Sigma[i];
            yield return series.Y[i] + series.Sigma[i];
        }
    }

    private static long NotShown(PlotSeries series, AxisRange x, AxisRange y)
    {
        long count = 0;
        for (int i = 0; i < series.Y.Count; i++)
            if (!double.IsFinite(x.Place(series.X[i])) || !double.IsFinite(y.Place(series.Y[i]))) count++;
        return count;
    }
}
