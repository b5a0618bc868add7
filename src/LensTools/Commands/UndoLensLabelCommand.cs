using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Undoes what commands have done to labels, in one transaction, which can be undone likewise.</summary>
[Cmdlet(
    VerbsCommon.Undo, "LensLabel", DefaultParameterSetName = LastSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class UndoLensLabelCommand : LensLabelCmdlet
{
    private const string LastSet = "Last";
    private const string InputSet = "InputObject";
    private const string TransactionSet = "Transaction";
    private const string SinceSet = "Since";
    private const string BySet = "By";

    // The transactions of labels from the pipeline, by the collections that these are in.
    private readonly Dictionary<Collection, HashSet<string>> _piped = [];

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
    [Parameter(ParameterSetName = BySet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? By { get; set; }

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter(ParameterSetName = LastSet)]
    [Parameter(ParameterSetName = TransactionSet)]
    [Parameter(ParameterSetName = SinceSet)]
    [Parameter(ParameterSetName = BySet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject) ForItem(() => Select(item));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == InputSet)
        {
            foreach ((Collection collection, HashSet<string> transactions) in _piped) ForCommand(() => Undo(collection, transactions));
        }
        else ForCommand(() => Undo(Find(), Transaction));
        base.EndProcessing();
    }

    private void Select(PSObject item)
    {
        if (LabelOf(item) is not { } label) return;
        Collection collection = Workspace.Collections.Find(label.Path) ?? throw Collection.NotFound(label.Path);
        if (!_piped.TryGetValue(collection, out HashSet<string>? transactions)) _piped[collection] = transactions = [];
        transactions.Add(label.Transaction);
    }

    private Collection Find()
    {
        string folder = ResolveFolder(Path);
        return Workspace.Collections.OfFolder(folder);
    }

    private void Undo(Collection collection, IReadOnlyCollection<string> transactions) => Report(
        new LabelUndo(Workspace)
        {
            Transactions = transactions,
            Since = ParameterSetName == SinceSet ? Since.ToUniversalTime() : null,
            By = By,
            Reason = Reason,
            Author = Author,
        }.Commit(collection, Port, Stop));
}
