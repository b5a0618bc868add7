using System.Management.Automation;
using LensTools.Engine.Processing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Averages planes over directions, sectors and rings, and gives a quick look at raw small-angle frames.</summary>
[Cmdlet(VerbsData.ConvertTo, "LensCurve", DefaultParameterSetName = SectorSet)]
[OutputType(typeof(LensProcessedCurve))]
public sealed class ConvertToLensCurveCommand : LensDatasetCmdlet
{
    private const string SectorSet = "Sector", RingSet = "Ring", FrameSet = "Frame";

    private CurveConversion? _conversion;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The direction of the middle of a sector from Qx towards Qy, and how far it reaches to each side, in degrees.</summary>
    [Parameter(ParameterSetName = SectorSet)]
    [ValidateCount(2, 2)]
    public double[]? Sector { get; set; }

    /// <summary>The smallest and the largest Q of a ring, whose intensity is given by direction.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RingSet)]
    [ValidateCount(2, 2)]
    public double[]? Ring { get; set; }

    /// <summary>The number of bins.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int? Bins { get; set; }

    /// <summary>The distance from sample to detector in metres.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    public double? Distance { get; set; }

    /// <summary>The wavelength in angstrom.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    public double? Wavelength { get; set; }

    /// <summary>The width and the height of a pixel in millimetres; one number for both.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    [ValidateCount(1, 2)]
    public double[]? PixelSize { get; set; }

    /// <summary>The column and the row where the beam meets the detector, from 0.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    [ValidateCount(2, 2)]
    public double[]? BeamCentre { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _conversion = new CurveConversion(Workspace)
        {
            Bins = Bins,
            Sector = Pair(Sector),
            Ring = RangeOf(Ring),
            Geometry = new GivenGeometry
            {
                Distance = Distance,
                Wavelength = Wavelength,
                PixelSize = PixelSize is { } size ? (size[0], size[^1]) : null,
                BeamCentre = Pair(BeamCentre),
            },
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachDataset(Recurse, dataset =>
    {
        foreach (ProcessedCurve curve in _conversion!.Convert(dataset, Stop)) WriteObject(new LensProcessedCurve(curve, Workspace));
    });

    private static (double, double)? Pair(double[]? given) => given is { } pair ? (pair[0], pair[1]) : null;
}
