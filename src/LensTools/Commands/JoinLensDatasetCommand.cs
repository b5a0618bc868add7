using System.Management.Automation;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Processing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Joins the curves of one sample over several ranges of Q, or subtracts a buffer from each of several curves.</summary>
[Cmdlet(VerbsCommon.Join, "LensDataset", DefaultParameterSetName = JoinSet)]
[OutputType(typeof(LensProcessedCurve))]
public sealed class JoinLensDatasetCommand : LensDatasetCmdlet
{
    private const string JoinSet = "Join", SubtractSet = "Subtract";

    private readonly List<Dataset> _datasets = [];
    private BackgroundSubtraction? _subtraction;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How the other curves may be made like the first where they overlap.</summary>
    [Parameter(ParameterSetName = JoinSet)]
    public LensCurveScale Scale { get; set; } = LensCurveScale.Factor;

    /// <summary>A dataset, file or path to subtract from each of the others.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SubtractSet)]
    [ValidateNotNull]
    public PSObject? Subtract { get; set; }

    /// <summary>By what it is multiplied before.</summary>
    [Parameter(ParameterSetName = SubtractSet)]
    public double Factor { get; set; } = 1;

    /// <summary>The smallest and the largest momentum transfer to keep.</summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public double[]? QRange { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Subtract is null) return;
        ForCommand(() =>
        {
            List<Dataset> given = [.. ReadDatasets(Inputs([Subtract], [], []), Recurse, isOnce: false)];
            if (given.Count != 1)
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid, $"{Subtract} stands for {given.Count} datasets.", $"{Subtract}", "Give one to subtract."));
            _subtraction = new BackgroundSubtraction(Workspace, given[0], Stop) { Factor = Factor, Range = RangeOf(QRange) };
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachDataset(Recurse, dataset =>
    {
        if (_subtraction is null)
        {
            _datasets.Add(dataset);
            return;
        }
        foreach (ProcessedCurve curve in _subtraction.From(dataset, Stop)) WriteObject(new LensProcessedCurve(curve, Workspace));
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_datasets.Count > 0)
        {
            ForItem(() =>
            {
                var joining = new CurveJoining(Workspace) { Scale = (ScaleModel)Scale, Range = RangeOf(QRange) };
                WriteObject(new LensProcessedCurve(joining.Join(_datasets, Stop), Workspace));
            });
        }
        base.EndProcessing();
    }
}
