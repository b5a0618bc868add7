namespace LensTools.Engine.Plots.Views;

/// <summary>One way to show data.</summary>
internal interface IPlotView
{
    /// <summary>Which.</summary>
    PlotView View { get; }

    /// <summary>The plot of a source.</summary>
    /// <exception cref="Hosting.LensException">The source has nothing that can be shown so.</exception>
    Plot Draw(PlotSource source, CancellationToken stop);
}
