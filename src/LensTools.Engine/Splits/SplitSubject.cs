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
    private readonly Property[] _groupBy;
    private readonly Property? _stratifyBy;

    /// <summary>A reader for one collection.</summary>
    /// <exception cref="LensException">There is neither a label nor a term of one of the names.</exception>
    public SplitSubjectReader(
        Workspace workspace, Collection collection, string label, IReadOnlyList<string> groupBy, string? stratifyBy)
    {
        (_workspace, _collection, _label) = (workspace, collection, label);
        _groupBy = [.. groupBy.Select(Find)];
        _stratifyBy = stratifyBy is null ? null : Find(stratifyBy);
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
                [.. _groupBy.Select(property => property.Of(dataset, labels))],
                _stratifyBy?.Of(dataset, labels) ?? "",
                labels.GetValueOrDefault(_label)?.Value,
                curves),
            problem);
    }

    // "sample" is the label sample-group, else the label sample-name, else the term Sample; and so for others.
    private Property Find(string name)
    {
        string[] labels = [.. new[] { name, $"{name}-group", $"{name}-name" }
            .Select(_collection.Vocabulary.Find).OfType<string>().Distinct()];
        Term? term = TermInfo.All.FirstOrDefault(info => $"{info.Term}".Equals(name, StringComparison.OrdinalIgnoreCase))?.Term;
        if (labels.Length == 0 && term is null)
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"There is neither a label nor a term \"{name}\".",
                name,
                $"Use a label of the vocabulary, or one of: {string.Join(", ", TermInfo.All.Select(info => info.Term))}."));
        return new Property(labels, term);
    }

    /// <summary>A property of datasets by its labels, of which the first that a dataset has counts, else by a term.</summary>
    private sealed record Property(string[] Labels, Term? Term)
    {
        public string? Of(Dataset dataset, IReadOnlyDictionary<string, LedgerEntry> labels)
        {
            string? label = Labels.Select(name => labels.GetValueOrDefault(name)?.Value).FirstOrDefault(value => value is not null);
            string? text = (label ?? (Term is { } term ? $"{dataset.Value(term)}" : null))?.Trim();
            return string.IsNullOrEmpty(text) ? null : text.ToUpperInvariant();
        }
    }
}
