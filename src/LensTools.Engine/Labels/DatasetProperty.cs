using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Labels;

/// <summary>A property of datasets by its labels, of which the first that a dataset has counts, else by a term.</summary>
internal sealed class DatasetProperty
{
    private readonly string[] _labels;
    private readonly Term? _term;

    private DatasetProperty(string[] labels, Term? term) => (_labels, _term) = (labels, term);

    /// <summary>
    /// The property of a name: "sample" is the label sample-group, else the label sample-name, else the term Sample; and so for others.
    /// </summary>
    /// <exception cref="LensException">There is neither a label nor a term of the name.</exception>
    public static DatasetProperty Find(string name, Vocabulary vocabulary)
    {
        string[] labels = [.. new[] { name, $"{name}-group", $"{name}-name" }.Select(vocabulary.Find).OfType<string>().Distinct()];
        Term? term = TermInfo.All.FirstOrDefault(info => $"{info.Term}".Equals(name, StringComparison.OrdinalIgnoreCase))?.Term;
        if (labels.Length == 0 && term is null)
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"There is neither a label nor a term \"{name}\".",
                name,
                $"Use a label of the vocabulary, or one of: {string.Join(", ", TermInfo.All.Select(info => info.Term))}."));
        return new DatasetProperty(labels, term);
    }

    /// <summary>Its value of a dataset; null if it has none.</summary>
    public string? Of(Dataset dataset, IReadOnlyDictionary<string, LedgerEntry> labels)
    {
        string? label = _labels.Select(name => labels.GetValueOrDefault(name)?.Value).FirstOrDefault(value => value is not null);
        string? text = (label ?? (_term is { } term ? $"{dataset.Value(term)}" : null))?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
