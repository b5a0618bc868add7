using LensTools.Engine.Analysis;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Checks;

/// <summary>What a rule is shown of one dataset.</summary>
public sealed class RuleContext
{
    private readonly DatasetReading _reading;
    private readonly Profile _profile;
    private readonly DatasetLabels _labels;
    private readonly Dictionary<Curve, CurveShape> _shapes = new(ReferenceEqualityComparer.Instance);
    private DataKinds? _kinds;
    private IReadOnlyList<Signal>? _signals;

    private readonly Func<Collection?, TruthTable?> _truth;

    internal RuleContext(DatasetReading reading, Profile profile, DatasetLabels labels, Func<Collection?, TruthTable?> truth) =>
        (_reading, _profile, _labels, _truth) = (reading, profile, labels, truth);

    /// <summary>The dataset.</summary>
    public Dataset Dataset => _reading.Dataset;

    /// <summary>Stops the check.</summary>
    public CancellationToken Stop => _reading.Stop;

    /// <summary>Its curves and planes, in the units that its labels say where the file does not.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public IReadOnlyList<Signal> Signals => _signals ??= Amended(Read(() => _reading.Signals));

    /// <summary>What kinds of data it has.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public DataKinds Kinds => _kinds ??= DataKind.Of(Dataset, Signals);

    /// <summary>Its curves and planes of some kinds.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public IEnumerable<Signal> SignalsOf(DataKinds kinds) => Signals.Where(signal => kinds.HasFlag(DataKind.Of(Dataset, signal)));

    /// <summary>Its curves of some kinds, with what is computed from them.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    internal IEnumerable<CurveShape> ShapesOf(DataKinds kinds) => SignalsOf(kinds).OfType<Curve>().Select(ShapeOf);

    /// <summary>What its detectors and monitors counted.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public RawCounts Counts => Read(() => _reading.Counts);

    /// <summary>What each of its streams of events looks like.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public IReadOnlyList<EventFacts> Events => Read(() => _reading.Events);

    /// <summary>The collection that the dataset is in; null if it is in none.</summary>
    /// <exception cref="LensException">Its <c>lens.yaml</c> cannot be read.</exception>
    public Collection? Collection => _labels.CollectionOf(Dataset);

    /// <summary>Values that are known of samples; null if there are none.</summary>
    /// <exception cref="LensException">The collection names a file of them that cannot be read.</exception>
    public TruthTable? Truth => _truth(Collection);

    /// <summary>The name of the profile.</summary>
    public string ProfileName => _profile.Stamp.Name;

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

    /// <summary>All its labels by name.</summary>
    /// <exception cref="LensException">The ledger is damaged or cannot be read.</exception>
    public IReadOnlyDictionary<string, LedgerEntry> Labels => _labels.Of(Dataset, Stop);

    // In the units that an uploader has said they are in.
    private IReadOnlyList<Signal> Amended(IReadOnlyList<Signal> signals) => signals.Count == 0 || Labels is not { Count: > 0 } labels
        ? signals
        : [.. signals.Select(signal => LabelAmendments.Apply(signal, labels))];

    private CurveShape ShapeOf(Curve curve)
    {
        if (!_shapes.TryGetValue(curve, out CurveShape? shape)) _shapes[curve] = shape = new CurveShape(curve);
        return shape;
    }

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
