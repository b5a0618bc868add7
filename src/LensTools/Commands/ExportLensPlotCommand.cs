using System.Management.Automation;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Draws datasets to picture files.</summary>
[Cmdlet(VerbsData.Export, "LensPlot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportLensPlotCommand : LensPlotCmdlet
{
    private readonly List<Plot> _plots = [];
    private PlotExport? _export;

    /// <summary>Datasets, test results, findings, computed curves, consensuses, histograms, labels, files or paths.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, as literal paths.</summary>
    [Parameter]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The picture if it ends in .svg or .png, else the folder for the pictures; created if it does not exist.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The format; by default that of the destination, or Svg.</summary>
    [Parameter]
    [ValidateSet("Svg", "Png")]
    public string? Format { get; set; }

    /// <summary>Which colours it has.</summary>
    [Parameter]
    public LensPlotAppearance Appearance { get; set; }

    /// <summary>The width in pixels; a PNG has twice as many.</summary>
    [Parameter]
    [ValidateRange(200, 10000)]
    public int Width { get; set; } = (int)PlotSize.Page.Width;

    /// <summary>The height in pixels; a PNG has twice as many.</summary>
    [Parameter]
    [ValidateRange(150, 10000)]
    public int Height { get; set; } = (int)PlotSize.Page.Height;

    /// <summary>Replace files of earlier exports.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => _export = new PlotExport
        {
            Destination = ResolveFolder(Destination),
            Format = Format is null ? null : Enum.Parse<PictureFormat>(Format, ignoreCase: true),
            Appearance = (PlotAppearance)Appearance,
            Size = PlotSize.Page with { Width = Width, Height = Height },
            Force = Force,
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        ForEachPlot(InputObject, Path, LiteralPath, Add);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_plots.Count > 0) ForItem(() => Write(_plots.Count == 1 ? _plots[0] : PlotOverlay.Of(_plots)));
        base.EndProcessing();
    }

    private void Add(Plot plot)
    {
        if (Overlay) _plots.Add(plot);
        else Write(plot);
    }

    private void Write(Plot plot)
    {
        if (_export!.Write(plot, Port) is { } file && PassThru)
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
    }
}
