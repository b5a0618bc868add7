using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Sharing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Publishes the files of datasets to a folder or a WebDAV server, each proven to have arrived.</summary>
[Cmdlet(VerbsData.Publish, "LensDataset", DefaultParameterSetName = DatasetSet, SupportsShouldProcess = true)]
[OutputType(typeof(LensPublication))]
public sealed class PublishLensDatasetCommand : LensPathCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DatasetSet = "Dataset";

    private Publishing? _publishing;

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

    /// <summary>A folder, the URL of a folder on a WebDAV server, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>User name and password for the server.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Replace files at the destination that LensTools did not publish.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Put out a receipt for each file.</summary>
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
        ForCommand(() => Open(SessionState.Path.CurrentFileSystemLocation.ProviderPath));
    }

    private void Open(string current)
    {
        _publishing = new Publishing(LensSession.Locator, LensSession.Identities, LensSession.Labels)
        {
            Destination = ResolveDestination(),
            CurrentFolder = current,
            BaseFolder = OnlyFolder(),
            Credential = Credential is null ? null : new ShareCredential(Credential.UserName, Credential.GetNetworkCredential().Password),
            Force = Force,
            ThrottleLimit = ThrottleLimit,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DatasetSet)
        {
            foreach (LensDataset dataset in InputObject) _publishing!.Add(dataset.Source);
            return;
        }
        IEnumerable<string> paths = ParameterSetName == LiteralPathSet ? ResolveLiterally(LiteralPath) : ResolveWildcards(Path);
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(paths)) _publishing!.Add(dataset);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() => _publishing!.Run(
            Port,
            receipt =>
            {
                if (PassThru) WriteObject(new LensPublication(receipt));
            },
            Stop));
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

    // A bare word may be the name of a target; anything else that is no URL is a path, on a PSDrive perhaps.
    private string ResolveDestination()
    {
        bool isUrl = Destination.Contains("://", StringComparison.Ordinal);
        bool isWord = Destination.IndexOfAny(['/', '\\', ':', '~', '.']) < 0;
        return isUrl || isWord ? Destination : ResolveFolder(Destination);
    }
}
