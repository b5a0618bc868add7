using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks.Suppressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Makes findings not count, with a reason, in the ledger of the collection; they stay visible.</summary>
[Cmdlet(VerbsLifecycle.Disable, "LensFinding", SupportsShouldProcess = true)]
[Alias("Suppress-LensFinding")]
[OutputType(typeof(LensSuppression))]
public sealed class DisableLensFindingCommand : LensPathCmdlet
{
    private FindingSuppression? _suppression;

    /// <summary>Findings; or test results or datasets, with the rules that -Rule names.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Why, for whoever reads the verdict later.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "";

    /// <summary>The rules; by default that of each finding.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Rule { get; set; } = [];

    /// <summary>The last day on which they do not count; by default for good.</summary>
    [Parameter]
    public DateTime? Until { get; set; }

    /// <summary>Let them count again, instead.</summary>
    [Parameter]
    public SwitchParameter Remove { get; set; }

    /// <summary>Who is named in the history; by default the author in lens.yaml, the user of git, or that of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <summary>Return what was suppressed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _suppression = new FindingSuppression(Workspace)
        {
            Reason = Reason,
            Until = Until is { } day ? DateOnly.FromDateTime(day) : null,
            IsLifted = Remove,
            Author = Author,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            ForItem(() =>
            {
                string[] rules = Rule.Length > 0 ? Rule
                    : item.BaseObject is LensFinding finding ? [finding.Rule]
                    : throw new LensException(new LensError(
                        ErrorKind.InputInvalid,
                        $"{item} is no finding, and -Rule names no rule.",
                        $"{item}",
                        "Pipe findings, such as (Test-LensDataset x).Findings, or name rules with -Rule."));
                if (item.BaseObject is LensFinding { Path: var path } && Directory.Exists(path))
                    throw new LensException(new LensError(
                        ErrorKind.InputInvalid,
                        $"{item} is about a folder, and only findings on datasets are suppressed.",
                        path,
                        "Switch the rule off in a profile of your own, or leave it out with -ExcludeRule."));
                // A dataset may have several findings.
                foreach (Dataset dataset in ReadDatasets(Inputs([item], [], []), recurse: true, isOnce: false))
                {
                    foreach (string rule in rules) _suppression!.Add(dataset, rule);
                }
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            IReadOnlyList<SuppressedFinding> written = _suppression!.Commit(Port, Stop);
            WriteVerbose($"{written.Count} findings {(Remove ? "count again" : "are suppressed")}.");
            if (!PassThru) return;
            foreach (SuppressedFinding one in written) WriteObject(new LensSuppression(one));
        });
        base.EndProcessing();
    }
}
