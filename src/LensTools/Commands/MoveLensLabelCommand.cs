using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Gives labels of files that were edited to what these have become, in one transaction.</summary>
[Cmdlet(VerbsCommon.Move, "LensLabel", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class MoveLensLabelCommand : LensLabelCmdlet
{
    private readonly List<LensLabel> _labels = [];

    /// <summary>Labels, as Get-LensLabel returns them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The file that the labels of one dataset are given to; without it, the likely successor of each.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _labels.AddRange(InputObject.Select(LabelOf).OfType<LensLabel>());
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            var move = new LabelMove(Workspace) { Destination = FindDestination(), Reason = Reason, Author = Author };
            foreach (LensLabel label in _labels.Where(label => label.Value is not null))
                move.Add(label.Record, Workspace.Collections.Find(label.Path) ?? throw Collection.NotFound(label.Path));
            Report(move.Commit(Port, Stop));
        });
        base.EndProcessing();
    }

    private Dataset? FindDestination()
    {
        if (Destination is null) return null;
        string path = ResolveFolder(Destination);
        Dataset[] found = [.. ReadDatasets(Inputs([], [], [path]), recurse: false)];
        return found is [Dataset only] ? only : throw new LensException(new LensError(
            ErrorKind.InputInvalid,
            $"{path} has {found.Length} datasets.",
            path,
            "Give a file with one, or set the label of the entry with Set-LensLabel."));
    }
}
