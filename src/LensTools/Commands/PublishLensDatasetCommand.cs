using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Sharing.Publications;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Publishes the files of datasets to a folder or a WebDAV server, and proves that each one arrived.</summary>
[Cmdlet(VerbsData.Publish, "LensDataset", SupportsShouldProcess = true)]
[OutputType(typeof(LensPublishReceipt))]
public sealed class PublishLensDatasetCommand : LensTargetCmdlet
{
    private Publisher? _publishing;

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

    /// <summary>Full: read every file back, whatever proof the server provides.</summary>
    [Parameter]
    [ValidateSet("Standard", "Full")]
    public string Verify { get; set; } = "Standard";

    /// <summary>Publish files that name people even if anyone who has the address can read them.</summary>
    [Parameter]
    public SwitchParameter AllowPersonalData { get; set; }

    /// <summary>The maximum number of bytes per second.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxRate { get; set; }

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
            BaseFolder = OnlyFolder(),
            Name = Name,
            Force = Force,
            AllowPersonalData = AllowPersonalData,
            ReadsBack = Verify == "Full",
            Options = Options with { MaxRate = MaxRate, ThrottleLimit = ThrottleLimit },
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(
                Inputs(InputObject, Path, LiteralPath), Recurse, followLinks: FollowSymlink)) _publishing!.Add(dataset);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() => _publishing!.Run(
            Port,
            receipt =>
            {
                if (PassThru) WriteObject(new LensPublishReceipt(receipt));
            },
            Stop));
        // After the lines that PowerShell writes for each file.
        if (IsWhatIf) WriteInformation(new HostInformationMessage { Message = $"What if: {_publishing!.Summary}" }, ["PSHOST"]);
        base.EndProcessing();
    }

    // Publishing a folder keeps the paths below it.
    private string? OnlyFolder()
    {
        string[] paths = LiteralPath.Length > 0 ? LiteralPath : Path;
        if (MyInvocation.ExpectingInput || paths.Length != 1 || WildcardPattern.ContainsWildcardCharacters(paths[0])) return null;
        string folder = GetUnresolvedProviderPathFromPSPath(paths[0]);
        return Directory.Exists(folder) ? folder : null;
    }
}
