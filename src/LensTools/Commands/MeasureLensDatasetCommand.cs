using System.Management.Automation;
using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Measures Rg, I(0), Dmax, mass and their quality, curve by curve.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "LensDataset")]
[OutputType(typeof(LensMeasurement))]
public sealed class MeasureLensDatasetCommand : LensDatasetCmdlet
{
    private DatasetMeasurer? _measurer;
    private OrderedQueue<(DatasetMeasurement? Measured, LensError? Error)>? _queue;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>What to measure.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public LensAnalysis[]? Analysis { get; set; }

    /// <summary>The smallest and the largest momentum transfer to take.</summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public double[]? Range { get; set; }

    /// <summary>The form of the particles.</summary>
    [Parameter]
    public LensParticleForm Form { get; set; }

    /// <summary>How many datasets are measured at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _measurer = new DatasetMeasurer(Workspace)
        {
            Analyses = Analysis is null ? null : [.. Analysis.Select(one => (AnalysisKind)one)],
            Form = (GuinierForm)Form,
            Range = RangeOf(Range),
        };
        _queue = new OrderedQueue<(DatasetMeasurement?, LensError?)>(ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(GivenInputs(), Recurse, throttleLimit: ThrottleLimit))
            {
                _queue!.Add(() => Measure(dataset));
                Write(_queue.Ready());
            }
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForItem(() => Write(_queue!.Drain()));
        base.EndProcessing();
    }

    private (DatasetMeasurement?, LensError?) Measure(Dataset dataset)
    {
        try
        {
            return (_measurer!.Measure(dataset, Stop), null);
        }
        catch (LensException problem)
        {
            return (null, problem.Error);
        }
    }

    private void Write(IEnumerable<(DatasetMeasurement? Measured, LensError? Error)> results)
    {
        foreach ((DatasetMeasurement? measured, LensError? error) in results)
        {
            if (error is not null) Port.Error(error);
            if (measured is not { } known) continue;
            if (known.Curves.Count == 0) Port.Verbose($"{known.Dataset.Name} has no curve to measure.");
            foreach (CurveMeasurement curve in known.Curves) WriteObject(new LensMeasurement(known, curve));
        }
    }
}
