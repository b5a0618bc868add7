using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>The curve of a source that an analysis is shown of: its first measured intensity.</summary>
internal static class ViewedCurve
{
    /// <summary>Finds the curve.</summary>
    /// <exception cref="Hosting.LensException">There is none.</exception>
    public static Curve Of(PlotSource source, PlotView view) =>
        source.Curves.FirstOrDefault(one => one.Kind == DataKinds.Curve)?.Curve
            ?? throw source.CannotShow(view, "it has no measured intensity against Q");

    /// <summary>Finds and measures it.</summary>
    /// <exception cref="Hosting.LensException">There is none.</exception>
    public static (Curve Curve, CurveMeasurement Measured) Measure(PlotSource source, PlotView view, params AnalysisKind[] analyses)
    {
        Curve curve = Of(source, view);
        return (curve, new CurveMeasuring(analyses.ToHashSet()).Measure(curve, DataKinds.Curve));
    }
}
