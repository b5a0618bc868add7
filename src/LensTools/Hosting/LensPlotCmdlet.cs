using System.Management.Automation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Views;

namespace LensTools.Hosting;

/// <summary>The base of the commands that draw: how, and what of that which they are given.</summary>
public abstract class LensPlotCmdlet : LensPathCmdlet
{
    private DatasetPlots? _plots;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How the data are shown.</summary>
    [Parameter]
    public LensPlotView View { get; set; }

    /// <summary>Draw all over each other.</summary>
    [Parameter]
    public SwitchParameter Overlay { get; set; }

    /// <summary>Which axes are logarithmic, in place of those that are usual of the view.</summary>
    [Parameter]
    public LensPlotLog? Log { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _plots = new DatasetPlots(Workspace) { View = (PlotView)View, Log = (PlotLog?)Log };
    }

    /// <summary>Draws what the command is given; what fails for one does not end the others.</summary>
    private protected void ForEachPlot(PSObject[] input, string[] path, string[] literalPath, Action<Plot> action)
    {
        foreach (PSObject item in input)
        {
            ForItem(() =>
            {
                if (PlotInput.IsComputed(item))
                {
                    action(PlotInput.OfComputed(_plots!, item.BaseObject, Stop));
                    return;
                }
                // Each finding has a picture of its own.
                foreach (Dataset dataset in ReadDatasets(Inputs([item], [], []), Recurse, isOnce: item.BaseObject is not LensFinding))
                    ForItem(() => action(_plots!.Of(dataset, PlotInput.FindingsOf(item), Stop)));
            });
        }
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(Inputs([], path, literalPath), Recurse))
                ForItem(() => action(_plots!.Of(dataset, [], Stop)));
        });
    }
}
