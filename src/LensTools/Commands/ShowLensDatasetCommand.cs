using System.Management.Automation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Terminal;
using LensTools.Engine.Plots.Views;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Draws datasets in the terminal: one to its width, or many small ones beside each other.</summary>
[Cmdlet(VerbsCommon.Show, "LensDataset")]
[OutputType(typeof(string))]
public sealed class ShowLensDatasetCommand : LensDatasetCmdlet
{
    private readonly List<Plot> _plots = [];
    private DatasetPlots? _source;
    private TerminalView? _terminal;
    private bool _isGrid;

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

    /// <summary>What to draw with, in place of the best that the terminal says it has.</summary>
    [Parameter]
    public LensTerminalGraphics? Graphics { get; set; }

    /// <summary>The width in characters, in place of the terminal's.</summary>
    [Parameter]
    [ValidateRange(20, 1000)]
    public int? Width { get; set; }

    /// <summary>The height in lines, in place of the terminal's.</summary>
    [Parameter]
    [ValidateRange(8, 500)]
    public int? Height { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _source = new DatasetPlots(Workspace) { View = (PlotView)View, Log = (PlotLog?)Log };
        _terminal = TerminalView.Of(Host, (TerminalGraphics?)Graphics, Width, Height, IsPipedOn);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject.Length == 0)
        {
            ForEachDataset(Recurse, dataset => Add(_source!.Of(dataset, [], Stop)));
            return;
        }
        foreach (PSObject item in InputObject)
        {
            ForItem(() =>
            {
                if (PlotReader.IsComputed(item))
                {
                    Add(PlotReader.OfComputed(_source!, item.BaseObject, Stop));
                    return;
                }
                foreach (Dataset dataset in ReadDatasets(Inputs([item], [], []), Recurse, isOnce: item.BaseObject is not LensFinding))
                    ForItem(() => Add(_source!.Of(dataset, PlotReader.FindingsOf(item), Stop)));
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForItem(() =>
        {
            if (_plots.Count == 0) return;
            if (Overlay && _plots.Count > 1) Write(_terminal!.One(PlotOverlay.Of(_plots)));
            else if (_isGrid) Write(_terminal!.Grid.Row(_plots));
            else Write(_terminal!.One(_plots[0]));
        });
        base.EndProcessing();
    }

    // The first waits: alone it fills the terminal.
    private void Add(Plot plot)
    {
        _plots.Add(plot);
        if (Overlay || _plots.Count == 1) return;
        _isGrid = true;
        if (_plots.Count < _terminal!.Grid.Across) return;
        Write(_terminal.Grid.Row(_plots));
        _plots.Clear();
    }

    private void Write(IEnumerable<string> lines)
    {
        foreach (string line in lines) WriteObject(line);
    }
}
