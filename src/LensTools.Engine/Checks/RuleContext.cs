using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Checks;

/// <summary>What a rule is shown of one dataset.</summary>
public sealed class RuleContext(Dataset dataset, Profile profile, DatasetLabels labels, SeenDatasets seen, CancellationToken stop)
{
    private IReadOnlyList<Curve>? _curves;

    /// <summary>The dataset.</summary>
    public Dataset Dataset { get; } = dataset;

    /// <summary>The datasets that were checked before it.</summary>
    public SeenDatasets Seen { get; } = seen;

    /// <summary>Stops the check.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>Its curves, read once for all rules.</summary>
    /// <exception cref="Hosting.LensException">They cannot be read.</exception>
    public IReadOnlyList<Curve> Curves => _curves ??= Dataset.ReadCurves(Stop);

    /// <summary>A limit of the profile.</summary>
    public double Limit(string name) => profile.Limit(name);

    /// <summary>The value of one of its labels; null where it has none.</summary>
    /// <exception cref="Hosting.LensException">The ledger cannot be read.</exception>
    public string? Label(string name) => labels.Of(Dataset, Stop).GetValueOrDefault(name)?.Value;

    /// <summary>Reads every array.</summary>
    /// <exception cref="Hosting.LensException">One cannot be read.</exception>
    public void ReadArrays() => Dataset.ReadArrays(Stop);
}
