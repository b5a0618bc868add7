using System.Management.Automation;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Compares measured curves with each other, or each with a reference, where both were measured.</summary>
[Cmdlet(VerbsData.Compare, "LensDataset")]
[OutputType(typeof(LensCurveComparison))]
public sealed class CompareLensDatasetCommand : LensDatasetCmdlet
{
    private readonly List<MeasuredCurve> _curves = [];

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>A dataset, file or path to compare all others with; without it, all are compared with each other.</summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject[]? Reference { get; set; }

    /// <summary>What to compare by.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public LensCurveMetric[] Metric { get; set; } = [LensCurveMetric.ChiSquare, LensCurveMetric.CorMap, LensCurveMetric.Ratio];

    /// <summary>How the second curve of a pair is made like the first.</summary>
    [Parameter]
    public LensCurveScale Scale { get; set; } = LensCurveScale.Factor;

    /// <summary>The smallest and the largest momentum transfer to compare.</summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public double[]? QRange { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() => Read(GivenInputs(), _curves));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForItem(() =>
        {
            List<MeasuredCurve>? references = null;
            if (Reference is not null) Read(Inputs(Reference, [], []), references = []);
            var comparer = new CurveComparer
            {
                Scale = (ScaleModel)Scale,
                Range = RangeOf(QRange),
            };
            if (_curves.Count + (references?.Count ?? 0) == 1) WriteWarning("There is one curve, and nothing to compare it with.");
            foreach (CurvePair pair in comparer.Compare(_curves, references, Stop)) WriteObject(new LensCurveComparison(pair, Metric));
        });
        base.EndProcessing();
    }

    private void Read(IEnumerable<DatasetInput> inputs, List<MeasuredCurve> into)
    {
        foreach (Dataset dataset in ReadDatasets(inputs, Recurse, isOnce: into == _curves))
        {
            ForItem(() =>
            {
                IReadOnlyList<MeasuredCurve> curves = MeasuredCurve.Read(Workspace, dataset, Stop);
                if (curves.Count == 0) Port.Verbose($"{dataset.Name} has no curve to compare.");
                into.AddRange(curves);
            });
        }
    }
}
