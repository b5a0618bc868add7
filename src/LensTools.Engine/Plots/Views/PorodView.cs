using System.Globalization;
using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>Q⁴ I against Q, which is level where surfaces are smooth (G. Porod, Kolloid-Z. 124, 83 (1951)).</summary>
internal sealed class PorodView : IPlotView
{
    public PlotView View => PlotView.Porod;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        (Curve curve, CurveMeasurement measured) = ViewedCurve.Measure(source, View, AnalysisKind.Porod);
        double Power(int i) => Math.Pow(curve.Q[i], 4);
        double[] y = [.. curve.I.Select((intensity, i) => intensity * Power(i))];
        return new Plot(
            source.Name,
            PlotAxis.Of(curve.X, source.XScale(PlotLog.XY)),
            [
                new PlotPanel(
                    new PlotAxis("Q⁴ I", null, source.YScale(PlotLog.XY)),
                    [new PlotSeries(source.Name, curve.Q, y, curve.Idev is { } idev ? [.. idev.Select((one, i) => one * Power(i))] : [])]),
            ])
        {
            Subtitle = source.Subtitle,
            Description = "Porod plot. " + CurveView.Describe(curve),
            Marks = source.Marks(curve, curve.Q, y),
            Remarks =
            [
                measured.Porod is { } fit
                    ? string.Create(CultureInfo.InvariantCulture, $"exponent {fit.Exponent:G3} ± {fit.ExponentSigma:G2}")
                    : $"no exponent: {measured.Reasons[AnalysisKind.Porod]}",
            ],
        };
    }
}
