using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Similarity;

namespace LensTools.Engine.Splits;

/// <summary>What a split knows of a dataset: small enough to be kept for all of them.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Keys">For each thing that datasets are grouped by, its value; null where the dataset has none.</param>
/// <param name="Stratum">The value that is to be alike in all parts; empty if it has none.</param>
/// <param name="Part">The part that it is in; null if in none.</param>
/// <param name="Curves">Its measured curves.</param>
internal sealed record SplitSubject(
    Dataset Dataset,
    string Id,
    IReadOnlyList<string?> Keys,
    string Stratum,
    string? Part,
    IReadOnlyList<CurveFingerprint> Curves);

/// <summary>Reads what a split must know of datasets.</summary>
internal sealed class SplitSubjectReader
{
    private readonly Workspace _workspace;
    private readonly Collection _collection;
    private readonly string _label;
    private readonly DatasetProperty[] _groupBy;
    private readonly DatasetProperty? _stratifyBy;

    /// <summary>A reader for one collection.</summary>
    /// <exception cref="LensException">There is neither a label nor a term of one of the names.</exception>
    public SplitSubjectReader(
        Workspace workspace, Collection collection, string label, IReadOnlyList<string> groupBy, string? stratifyBy)
    {
        (_workspace, _collection, _label) = (workspace, collection, label);
        _groupBy = [.. groupBy.Select(name => DatasetProperty.Find(name, collection.Vocabulary))];
        _stratifyBy = stratifyBy is null ? null : DatasetProperty.Find(stratifyBy, collection.Vocabulary);
    }

    /// <summary>
    /// Reads the datasets, several at a time; one whose curves cannot be read goes to the port, and is known without them.
    /// </summary>
    /// <exception cref="LensException">A file cannot be read, or the ledger is damaged.</exception>
    public List<SplitSubject> Read(IEnumerable<Dataset> datasets, IOutputPort output, CancellationToken stop)
    {
        LedgerState ledger = _collection.Ledger.Read().Intact();
        var subjects = new List<SplitSubject>();
        foreach ((SplitSubject subject, LensError? problem) in OrderedParallel.Select(
            datasets, Environment.ProcessorCount, dataset => Read(dataset, ledger, stop), stop))
        {
            subjects.Add(subject);
            if (problem is not null) output.Error(problem);
            output.Progress(new LensProgress("Reading curves", subject.Dataset.Name, subjects.Count, 0));
        }
        return subjects;
    }

    private (SplitSubject Subject, LensError? Problem) Read(Dataset dataset, LedgerState ledger, CancellationToken stop)
    {
        string id = _workspace.Identities.Of(dataset, stop);
        IReadOnlyDictionary<string, LedgerEntry> labels = ledger.Of(id);
        LensError? problem = null;
        CurveFingerprint[] curves = [];
        try
        {
            if (dataset.IsReadable && dataset.Level == DataLevel.Reduced)
                curves = [.. dataset.ReadSignals(stop).Select(CurveFingerprint.Of).OfType<CurveFingerprint>()];
        }
        catch (LensException unreadable)
        {
            problem = unreadable.Error;
        }
        return (
            new SplitSubject(
                dataset,
                id,
                [.. _groupBy.Select(property => property.Of(dataset, labels)?.ToUpperInvariant())],
                _stratifyBy?.Of(dataset, labels)?.ToUpperInvariant() ?? "",
                labels.GetValueOrDefault(_label)?.Value,
                curves),
            problem);
    }
}
