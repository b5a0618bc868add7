using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Undoes what commands have done to labels, in one transaction, which can be undone likewise.</summary>
[Cmdlet(
    VerbsCommon.Undo, "LensLabel", DefaultParameterSetName = LastSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class UndoLensLabelCommand : LensPathCmdlet
{
    private const string LastSet = "Last";
    private const string InputSet = "InputObject";
    private const string TransactionSet = "Transaction";
    private const string SinceSet = "Since";

    private readonly HashSet<string> _transactions = [];

    /// <summary>Labels, which stand for the transactions that wrote them.</summary>
    [Parameter(ParameterSetName = InputSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The ids of the transactions to undo.</summary>
    [Parameter(ParameterSetName = TransactionSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Transaction { get; set; } = [];

    /// <summary>Undo the last transaction, as without any of the others.</summary>
    [Parameter(ParameterSetName = LastSet)]
    public SwitchParameter Last { get; set; }

    /// <summary>Undo all transactions since this time.</summary>
    [Parameter(ParameterSetName = SinceSet, Mandatory = true)]
    public DateTime Since { get; set; }

    /// <summary>Undo only transactions by this author.</summary>
    [Parameter(ParameterSetName = SinceSet)]
    [ValidateNotNullOrEmpty]
    public string? By { get; set; }

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>The reason, for the history.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Who undoes it; by default the author in lens.yaml, the user of git, or that of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <summary>Return the labels that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _transactions.UnionWith(Transaction);
        foreach (PSObject item in InputObject)
        {
            if (item.BaseObject is LensLabel label) _transactions.Add(label.Transaction);
            else
                Port.Error(new LensError(
                    ErrorKind.InputInvalid,
                    $"{item.BaseObject.GetType().Name} is no label.",
                    $"{item}",
                    "Pipe labels, as Get-LensLabel -History returns them."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An empty pipeline stands for no transaction, not for the last one.
        if (ParameterSetName != InputSet || _transactions.Count > 0) ForCommand(Undo);
        base.EndProcessing();
    }

    private void Undo()
    {
        string folder = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        Collection collection = Workspace.Collections.Find(System.IO.Path.Combine(folder, Collection.FileName))
            ?? throw Collection.NotFound(folder);
        var undo = new LabelUndo(Workspace)
        {
            Transactions = _transactions,
            Since = ParameterSetName == SinceSet ? Since.ToUniversalTime() : null,
            By = By,
            Reason = Reason,
            Author = Author,
        };
        IReadOnlyList<WrittenLabel> written = undo.Commit(collection, Port, Stop);
        WriteVerbose($"{written.Count} labels were written.");
        if (!PassThru) return;
        foreach (WrittenLabel label in written) WriteObject(new LensLabel(label.Entry, label.Collection.Root));
    }
}
