using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Writes the curves of datasets with their metadata and labels to new files.</summary>
[Cmdlet(VerbsData.Export, "LensDataset", DefaultParameterSetName = DatasetSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportLensDatasetCommand : LensPathCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DatasetSet = "Dataset";

    private DatasetExport? _export;

    /// <summary>Datasets from Get-LensDataset.</summary>
    [Parameter(ParameterSetName = DatasetSet, Mandatory = true, ValueFromPipeline = true)]
    public LensDataset[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, exactly as written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The folder for the new files; made where it is not there.</summary>
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

    /// <summary>Put out the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => _export = new DatasetExport(Format, LensSession.Identities, LensSession.Labels) { Folder = ResolveFolder(Destination), Force = Force });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DatasetSet)
        {
            foreach (LensDataset dataset in InputObject) Export(dataset.Source);
            return;
        }
        IEnumerable<string> paths = ParameterSetName == LiteralPathSet ? ResolveLiterally(LiteralPath) : ResolveWildcards(Path);
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(paths)) Export(dataset);
        });
    }

    private void Export(Dataset dataset) => ForItem(() =>
    {
        foreach (string file in _export!.Write(dataset, Port, Stop))
        {
            if (PassThru) WriteObject(new FileInfo(file));
        }
    });
}
