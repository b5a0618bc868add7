using System.Management.Automation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Processing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Counts events by time of flight, time of the pulse or detector.</summary>
[Cmdlet(VerbsData.ConvertTo, "LensHistogram", DefaultParameterSetName = BinsSet)]
[OutputType(typeof(LensHistogram))]
public sealed class ConvertToLensHistogramCommand : LensDatasetCmdlet
{
    private const string BinsSet = "Bins", EdgesSet = "Edges";

    private EventHistogramming? _histogramming;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>What to count by.</summary>
    [Parameter]
    public LensHistogramAxis Axis { get; set; }

    /// <summary>The number of bins.</summary>
    [Parameter(ParameterSetName = BinsSet)]
    [ValidateRange(1, 1 << 24)]
    public int? Bins { get; set; }

    /// <summary>Where the first bin begins and the last ends.</summary>
    [Parameter(ParameterSetName = BinsSet)]
    [ValidateCount(2, 2)]
    public double[]? Range { get; set; }

    /// <summary>Let the widths of bins have one ratio.</summary>
    [Parameter(ParameterSetName = BinsSet)]
    public SwitchParameter Log { get; set; }

    /// <summary>The edges of the bins.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EdgesSet)]
    [ValidateNotNullOrEmpty]
    public double[]? Edges { get; set; }

    /// <summary>Count each detector apart.</summary>
    [Parameter]
    public SwitchParameter PerDetector { get; set; }

    /// <summary>Take pulses from so many seconds after the first, and before so many.</summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public double[]? PulseTime { get; set; }

    /// <summary>Take frames from the first to the last of two numbers, counted from 0.</summary>
    [Parameter]
    [ValidateCount(2, 2)]
    public long[]? Frame { get; set; }

    /// <summary>Leave out frames that are vetoed, incomplete, not good or not running.</summary>
    [Parameter]
    public SwitchParameter ExcludeVetoed { get; set; }

    /// <summary>Take frames of these periods.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public long[]? Period { get; set; }

    /// <summary>What counts are divided by in the curve.</summary>
    [Parameter]
    public LensFrameNormalisation Normalize { get; set; }

    /// <summary>How many threads read a file.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _histogramming = new EventHistogramming
        {
            Axis = (HistogramAxis)Axis,
            Bins = new HistogramBins { Count = Bins, Range = RangeOf(Range), IsLogarithmic = Log, Edges = Edges },
            IsPerDetector = PerDetector,
            Filter = new PulseFilter
            {
                Times = RangeOf(PulseTime),
                Frames = Frame is { } frame ? (frame[0], frame[1]) : null,
                WithoutVetoed = ExcludeVetoed,
                Periods = Period is null ? null : new HashSet<long>(Period),
            },
            Normalisation = (FrameNormalisation)Normalize,
            ThrottleLimit = ThrottleLimit,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachDataset(Recurse, dataset =>
    {
        foreach (EventHistogram histogram in _histogramming!.Count(dataset, Stop)) WriteObject(new LensHistogram(histogram, Workspace));
    });
}
