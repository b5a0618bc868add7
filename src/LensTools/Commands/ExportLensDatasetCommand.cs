using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Engine.Hosting;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Exports the curves of datasets, with their metadata and labels, to new files.</summary>
[Cmdlet(VerbsData.Export, "LensDataset", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportLensDatasetCommand : LensPathCmdlet
{
    private DatasetExport? _export;

    /// <summary>Datasets, computed curves, consensuses, histograms, test results, labels, files or paths.</summary>
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

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The folder for the new files; created if it does not exist.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary>The format to write.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ExportFormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string Format { get; set; } = "NXcanSAS";

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
        ForCommand(() => _export = new DatasetExport(Workspace, Format) { Folder = ResolveFolder(Destination), Force = Force });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        foreach (PSObject item in InputObject.Where(IsComputed)) Export(() => WriteComputed(item.BaseObject));
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(
                Inputs([.. InputObject.Where(item => !IsComputed(item))], Path, LiteralPath), Recurse))
                Export(() => _export!.Write(dataset, Port, Stop));
        });
    }

    private static bool IsComputed(PSObject item) => item.BaseObject is LensProcessedCurve or LensConsensus or LensHistogram;

    private IReadOnlyList<string> WriteComputed(object computed) => computed switch
    {
        LensProcessedCurve curve => _export!.Write(curve.Processed, Port, Stop),
        LensHistogram histogram => _export!.Write(histogram.Histogram, Port, Stop),
        LensConsensus { Processed: { } consensus } => _export!.Write(consensus, Port, Stop),
        _ => throw new LensException(new LensError(
            ErrorKind.NothingToExport, $"{computed}: there is no consensus to export.", $"{computed}", "Export those that have a curve.")),
    };

    private void Export(Func<IReadOnlyList<string>> write) => ForItem(() =>
    {
        foreach (string file in write())
        {
            // As the provider returns it, with the properties that other cmdlets bind to.
            if (PassThru) WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    });
}
