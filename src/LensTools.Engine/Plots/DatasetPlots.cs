using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Measuring;
using LensTools.Engine.Plots.Views;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Plots;

/// <summary>Plots of datasets and of what was computed from them.</summary>
public sealed class DatasetPlots(Workspace workspace)
{
    private static readonly IPlotView[] Views =
    [
        new CurveView(), new GuinierView(), new KratkyView(), new PorodView(), new PairDistributionView(), new ReflectivityView(),
        new DetectorView(), new HistogramView(PlotView.Histogram), new HistogramView(PlotView.Timeline),
    ];

    /// <summary>How data are shown.</summary>
    public PlotView View { get; init; }

    /// <summary>Which axes are logarithmic; null for those that are usual of the view.</summary>
    public PlotLog? Log { get; init; }

    /// <summary>The plot of a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="findings">What was found in it, to be marked.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="LensException">It cannot be read, or has nothing that can be shown so.</exception>
    public Plot Of(Dataset dataset, IReadOnlyList<Finding> findings, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        IReadOnlyDictionary<string, LedgerEntry> labels = workspace.Labels.Of(reading.Dataset, stop);
        Signal[] signals = [.. reading.Signals.Select(signal => LabelAmendments.Apply(signal, labels))];
        Dataset described = workspace.Labels.Amend(reading.Dataset, labels);
        var source = new PlotSource(
            dataset.Name,
            dataset.Path,
            [.. signals.OfType<Curve>().Select(curve => new MeasuredCurve(dataset, curve, DataKind.Of(reading.Dataset, curve)))])
        {
            Planes = [.. signals.OfType<Plane>()],
            Reading = reading,
            Findings = findings,
            Log = Log,
            Subtitle = string.Join(" · ", new[] { described.Sample, described.Concentration, described.Instrument }
                .Where(text => !string.IsNullOrWhiteSpace(text))),
        };
        return ViewOf(source, DataKind.Of(reading.Dataset, signals)).Draw(source, stop);
    }

    /// <summary>The plot of a curve that was computed.</summary>
    /// <exception cref="LensException">It has nothing that can be shown so.</exception>
    public Plot Of(ProcessedCurve processed, CancellationToken stop)
    {
        Dataset dataset = processed.Sources[0].Dataset;
        var source = new PlotSource(
            processed.Name, dataset.Path, [new MeasuredCurve(dataset, processed.Curve, DataKind.Of(dataset, processed.Curve))])
        {
            Log = Log,
            Subtitle = $"{processed.Process.Name}, from {string.Join(", ", processed.Sources.Select(one => one.Dataset.Name).Distinct())}",
        };
        Plot plot = ViewOf(source, source.Curves[0].Kind).Draw(source, stop);
        return plot with { Remarks = [.. plot.Remarks, .. processed.Process.Remarks] };
    }

    private IPlotView ViewOf(PlotSource source, DataKinds kinds)
    {
        PlotView view = View != PlotView.Auto ? View : kinds switch
        {
            _ when kinds.HasFlag(DataKinds.Curve) => PlotView.Curve,
            _ when kinds.HasFlag(DataKinds.Reflectivity) => PlotView.Reflectivity,
            _ when source.Curves.Any(one => one.Curve.Y.Quantity == AxisQuantity.Counts) => PlotView.Histogram,
            _ when source.Curves.Count > 0 => PlotView.Curve,
            _ when kinds.HasFlag(DataKinds.Plane) => PlotView.Detector,
            _ when kinds.HasFlag(DataKinds.Events) => PlotView.Histogram,
            _ => PlotView.Detector,
        };
        return Array.Find(Views, one => one.View == view)!;
    }
}
