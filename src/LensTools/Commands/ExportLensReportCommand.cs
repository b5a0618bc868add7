using System.Management.Automation;
using LensTools.Engine.Checks;
using LensTools.Engine.Hosting;
using LensTools.Engine.Reports;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Writes the results of Test-LensDataset as a report for colleagues, spreadsheets, build servers or code hosts.</summary>
[Cmdlet(VerbsData.Export, "LensReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportLensReportCommand : LensCmdlet
{
    private readonly List<TestResult> _results = [];

    /// <summary>What Test-LensDataset returns.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>How it is written; by default as the extension says: .html, .csv, .json, .md, .xml (JUnit) or .sarif.</summary>
    [Parameter]
    [ValidateSet("Html", "Csv", "Json", "Markdown", "Junit", "Sarif")]
    public string? Format { get; set; }

    /// <summary>An earlier report in JSON, to show what is mended, new and still open.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Since { get; set; }

    /// <summary>Replace the file if it exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (item.BaseObject is LensTestResult result) _results.Add(result.Source);
            else
                Port.Error(new LensError(
                    ErrorKind.InputInvalid,
                    $"{item.BaseObject.GetType().Name} is no test result.",
                    $"{item}",
                    "Pipe what Test-LensDataset returns, in the same session."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            var export = new ReportExport(Workspace)
            {
                Path = ResolveFolder(Destination),
                Format = Format,
                Since = Since is null ? null : ResolveFolder(Since),
                Force = Force,
            };
            if (export.Write(Report.Of(_results, Workspace.UtcNow), Port, Stop) && PassThru)
                WriteObject(InvokeProvider.Item.Get([export.Path], force: true, literalPath: true), enumerateCollection: true);
        });
        base.EndProcessing();
    }
}
