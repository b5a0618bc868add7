using System.Management.Automation;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Terminal;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Draws datasets in the terminal: one to its width, or many small ones beside each other.</summary>
[Cmdlet(VerbsCommon.Show, "LensDataset")]
[OutputType(typeof(string))]
public sealed class ShowLensDatasetCommand : LensPlotCmdlet
{
    private readonly List<Plot> _plots = [];
    private TerminalView? _terminal;
    private bool _isGrid;

    /// <summary>Datasets, test results, findings, computed curves, consensuses, histograms, labels, files or paths.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards; by default the current folder.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, as literal paths.</summary>
    [Parameter]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

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
        _terminal = TerminalView.Of(Host, (TerminalGraphics?)Graphics, Width, Height, IsPipedOn);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isNothing = InputObject.Length + Path.Length + LiteralPath.Length == 0 && !MyInvocation.ExpectingInput;
        ForEachPlot(InputObject, isNothing ? ["."] : Path, LiteralPath, Add);
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
