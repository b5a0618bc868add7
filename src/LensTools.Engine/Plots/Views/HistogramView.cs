using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Plots.Views;

/// <summary>Counts by time: of events by time of flight or time of the pulse, of muons after their arrival.</summary>
/// <param name="view">Histogram or Timeline.</param>
internal sealed class HistogramView(PlotView view) : IPlotView
{
    private const int Bins = 400;

    public PlotView View => view;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        MeasuredCurve[] counted = [.. source.Curves.Where(one => one.Curve.Y.Quantity == AxisQuantity.Counts)];
        if (view == PlotView.Histogram && counted.Length > 0) return DrawSum(source, counted);
        if (source.Reading is not { Dataset: { Events: not null } dataset })
            throw source.CannotShow(view, view == PlotView.Histogram ? "it has neither events nor histograms by time" : "it has no events");
        var histogramming = new EventHistogramming
        {
            Axis = view == PlotView.Timeline ? HistogramAxis.PulseTime : HistogramAxis.TimeOfFlight,
            Bins = new HistogramBins { Count = Bins },
        };
        IReadOnlyList<EventHistogram> streams = histogramming.Count(dataset, stop);
        EventHistogram largest = streams.MaxBy(stream => stream.Events)!;
        Plot plot = Draw(source, largest.ToCurve()!);
        string[] lost = [.. Lost(largest)];
        string[] others = streams.Count == 1 ? [] : [$"{largest.Location}, the largest of {streams.Count} streams of events"];
        return plot with { Remarks = [.. plot.Remarks, .. others, .. lost, .. largest.Process.Remarks] };
    }

    private static IEnumerable<string> Lost(EventHistogram histogram)
    {
        long outside = histogram.Before + histogram.Behind + histogram.LeftOut;
        if (outside > 0) yield return $"{outside} of {histogram.Events} events are in no bin";
    }

    private static Plot Draw(PlotSource source, Curve curve)
    {
        // The deviations of counts follow from them, and would only blur the steps.
        var series = new PlotSeries(source.Name, curve.Q, curve.I, []) { Style = SeriesStyle.Steps };
        return new Plot(
            source.Name,
            PlotAxis.Of(curve.X, source.XScale(PlotLog.None)),
            [new PlotPanel(PlotAxis.Of(curve.Y with { Unit = "", UnitBasis = default }, source.YScale(PlotLog.None)), [series])])
        {
            Subtitle = source.Subtitle,
            Description = CurveView.Describe(curve),
            Marks = source.Marks(curve, curve.Q, curve.I),
        };
    }

    // Of one instrument, histograms have the same times; another that has not is told of.
    private static Plot DrawSum(PlotSource source, MeasuredCurve[] counted)
    {
        Curve first = counted[0].Curve;
        Curve[] alike = [.. counted.Select(one => one.Curve).Where(curve => curve.Q.AsSpan().SequenceEqual(first.Q.AsSpan()))];
        double[] sum = new double[first.I.Length];
        foreach (Curve curve in alike)
            for (int i = 0; i < sum.Length; i++) sum[i] += curve.I[i];
        int others = counted.Length - alike.Length;
        return Draw(source, first with { Y = first.Y with { Values = [.. sum], Sigma = null } }) with
        {
            Remarks =
            [
                .. alike.Length == 1 ? (string[])[] : [$"the sum of {alike.Length} histograms"],
                .. others == 0 ? (string[])[] : [$"{others} {(others == 1 ? "histogram" : "histograms")} with other times not shown"],
            ],
        };
    }
}
