using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Publishes the files of datasets to a folder or a WebDAV server, and proves that each one arrived.</summary>
[Cmdlet(VerbsData.Publish, "LensDataset", SupportsShouldProcess = true)]
[OutputType(typeof(LensPublishSummary), typeof(LensPublishReceipt))]
public sealed class PublishLensDatasetCommand : LensLoggedCmdlet
{
    private Publisher? _publishing;
    private readonly List<string> _skipped = [];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _publishing?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Datasets, test results, labels, files or paths.</summary>
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

    /// <summary>Search folders behind symbolic links too.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>A folder, the URL of a folder on a WebDAV server, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>
    /// The folder for this publication below the destination. For a share link, the default is the collection's name.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Publish the files too that are not datasets, such as logs and calibrations.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Only files that match one of these patterns; one without a slash is compared with the name.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>No files that match one of these patterns.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>No larger files than this, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaximumSize { get; set; }

    /// <summary>Only files that were not written to for this time, such as 90s, 15m or 1h.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MinimumAge { get; set; }

    /// <summary>Full: read every file back, whatever proof the server provides.</summary>
    [Parameter]
    [ValidateSet("Standard", "Full")]
    public string? Verify { get; set; }

    /// <summary>Publish files that name people even if anyone who has the address can read them.</summary>
    [Parameter]
    public SwitchParameter AllowPersonalData { get; set; }

    /// <summary>The maximum number of bytes per second.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxRate { get; set; }

    /// <summary>Publish the files that the destination takes, even if it does not take others.</summary>
    [Parameter]
    public SwitchParameter Partial { get; set; }

    /// <summary>How long an outage of the destination is waited for, such as 90s, 15m or 1h.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RetryFor { get; set; }

    /// <summary>Replace files at the destination even if LensTools did not publish them.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return a receipt for each file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many files are sent at once.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(Open);
    }

    private void Open()
    {
        _publishing = new Publisher(Workspace)
        {
            Destination = ResolveTarget(Destination),
            CurrentFolder = CurrentFolder,
            Settings = Given,
            Selection = Selection,
            Force = Force,
            Options = Options with { ThrottleLimit = ThrottleLimit },
        };
    }

    private FileSelection Selection =>
        new() { Include = Include, Exclude = Exclude, MaximumSize = MaximumSize, MinimumAge = ParseTime(MinimumAge) };

    private protected override TargetSettings Given => base.Given with
    {
        Name = Name,
        MaxRate = MaxRate,
        ReadsBack = Verify is null ? null : Verify == "Full",
        Partial = Chosen(Partial),
        RetryFor = ParseTime(RetryFor),
        AllowPersonalData = Chosen(AllowPersonalData),
    };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        ForItem(() =>
        {
            foreach (DatasetInput input in Inputs(InputObject, Path, LiteralPath))
            {
                foreach (Dataset dataset in ReadDatasets([input], Recurse, followLinks: FollowSymlink, skipped: _skipped))
                    _publishing!.Add(dataset);
                if (All && input.Path is not null) AddCompanions(input);
            }
        });
    }

    // What the listing of an input has skipped.
    private void AddCompanions(DatasetInput input)
    {
        string? searched = Resolve(input).FirstOrDefault(System.IO.Directory.Exists);
        foreach (string path in _skipped) _publishing!.AddCompanion(path, searched);
        Listing(Recurse).Summary.Skipped -= _skipped.Count;
        _skipped.Clear();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            _publishing!.Unreadable = Shell.Errors;
            PublishSummary summary = _publishing.Run(Port, Stop);
            foreach (PublishReceipt receipt in _publishing.Receipts)
            {
                if (receipt.ToEvent(Workspace.UtcNow) is { } happened) Log.Add(happened);
            }
            Log.Add(RunEventKind.Finished, summary.ToString());
            // Last: the pipeline may end with the first receipt that is put out.
            if (PassThru)
                foreach (PublishReceipt receipt in _publishing.Receipts) WriteObject(new LensPublishReceipt(receipt));
            if (!PassThru && !IsWhatIf) WriteObject(new LensPublishSummary(summary));
            else WriteVerbose(summary.ToString());
        });
        // After the lines that PowerShell writes for each file.
        if (IsWhatIf) WriteInformation(new HostInformationMessage { Message = $"What if: {_publishing!.Summary}" }, ["PSHOST"]);
        base.EndProcessing();
    }
}
