using System.Globalization;
using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>The distribution p(r) of distances: as the file has it, or else as it follows from the curve.</summary>
internal sealed class PairDistributionView : IPlotView
{
    public PlotView View => PlotView.PairDistribution;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        if (source.Curves.FirstOrDefault(one => one.Kind == DataKinds.Distribution) is { } given) return CurveView.Draw(source, given);
        (Curve curve, CurveMeasurement measured) = ViewedCurve.Measure(source, View, AnalysisKind.PairDistribution);
        if (measured.PairDistribution is not { } pair) throw source.CannotShow(View, measured.Reasons[AnalysisKind.PairDistribution]);
        string? unit = curve.X.Unit == "1/angstrom" ? "angstrom" : null;
        return new Plot(
            source.Name,
            new PlotAxis("r", unit) { UnitRemark = PlotAxis.Of(curve.X).UnitRemark },
            [new PlotPanel(new PlotAxis("p(r)"), [new PlotSeries(source.Name, pair.R, pair.P, pair.PSigma) { Style = SeriesStyle.Line }])
            {
                Reference = 0,
            }])
        {
            Subtitle = source.Subtitle,
            Description = string.Create(
                CultureInfo.InvariantCulture, $"Distribution of distances up to {pair.Dmax:G3} {PrintedUnit.Of(unit)}."),
            Marks = source.Marks(null, [], []),
            Remarks =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Dmax {pair.Dmax:G3} ± {pair.DmaxSigma:G2}, Rg {pair.Rg:G4} ± {pair.RgSigma:G2}, quality {pair.TotalEstimate:G2}"),
            ],
        };
    }
}
