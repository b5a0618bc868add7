using System.Collections.ObjectModel;
using System.Globalization;
using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.Kratky;
using LensTools.Engine.Analysis.Noise;
using LensTools.Engine.Analysis.PairDistributions;
using LensTools.Engine.Analysis.Porod;
using LensTools.Engine.Analysis.Reflectivity;
using LensTools.Engine.Analysis.Volumes;
using LensTools.Engine.Measuring;

namespace LensTools;

/// <summary>What was measured of one curve; what does not apply is null, and Reasons says why.</summary>
public sealed class LensMeasurement
{
    internal LensMeasurement(DatasetMeasurement dataset, CurveMeasurement curve)
    {
        Name = dataset.Dataset.Name;
        Path = dataset.Dataset.Path;
        Entry = dataset.Dataset.Entry;
        Curve = curve.Curve.Name;
        QUnit = curve.Curve.X.Unit;
        Guinier = curve.Guinier;
        Departure = curve.Departure;
        Porod = curve.Porod;
        Volume = curve.Volume;
        Kratky = curve.Kratky;
        PairDistribution = curve.PairDistribution;
        Noise = curve.Noise;
        Reflectivity = curve.Reflectivity;
        Reasons = new ReadOnlyDictionary<string, string>(
            curve.Reasons.OrderBy(reason => reason.Key).ToDictionary(reason => reason.Key.ToString(), reason => reason.Value));
        if (dataset.Concentration is { } concentration)
        {
            Concentration = string.Create(CultureInfo.InvariantCulture, $"{concentration.Value} {concentration.Unit}");
            I0PerConcentration = Guinier?.I0 / concentration.Value;
        }
        Algorithms = new ReadOnlyDictionary<string, string>(AlgorithmsOf(curve).ToDictionary(one => one.Analysis, one => one.Name));
        ToolVersion = typeof(CurveMeasurement).Assembly.GetName().Version!.ToString(3);
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The entry of the file; empty where it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The name of the curve in the file.</summary>
    public string Curve { get; }

    /// <summary>The unit of Q; distances are in its inverse. Null if it is not known.</summary>
    public string? QUnit { get; }

    /// <summary>The radius of gyration by Guinier's law.</summary>
    public double? Rg => Guinier?.Rg;

    /// <summary>Its standard deviation.</summary>
    public double? RgSigma => Guinier?.RgSigma;

    /// <summary>The intensity at Q = 0.</summary>
    public double? I0 => Guinier?.I0;

    /// <summary>Its standard deviation.</summary>
    public double? I0Sigma => Guinier?.I0Sigma;

    /// <summary>The quality of the Guinier fit, from 0 to 1.</summary>
    public double? Quality => Guinier?.Quality;

    /// <summary>The largest distance in the particle.</summary>
    public double? Dmax => PairDistribution?.Dmax;

    /// <summary>Its standard deviation.</summary>
    public double? DmaxSigma => PairDistribution?.DmaxSigma;

    /// <summary>The mass of a protein in kDa: by the Porod volume, or else by the volume of correlation.</summary>
    public double? Mass => Reasons.ContainsKey("Mass") ? null : Volume?.MassByVolume ?? Volume?.MassByCorrelation;

    /// <summary>Its standard deviation.</summary>
    public double? MassSigma => Mass is null ? null : Volume!.MassByVolumeSigma ?? Volume.MassByCorrelationSigma;

    /// <summary>The concentration of the sample, as the file says; null if it does not.</summary>
    public string? Concentration { get; }

    /// <summary>I(0) over the concentration; null if either is not known.</summary>
    public double? I0PerConcentration { get; }

    /// <summary>The Guinier fit.</summary>
    public GuinierFit? Guinier { get; }

    /// <summary>How the first points depart from it: aggregation or repulsion; null if they do not.</summary>
    public LowQDeparture? Departure { get; }

    /// <summary>The power law behind the Guinier region.</summary>
    public PorodFit? Porod { get; }

    /// <summary>Invariant, volumes and masses.</summary>
    public ParticleVolume? Volume { get; }

    /// <summary>The peak of the dimensionless Kratky plot.</summary>
    public KratkyPeak? Kratky { get; }

    /// <summary>p(r) and what follows from it.</summary>
    public PairDistribution? PairDistribution { get; }

    /// <summary>Uncertainties beside the scatter, and signal to noise by decade.</summary>
    public NoiseEstimate? Noise { get; }

    /// <summary>Edge, plateau and fringes of a reflectivity.</summary>
    public ReflectivityShape? Reflectivity { get; }

    /// <summary>By analysis, why it does not apply.</summary>
    public ReadOnlyDictionary<string, string> Reasons { get; }

    /// <summary>By analysis, the algorithm and its version.</summary>
    public ReadOnlyDictionary<string, string> Algorithms { get; }

    /// <summary>The version of LensTools that measured.</summary>
    public string ToolVersion { get; }

    /// <inheritdoc/>
    public override string ToString() => Guinier is { } fit
        ? string.Create(CultureInfo.InvariantCulture, $"{Name}: Rg {fit.Rg:G4}")
        : $"{Name}: {Reasons.GetValueOrDefault("Guinier")}";

    private static IEnumerable<(string Analysis, string Name)> AlgorithmsOf(CurveMeasurement curve)
    {
        if (curve.Guinier is not null) yield return (nameof(Guinier), GuinierFit.Algorithm);
        if (curve.Porod is not null) yield return (nameof(Porod), PorodFit.Algorithm);
        if (curve.Volume is not null) yield return (nameof(Volume), ParticleVolume.Algorithm);
        if (curve.Kratky is not null) yield return (nameof(Kratky), KratkyPeak.Algorithm);
        if (curve.PairDistribution is not null)
            yield return (nameof(PairDistribution), Engine.Analysis.PairDistributions.PairDistribution.Algorithm);
        if (curve.Noise is not null) yield return (nameof(Noise), NoiseEstimate.Algorithm);
        if (curve.Reflectivity is not null) yield return (nameof(Reflectivity), ReflectivityShape.Algorithm);
    }
}
