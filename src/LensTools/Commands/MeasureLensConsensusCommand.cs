using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Brings the curves of one sample from several contributors to a consensus, and scores each beside the others.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "LensConsensus")]
[OutputType(typeof(LensConsensus))]
public sealed class MeasureLensConsensusCommand : LensDatasetCmdlet
{
    private SampleConsensus? _consensus;
    private int _without;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>What curves of one group share: labels, or terms such as Sample.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupBy { get; set; } = ["sample"];

    /// <summary>How curves of one sample may differ.</summary>
    [Parameter]
    public LensCurveScale Scale { get; set; } = LensCurveScale.Factor;

    /// <summary>The smallest and the largest momentum transfer to take.</summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public double[]? QRange { get; set; }

    /// <summary>A YAML file of known values.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Truth { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => _consensus = new SampleConsensus(Workspace)
        {
            GroupBy = GroupBy,
            Scale = (ScaleModel)Scale,
            Range = RangeOf(QRange),
            Truth = Truth is null ? null : TruthTable.Load(ResolveFolder(Truth)),
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(GivenInputs(), Recurse))
            {
                ForCommand(() => _consensus!.Prepare(dataset));
                ForItem(() =>
                {
                    if (!_consensus!.Add(dataset, Stop)) _without++;
                });
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_without > 0)
            WriteWarning(
                $"{_without} dataset{(_without == 1 ? " has" : "s have")} no measured curve, or no {string.Join(" or ", GroupBy)}.");
        ForItem(() =>
        {
            bool isKnown = false;
            foreach (GroupConsensus group in _consensus!.Combine(Stop))
            {
                isKnown |= group.Truth.Count > 0;
                WriteObject(new LensConsensus(group));
            }
            if (Truth is not null && !isKnown) WriteWarning($"{Truth} knows none of these samples, or their unit of Q is not known.");
        });
        base.EndProcessing();
    }
}
