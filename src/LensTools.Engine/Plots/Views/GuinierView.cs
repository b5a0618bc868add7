using System.Globalization;
using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>The logarithm of the intensity against Q², which Guinier's law is a line in, and what the fit leaves.</summary>
internal sealed class GuinierView : IPlotView
{
    // As far again behind the fit: where the law ends is worth seeing.
    private const double Beyond = 2;
    private const double ResidualWeight = 0.35;

    public PlotView View => PlotView.Guinier;

    public Plot Draw(PlotSource source, CancellationToken stop)
    {
        (Curve curve, CurveMeasurement measured) = ViewedCurve.Measure(source, View, AnalysisKind.Guinier);
        if (measured.Guinier is not { } fit) throw source.CannotShow(View, measured.Reasons[AnalysisKind.Guinier]);
        double end = Math.Pow(curve.Q[fit.Last], 2) * Beyond;
        double[] squares = [.. curve.Q.Select(q => q * q)];
        int[] shown = [.. Enumerable.Range(0, squares.Length).Where(i => !(squares[i] > end))];
        int[] fitted = [.. Enumerable.Range(fit.First, fit.Last - fit.First + 1).Where(i => double.IsFinite(curve.I[i]))];
        double[] line = [.. fitted.Select(i => fit.At(curve.Q[i]))];
        double[] bars = curve.Idev is { } idev ? Pick(idev, shown) : [];
        var points = new PlotSeries("measured", Pick(squares, shown), Pick(curve.I, shown), bars);
        var law = new PlotSeries(
            string.Create(CultureInfo.InvariantCulture, $"Rg {fit.Rg:G4} ± {fit.RgSigma:G2}{Distance(curve)}, I(0) {fit.I0:G4}"),
            Pick(squares, fitted),
            line,
            [])
        {
            Style = SeriesStyle.Line,
            Colour = 1,
        };
        var panels = new List<PlotPanel> { new(PlotAxis.Of(curve.Y, PlotScale.Logarithmic), [points, law]) };
        if (curve.Idev is { } sigma)
        {
            double[] left = [.. fitted.Select((i, k) => (curve.I[i] - line[k]) / sigma[i])];
            var residuals = new PlotSeries("residuals", Pick(squares, fitted), left, []) { IsInLegend = false };
            panels.Add(new PlotPanel(new PlotAxis("(I − fit)/σ"), [residuals])
            {
                Weight = ResidualWeight,
                Reference = 0,
            });
        }
        var x = new PlotAxis("Q²", curve.X.Unit is { } unit ? PrintedUnit.SquareOf(unit) : null)
        {
            UnitRemark = PlotAxis.Of(curve.X).UnitRemark,
        };
        return new Plot(source.Name, x, panels)
        {
            Subtitle = source.Subtitle,
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"Guinier plot with a fit of {fitted.Length} points, Q Rg {fit.QRgMin:G2} to {fit.QRgMax:G3}, χ² {fit.ChiSquare:G3}."),
            Marks = source.Marks(curve, squares, curve.I),
        };
    }

    private static string Distance(Curve curve) => curve.X.Unit == "1/angstrom" ? " Å" : "";

    private static double[] Pick(IReadOnlyList<double> values, int[] which) => [.. which.Select(i => values[i])];
}
