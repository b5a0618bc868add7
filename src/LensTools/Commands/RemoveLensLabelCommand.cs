using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Removes labels of datasets; each command is one transaction, and the history keeps them.</summary>
[Cmdlet(VerbsCommon.Remove, "LensLabel", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class RemoveLensLabelCommand : LensLabelCmdlet
{
    private LabelTransaction? _transaction;

    /// <summary>Labels and problems of labels, which are removed; or datasets, test results, files or paths, with -Name.</summary>
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

    /// <summary>The names of the labels, with wildcards; not needed for labels from the pipeline.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _transaction = new LabelTransaction(Workspace) { Reason = Reason, Author = Author };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        foreach (PSObject item in InputObject)
        {
            // A label is removed as it stands in the ledger, wherever its file is now.
            if (item.BaseObject is LensLabel label) ForItem(() => Remove(label));
            else if (item.BaseObject is LensLabelProblem { Value: not null } problem) ForItem(() => Remove(problem));
            else ForItem(() => Remove(ReadDatasets(Inputs([item], [], []), Recurse)));
        }
        if (Path.Length + LiteralPath.Length > 0) ForItem(() => Remove(ReadDatasets(Inputs([], Path, LiteralPath), Recurse)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() => Report(_transaction!.Commit(Port, Stop)));
        base.EndProcessing();
    }

    private void Remove(LensLabel label)
    {
        if (Name.Length == 0 || IsNamed(label.Name)) _transaction!.Remove(label.DatasetId, label.Path, label.Name);
    }

    private void Remove(LensLabelProblem problem)
    {
        if (Name.Length == 0 || IsNamed(problem.Name)) _transaction!.Remove(problem.DatasetId, problem.Path, problem.Name);
    }

    private void Remove(IEnumerable<Dataset> datasets)
    {
        if (Name.Length == 0)
            ForCommand(() => throw new LensException(new LensError(
                ErrorKind.InputMissing,
                "Which labels are to be removed is not said.",
                MyInvocation.MyCommand.Name,
                "Give -Name, as * for all of them, or pipe the labels that Get-LensLabel returns.")));
        foreach (Dataset dataset in datasets)
        {
            ForCommand(() =>
            {
                foreach (LedgerEntry label in Workspace.Labels.Of(dataset, Stop).Values.Where(entry => IsNamed(entry.Name)))
                    _transaction!.Remove(label.Id, dataset.Path, label.Name);
            });
        }
    }

    private bool IsNamed(string label) => Name.Any(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(label));
}
