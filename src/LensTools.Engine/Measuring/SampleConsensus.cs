using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Measuring;

/// <summary>Brings the curves of each sample, from whoever measured them, to a consensus.</summary>
public sealed class SampleConsensus(Workspace workspace)
{
    private readonly Dictionary<string, DatasetProperty[]> _properties = [];
    private readonly Dictionary<string, List<MeasuredCurve>> _groups = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What curves of one group share: labels or terms.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = ["sample"];

    /// <summary>How curves of one sample may differ.</summary>
    public ScaleModel Scale { get; init; } = ScaleModel.Factor;

    /// <summary>The momentum transfers to take; null for all.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>Values that are known; null if none are.</summary>
    public TruthTable? Truth { get; init; }

    /// <summary>Finds what datasets of a collection are grouped by.</summary>
    /// <exception cref="LensException">There is no such property.</exception>
    public void Prepare(Dataset dataset) => PropertiesOf(dataset);

    /// <summary>Adds the curves of a dataset; false if it has none, or is in no group.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public bool Add(Dataset dataset, CancellationToken stop)
    {
        DatasetProperty[] properties = PropertiesOf(dataset);
        IReadOnlyDictionary<string, LedgerEntry> labels = workspace.Labels.Of(dataset, stop);
        string?[] values = [.. properties.Select(property => property.Of(dataset, labels))];
        if (Array.Exists(values, value => value is null)) return false;
        IReadOnlyList<MeasuredCurve> curves = MeasuredCurve.Read(workspace, dataset, stop);
        if (curves.Count == 0) return false;
        string key = string.Join(" · ", values);
        if (!_groups.TryGetValue(key, out List<MeasuredCurve>? group)) _groups[key] = group = [];
        group.AddRange(curves);
        return true;
    }

    private DatasetProperty[] PropertiesOf(Dataset dataset)
    {
        Collection? collection = workspace.Collections.Find(dataset.Path);
        if (_properties.TryGetValue(collection?.Root ?? "", out DatasetProperty[]? known)) return known;
        Vocabulary vocabulary = collection?.Vocabulary ?? Vocabulary.Load(null);
        return _properties[collection?.Root ?? ""] = [.. GroupBy.Select(name => DatasetProperty.Find(name, vocabulary))];
    }

    /// <summary>The groups, in the order in which they came.</summary>
    public IEnumerable<GroupConsensus> Combine(CancellationToken stop)
    {
        foreach ((string name, List<MeasuredCurve> curves) in _groups)
        {
            stop.ThrowIfCancellationRequested();
            Outcome<CurveConsensus> outcome = RobustConsensus.Of([.. curves.Select(one => one.Curve)], Scale, Range);
            IReadOnlyList<TruthComparison>? truth = outcome.Result is { } known ? Truth?.Compare(name, known, curves[0].Curve) : null;
            yield return new GroupConsensus(name, curves, outcome.Result, outcome.Reason, truth ?? []);
        }
    }
}
