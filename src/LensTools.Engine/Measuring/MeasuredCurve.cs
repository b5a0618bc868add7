using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Measuring;

/// <summary>A measured curve of a dataset, in the units that its labels say where the file does not.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Kind">What kind of data it is.</param>
public sealed record MeasuredCurve(Dataset Dataset, Curve Curve, DataKinds Kind)
{
    /// <summary>The curves of a dataset, fits and distributions included.</summary>
    /// <exception cref="Hosting.LensException">It cannot be read.</exception>
    internal static List<MeasuredCurve> All(Workspace workspace, Dataset dataset, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        IReadOnlyDictionary<string, LedgerEntry> labels = workspace.Labels.Of(reading.Dataset, stop);
        return [.. reading.Signals.Select(signal => LabelAmendments.Apply(signal, labels)).OfType<Curve>()
            .Select(curve => new MeasuredCurve(dataset, curve, DataKind.Of(reading.Dataset, curve)))];
    }

    /// <summary>Those of a dataset that are measured intensities or reflectivities.</summary>
    /// <exception cref="Hosting.LensException">It cannot be read.</exception>
    public static IReadOnlyList<MeasuredCurve> Read(Workspace workspace, Dataset dataset, CancellationToken stop) =>
        [.. All(workspace, dataset, stop).Where(curve => curve.Kind is DataKinds.Curve or DataKinds.Reflectivity)];
}
