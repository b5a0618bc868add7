using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Checks;

/// <summary>What a rule is shown of one dataset.</summary>
public sealed class RuleContext
{
    private readonly DatasetReading _reading;
    private readonly Profile _profile;
    private readonly DatasetLabels _labels;

    internal RuleContext(DatasetReading reading, Profile profile, DatasetLabels labels) =>
        (_reading, _profile, _labels) = (reading, profile, labels);

    /// <summary>The dataset.</summary>
    public Dataset Dataset => _reading.Dataset;

    /// <summary>Stops the check.</summary>
    public CancellationToken Stop => _reading.Stop;

    /// <summary>Its curves and planes.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public IReadOnlyList<Signal> Signals => Read(() => _reading.Signals);

    /// <summary>Its curves.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public IEnumerable<Curve> Curves => Signals.OfType<Curve>();

    /// <summary>Every value of the entry as found.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<MetadataItem> Metadata => Read(() => _reading.Metadata);

    /// <summary>Its departures from the definition of its format.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<Nonconformity> Nonconformities => Read(() => _reading.Nonconformities);

    /// <summary>What was guessed, repaired or left out in reading it.</summary>
    /// <exception cref="LensException">The file is damaged.</exception>
    public IReadOnlyList<Doubt> Doubts => Read(() => _reading.Doubts);

    /// <summary>Why some part of the dataset itself could not be read, or null.</summary>
    internal LensException? ReadFailure { get; private set; }

    /// <summary>A threshold of the profile.</summary>
    public double Threshold(string name) => _profile.Threshold(name);

    /// <summary>The value of one of its labels; null if it has none.</summary>
    /// <exception cref="LensException">The ledger is damaged or cannot be read.</exception>
    public string? Label(string name) => _labels.Of(Dataset, Stop).GetValueOrDefault(name)?.Value;

    /// <summary>Reads every array to its end.</summary>
    /// <exception cref="LensException">One cannot be read.</exception>
    public void VerifyArrays() => Read(() =>
    {
        _reading.VerifyArrays();
        return true;
    });

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LensException problem)
        {
            ReadFailure ??= problem;
            throw;
        }
    }
}
