using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Vocabularies;

/// <summary>Changes of a collection's vocabulary that are not written yet.</summary>
internal sealed class VocabularyDraft(Collection collection)
{
    private readonly Dictionary<string, LabelDefinition> _own = new(collection.Vocabulary.Own, StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _changed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The vocabulary with the changes.</summary>
    public Vocabulary Vocabulary { get; private set; } = collection.Vocabulary;

    /// <summary>The labels whose definitions are changed.</summary>
    public IEnumerable<string> Changed => _own.Keys.Where(_changed.Contains);

    /// <summary>Adds to the definition of a label, or defines it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">What is added; see <see cref="LabelDefinition.With"/>.</param>
    public void Add(string name, LabelDefinition more)
    {
        string known = Vocabulary.Find(name) ?? name;
        _own[known] = _own.TryGetValue(known, out LabelDefinition? own) ? own.With(more) : more;
        _changed.Add(known);
        Vocabulary = Vocabulary.With(_own);
    }

    /// <summary>Adds what a label lacks to be given.</summary>
    /// <param name="name">The label.</param>
    /// <param name="value">Its value.</param>
    /// <param name="problem">Why it cannot be given.</param>
    /// <param name="elsewhere">The vocabulary that it comes from, whose definition it keeps; null if it comes from none.</param>
    /// <returns>The label as the vocabulary has it now.</returns>
    /// <exception cref="LensException">It is deprecated, or its value is not of the kind that the label takes.</exception>
    public (string Name, string? Value) Allow(string name, string value, LensError problem, Vocabulary? elsewhere)
    {
        if (problem.Kind == ErrorKind.LabelUnknown) Add(name, elsewhere?.Labels.GetValueOrDefault(name) ?? new LabelDefinition());
        else if (problem.Kind == ErrorKind.LabelValueUnknown && Vocabulary.Labels[Vocabulary.Find(name)!] is { Kind: LabelType.Enum } known)
        {
            Add(name, new LabelDefinition
            {
                Values = [.. (known.Combine is { } sign ? value.Split(sign) : [value])
                    .Select(part => part.Trim())
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .Where(part => part.Length > 0 ? known.Find(part) is null : throw new LensException(problem))
                    .Select(part => new LabelValue { Name = part })],
            });
        }
        else throw new LensException(problem);
        return Vocabulary.Check(name, value);
    }

    /// <summary>What is new about a label, in words.</summary>
    public string Describe(string name)
    {
        if (!collection.Vocabulary.Labels.TryGetValue(name, out LabelDefinition? before)) return $"{name} is a new label";
        string[] values = [.. _own[name].Values.Where(value => before.Find(value.Name) is null).Select(value => $"\"{value.Name}\"")];
        return $"{string.Join(", ", values)} {(values.Length == 1 ? "is a new value" : "are new values")} of {name}";
    }

    /// <summary>The changes as lines of the ledger.</summary>
    public IReadOnlyList<LedgerRecord> Records(DateTime at, string by, string transaction, string? reason) => [.. Changed
        .Select(name => new LedgerRecord
        {
            Kind = LedgerKinds.Vocabulary,
            Transaction = transaction,
            At = at,
            By = by,
            Name = name,
            Before = collection.VocabularyFile.FindAsRead(name),
            After = VocabularyFile.Write(name, _own[name]),
            Reason = reason,
        })
        .Where(record => record.Before != record.After)];
}
