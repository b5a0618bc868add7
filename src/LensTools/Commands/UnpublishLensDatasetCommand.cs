using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Withdrawals;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Withdraws files from a publication, with a reason. They are kept in a hidden folder unless they are purged.</summary>
[Cmdlet(
    VerbsData.Unpublish,
    "LensDataset",
    DefaultParameterSetName = PathSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(LensWithdrawalReceipt))]
public sealed class UnpublishLensDatasetCommand : LensLoggedCmdlet
{
    private const string PathSet = "Path";
    private const string DatasetSet = "Dataset";

    private readonly HashSet<string> _sha256 = [], _paths = [], _folders = [];

    /// <summary>A folder, the URL of a folder on a WebDAV server, a share link, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Paths in the publication, with wildcards.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Datasets, test results or files whose published copies are withdrawn.</summary>
    [Parameter(ParameterSetName = DatasetSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The reason. It is publicly visible in the publication.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <summary>The publication's folder below the destination.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Permanently delete the files, including those that were withdrawn earlier.</summary>
    [Parameter]
    public SwitchParameter Purge { get; set; }

    /// <summary>Withdraw files of other sources too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override TargetSettings Given => base.Given with { Name = Name };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DatasetInput input in Inputs(InputObject, [], []))
        {
            ForItem(() =>
            {
                foreach (Dataset dataset in ReadDatasets([input], recurse: false)) Add(dataset);
            });
        }
    }

    private void Add(Dataset dataset)
    {
        // Match by content, because the published name may differ, and by name, because the local file may have changed.
        _folders.Add(System.IO.Path.GetDirectoryName(dataset.Path)!);
        _sha256.Add(Workspace.Identities.Sha256(dataset, Stop));
        if (Workspace.Collections.Find(dataset.Path) is { } collection) _paths.Add(PortablePath.Relative(collection.Root, dataset.Path));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An empty pipeline withdraws nothing.
        if (ParameterSetName == DatasetSet && _sha256.Count == 0)
        {
            base.EndProcessing();
            return;
        }
        WildcardPattern[] patterns = [.. Path.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
        var withdrawn = new List<WithdrawalReceipt>();
        ForCommand(() =>
        {
            TargetSettings target = ResolveTarget(Destination, CurrentFolder);
            new Withdrawer(Workspace)
            {
                Destination = target.Url!,
                Name = target.Name,
                Reason = Reason,
                Purge = Purge,
                Force = Force,
                SourceFolders = _folders.Count > 0 ? _folders : [CurrentFolder],
                Options = OptionsFor(target),
                IsWanted = (path, sha256) => _sha256.Contains(sha256)
                    || _paths.Contains(path)
                    || patterns.Any(pattern => pattern.IsMatch(path)),
            }.Run(Port, withdrawn.Add, Stop);
        });
        foreach (WithdrawalReceipt withdrawal in withdrawn) Log.Add(withdrawal.ToEvent());
        // Last: the pipeline may end with the first that is put out.
        foreach (WithdrawalReceipt withdrawal in withdrawn) WriteObject(new LensWithdrawalReceipt(withdrawal));
        base.EndProcessing();
    }
}
