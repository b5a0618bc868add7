using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Writes labels to a table for spreadsheets or other tools, which Import-LensLabel reads back.</summary>
[Cmdlet(VerbsData.Export, "LensLabel", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportLensLabelCommand : LensPathCmdlet
{
    private LabelExport? _export;

    /// <summary>Labels; or datasets, test results, files or paths. By default all labels of the collection.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>How it is written; by default as the extension of the file says, .json or else CSV.</summary>
    [Parameter]
    [ValidateSet("Csv", "Json")]
    public string? Format { get; set; }

    /// <summary>One row for each dataset with a column for each label, instead of one row for each label.</summary>
    [Parameter]
    public SwitchParameter Wide { get; set; }

    /// <summary>The labels to write. A wide table has a column for each, also if no dataset has it yet.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>What is between two cells of CSV: a semicolon where the comma is in numbers, as for a German Excel.</summary>
    [Parameter]
    [ValidateSet(",", ";", "\t")]
    public string Delimiter { get; set; } = ",";

    /// <summary>Replace the file if it exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() =>
        {
            string path = ResolveFolder(Destination), extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
            if (Format is null && extension is ".xlsx" or ".xls" or ".ods")
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid,
                    $"A table is written as CSV or JSON, and {extension} is neither.",
                    path,
                    "Write a .csv, which spreadsheets open."));
            bool isJson = Format?.Equals("Json", StringComparison.OrdinalIgnoreCase) ?? extension == ".json";
            bool isTabbed = extension == ".tsv" && !MyInvocation.BoundParameters.ContainsKey(nameof(Delimiter));
            _export = new LabelExport(Workspace)
            {
                Path = path,
                Format = isJson ? LabelTableFormat.Json : LabelTableFormat.Csv,
                Delimiter = isTabbed ? "\t" : Delimiter,
                IsWide = Wide,
                Names = Name,
                Force = Force,
            };
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (item.BaseObject is LensLabel label) _export!.Add(label.Record);
            else
                ForItem(() =>
                {
                    foreach (Dataset dataset in ReadDatasets(Inputs([item], [], []), recurse: true)) _export!.Add(dataset, Stop);
                });
        }
        if (InputObject.Length > 0 || MyInvocation.ExpectingInput) return;
        ForCommand(() =>
        {
            string folder = ResolveFolder(".");
            Collection collection = Workspace.Collections.OfFolder(folder);
            foreach (LedgerEntry entry in collection.Ledger.Read().Intact().Current) _export!.Add(entry);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            if (_export!.Write(Port) && PassThru)
                WriteObject(InvokeProvider.Item.Get([_export.Path], force: true, literalPath: true), enumerateCollection: true);
        });
        base.EndProcessing();
    }
}
