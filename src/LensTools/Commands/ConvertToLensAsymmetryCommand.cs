using System.Management.Automation;
using LensTools.Engine.Processing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Computes the asymmetry of muon histograms over time.</summary>
[Cmdlet(VerbsData.ConvertTo, "LensAsymmetry", DefaultParameterSetName = GivenSet)]
[OutputType(typeof(LensProcessedCurve))]
public sealed class ConvertToLensAsymmetryCommand : LensDatasetCmdlet
{
    private const string GivenSet = "Given", EstimatedSet = "Estimated";

    private MuonAsymmetry? _asymmetry;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The numbers of the forward detectors.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public int[]? Forward { get; set; }

    /// <summary>The numbers of the backward detectors.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public int[]? Backward { get; set; }

    /// <summary>How many times more the forward group counts of the same decays.</summary>
    [Parameter(ParameterSetName = GivenSet)]
    [ValidateRange(1e-6, 1e6)]
    public double? Alpha { get; set; }

    /// <summary>Take alpha from all good counts, as is right for muons without polarisation on the whole.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EstimatedSet)]
    public SwitchParameter EstimateAlpha { get; set; }

    /// <summary>Do not correct for the dead times of the file.</summary>
    [Parameter]
    public SwitchParameter NoDeadTime { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _asymmetry = new MuonAsymmetry
        {
            Forward = Forward,
            Backward = Backward,
            Alpha = Alpha,
            EstimatesAlpha = EstimateAlpha,
            WithoutDeadTime = NoDeadTime,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachDataset(Recurse, dataset =>
    {
        foreach (ProcessedCurve curve in _asymmetry!.Of(dataset, Stop)) WriteObject(new LensProcessedCurve(curve, Workspace));
    });
}
