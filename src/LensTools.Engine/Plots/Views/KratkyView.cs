using System.Globalization;
using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>
/// The dimensionless Kratky plot, in which a compact particle has a peak of 3/e at √3 (Durand et al., J. Struct. Biol. 169, 45 (2010)).
/// </summary>
internal sealed class KratkyView : IPlotView
{
    // Behind it there is noise times the square of Q.
    private const double MostQRg = 10;
    private const double CompactPeak = 3 / Math.E;

    public PlotView View => PlotView.Kratky;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        (Curve curve, CurveMeasurement measured) = ViewedCurve.Measure(source, View, AnalysisKind.Guinier);
        (double rg, double i0) = measured.Guinier is { } fit ? (fit.Rg, fit.I0) : (1, 1);
        double[] x = [.. curve.Q.Select(q => q * rg)];
        double[] y = [.. curve.I.Select((intensity, i) => x[i] * x[i] * intensity / i0)];
        double[] sigma = curve.Idev is { } idev ? [.. idev.Select((one, i) => x[i] * x[i] * one / i0)] : [];
        bool isDimensionless = measured.Guinier is not null;
        int[] shown = [.. Enumerable.Range(0, x.Length).Where(i => !isDimensionless || !(x[i] > MostQRg))];
        PlotAxis q = PlotAxis.Of(curve.X);
        return new Plot(
            source.Name,
            isDimensionless ? new PlotAxis("Q Rg") : q with { Scale = source.XScale(PlotLog.None) },
            [
                new PlotPanel(
                    isDimensionless ? new PlotAxis("(Q Rg)² I/I(0)") : new PlotAxis("Q² I", null, source.YScale(PlotLog.None)),
                    [
                        new PlotSeries(
                            source.Name,
                            [.. shown.Select(i => x[i])],
                            [.. shown.Select(i => y[i])],
                            sigma.Length > 0 ? [.. shown.Select(i => sigma[i])] : []),
                    ])
                {
                    Reference = isDimensionless ? CompactPeak : null,
                },
            ])
        {
            Subtitle = source.Subtitle,
            Description = "Kratky plot. " + CurveView.Describe(curve),
            Marks = source.Marks(curve, x, y),
            Remarks =
            [
                isDimensionless
                    ? string.Create(CultureInfo.InvariantCulture, $"Rg {rg:G4}; a compact particle peaks on the line, at Q Rg = √3")
                    : $"without Rg, as {measured.Reasons[AnalysisKind.Guinier]}",
                .. shown.Length == x.Length ? (string[])[] : [$"{x.Length - shown.Length} points beyond Q Rg = {MostQRg} not shown"],
            ],
        };
    }
}
