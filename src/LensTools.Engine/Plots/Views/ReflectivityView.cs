using LensTools.Engine.Datasets;

namespace LensTools.Engine.Plots.Views;

/// <summary>A reflectivity against Q.</summary>
internal sealed class ReflectivityView : IPlotView
{
    public PlotView View => PlotView.Reflectivity;

    public Plot Draw(PlotSource source, CancellationToken stop) =>
        source.Curves.FirstOrDefault(one => one.Kind == DataKinds.Reflectivity) is { } found
            ? CurveView.Draw(source, found)
            : throw source.CannotShow(View, "it has no reflectivity");
}
