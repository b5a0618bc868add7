using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Plots.Views;

/// <summary>
/// Curves as they are: measured intensities on logarithmic axes with the fits to them, reflectivities with a logarithmic vertical axis,
/// all else on linear axes.
/// </summary>
internal sealed class CurveView : IPlotView
{
    public PlotView View => PlotView.Curve;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        if (source.Curves.Count == 0) throw source.CannotShow(View, "it has no curve");
        MeasuredCurve first = source.Curves.FirstOrDefault(one => one.Curve.IsMeasured) ?? source.Curves[0];
        return Draw(source, first);
    }

    /// <summary>The plot of a curve, and of those of the source that have the same axes.</summary>
    public static Plot Draw(PlotSource source, MeasuredCurve first)
    {
        MeasuredCurve[] shown = [.. source.Curves.Where(other => other == first || SharesAxes(first.Curve, other.Curve))];
        PlotLog usual = first switch
        {
            { Kind: DataKinds.Curve } or { Kind: DataKinds.Fit, Curve.IsAgainstQ: true } => PlotLog.XY,
            { Kind: DataKinds.Reflectivity } => PlotLog.Y,
            _ => PlotLog.None,
        };
        PlotSeries[] series = [.. shown.Select(
            (one, i) => SeriesOf(one, SeriesColours.Of(i, shown.Length), shown.Length == 1 ? source.Name : one.Curve.Name))];
        bool areMany = shown.Length > SeriesColours.Hues;
        int others = source.Curves.Count - shown.Length;
        string[] left = others == 0 ? [] : [$"{others} {(others == 1 ? "curve" : "curves")} with other axes not shown"];
        return new Plot(
            source.Name,
            PlotAxis.Of(first.Curve.X, source.XScale(usual)),
            [
                new PlotPanel(
                    PlotAxis.Of(first.Curve.Y, source.YScale(usual)), areMany ? [.. series.Select(one => one.AmongMany())] : series),
            ])
        {
            Subtitle = source.Subtitle,
            Description = Describe(first.Curve),
            Marks = source.Marks(first.Curve, first.Curve.Q, first.Curve.I),
            Remarks = areMany ? [PlotSeries.ManyRemark, .. left] : left,
        };
    }

    /// <summary>A curve in words.</summary>
    public static string Describe(Curve curve)
    {
        double[] q = [.. curve.Q.Where(double.IsFinite)];
        string unit = PrintedUnit.Of(curve.X.Unit) is { } known ? " " + known : "";
        string range = q.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {curve.X.Name} from {q.Min():G3} to {q.Max():G3}{unit}");
        string bars = curve.Idev is null ? ", without uncertainties" : "";
        return $"{curve.Y.Name} against {curve.X.Name}, {curve.I.Length} points{range}{bars}.";
    }

    private static PlotSeries SeriesOf(MeasuredCurve one, int colour, string name)
    {
        Curve curve = one.Curve;
        bool isHistogram = curve.Y.Quantity == AxisQuantity.Counts && curve.Idev is null;
        return new PlotSeries(name.Length > 0 ? name : curve.Y.Name, curve.Q, curve.I, curve.Idev ?? [])
        {
            Style = one.Kind is DataKinds.Fit or DataKinds.Distribution ? SeriesStyle.Line
                : isHistogram ? SeriesStyle.Steps
                : SeriesStyle.Points,
            Colour = colour,
        };
    }

    private static bool SharesAxes(Curve one, Curve other) =>
        one.X.Quantity == other.X.Quantity && one.X.Unit == other.X.Unit && one.Y.Unit == other.Y.Unit
            && (one.Y.Quantity == other.Y.Quantity || other.Y.Quantity == AxisQuantity.FittedIntensity)
            && (one.Y.Quantity != AxisQuantity.Other || one.Y.Name == other.Y.Name);
}
