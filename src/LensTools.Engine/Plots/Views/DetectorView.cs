using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>A plane over the components of Q, or the counts of the pixels of a detector, on logarithmic colours.</summary>
internal sealed class DetectorView : IPlotView
{
    public PlotView View => PlotView.Detector;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        if (source.Planes is [var plane, ..]) return Draw(source, plane);
        if (source.Reading?.Counts.Detectors is not [var first, ..] detectors)
            throw source.CannotShow(View, "it has neither a plane nor the counts of a detector");
        // The largest is what scatters; others are for transmission, or banks at the side.
        DetectorCounts detector = detectors.MaxBy(one => one.Pixels.Length) ?? first;
        string[] remarks = detectors.Count == 1 ? [] : [$"{detector.Name}, the largest of {detectors.Count} detectors"];
        return detector.Shape is [.., > 1, > 1 and var columns]
            ? Draw(source, detector, (int)columns, remarks)
            : DrawRow(source, detector, remarks);
    }

    private static Plot Draw(PlotSource source, Plane plane)
    {
        PlaneGrid grid = PlaneGrid.Of(plane);
        PlotAxis Component(string name) => PlotAxis.Of(plane.X) with { Quantity = name };
        string[] planes = source.Planes.Count == 1 ? [] : [$"the first of {source.Planes.Count} planes"];
        return new Plot(source.Name, Component("Qx"), [new PlotPanel(Component("Qy"), [])
        {
            Image = new PlotImage(
                grid.Values, grid.Rows, grid.Columns, grid.X, grid.Y, PlotAxis.Of(plane.Y, source.YScale(PlotLog.Y))),
        }])
        {
            Subtitle = source.Subtitle,
            Description = $"{plane.Y.Name} over the plane of a detector, {plane.I.Length} pixels.",
            Marks = source.Marks(null, [], []),
            Remarks = [.. planes, .. grid.Remarks],
        };
    }

    private static Plot Draw(PlotSource source, DetectorCounts detector, int columns, string[] remarks)
    {
        // Panels of a detector stand one above the other.
        int rows = detector.Pixels.Length / columns;
        return new Plot(source.Name, new PlotAxis("column"), [new PlotPanel(new PlotAxis("row"), [])
        {
            Image = new PlotImage(
                detector.Pixels, rows, columns, (0, columns), (0, rows), new PlotAxis("counts", null, source.YScale(PlotLog.Y))),
        }])
        {
            Subtitle = source.Subtitle,
            Description = $"Counts of {rows} rows and {columns} columns of pixels.",
            Marks = source.Marks(null, [], []),
            Remarks = detector.Elements > detector.Pixels.Length
                ? [.. remarks, $"{detector.Elements / detector.Pixels.Length} counts of each pixel are added"]
                : remarks,
        };
    }

    private static Plot DrawRow(PlotSource source, DetectorCounts detector, string[] remarks) => new(
        source.Name,
        new PlotAxis("pixel"),
        [new PlotPanel(
            new PlotAxis("counts", null, source.YScale(PlotLog.None)),
            [
                new PlotSeries(detector.Name, [.. Enumerable.Range(0, detector.Pixels.Length).Select(i => (double)i)], detector.Pixels, [])
                {
                    Style = SeriesStyle.Steps,
                },
            ])])
    {
        Subtitle = source.Subtitle,
        Description = $"Counts of {detector.Pixels.Length} pixels.",
        Marks = source.Marks(null, [], []),
        Remarks = remarks,
    };
}
