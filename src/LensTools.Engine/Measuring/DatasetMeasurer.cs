using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Measuring;

/// <summary>Measures the curves of datasets, in the units that their labels say where files do not. Thread-safe.</summary>
public sealed class DatasetMeasurer(Workspace workspace)
{
    /// <summary>What is measured unless something else is asked for.</summary>
    public static IReadOnlyList<AnalysisKind> Usual { get; } =
    [
        AnalysisKind.Guinier, AnalysisKind.Porod, AnalysisKind.Volume, AnalysisKind.Mass, AnalysisKind.Kratky,
        AnalysisKind.PairDistribution, AnalysisKind.Noise,
    ];

    /// <summary>What to measure; null for what is usual of the kind of a curve.</summary>
    public IReadOnlyCollection<AnalysisKind>? Analyses { get; init; }

    /// <summary>The form of the particles, for the Guinier law.</summary>
    public GuinierForm Form { get; init; }

    /// <summary>The momentum transfers to take, in the unit of the curves; null for all.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>Measures the curves of a dataset; a dataset without any gives none.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public DatasetMeasurement Measure(Dataset dataset, CancellationToken stop)
    {
        var curves = new List<CurveMeasurement>();
        List<MeasuredCurve> all = MeasuredCurve.All(workspace, dataset, stop);
        bool hasMeasured = all.Exists(IsMeasured);
        foreach (MeasuredCurve measured in all)
        {
            stop.ThrowIfCancellationRequested();
            // Fits, distributions and scans beside the measured curves are not what was asked for; alone, they have a reason.
            if (hasMeasured && !IsMeasured(measured)) continue;
            IEnumerable<AnalysisKind> asked = Analyses
                ?? (measured.Kind == DataKinds.Reflectivity ? [AnalysisKind.Reflectivity, AnalysisKind.Noise] : Usual);
            curves.Add(new CurveMeasuring(asked.ToHashSet(), Form, Range).Measure(measured.Curve, measured.Kind));
        }
        return new DatasetMeasurement(dataset, curves, Concentrations.Of(dataset));
    }

    private static bool IsMeasured(MeasuredCurve curve) => curve.Kind is DataKinds.Curve or DataKinds.Reflectivity;
}

/// <summary>What was measured of the curves of a dataset.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Curves">Its curves.</param>
/// <param name="Concentration">The concentration of its sample, with its unit; null if it does not say.</param>
public sealed record DatasetMeasurement(
    Dataset Dataset, IReadOnlyList<CurveMeasurement> Curves, (double Value, string Unit)? Concentration);
