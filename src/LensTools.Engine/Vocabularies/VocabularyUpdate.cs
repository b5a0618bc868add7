using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Vocabularies;

/// <summary>
/// Defines a label of a collection, adds to its definition, or deprecates it or one of its values and gives every label that used it what
/// takes its place: one transaction, which can be undone.
/// </summary>
public sealed class VocabularyUpdate(Workspace workspace)
{
    /// <summary>The label.</summary>
    public required string Name { get; init; }

    /// <summary>What is added to its definition.</summary>
    public LabelDefinition Definition { get; init; } = new();

    /// <summary>The value that is deprecated; null for the label itself, or for none.</summary>
    public string? Value { get; init; }

    /// <summary>The label or value that takes the place of the deprecated one; null if nothing is deprecated.</summary>
    public string? DeprecatedBy { get; init; }

    /// <inheritdoc cref="LabelTransaction.Reason"/>
    public string? Reason { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Writes the transaction, after asking for the definition and for each distinct change of labels.</summary>
    /// <param name="folder">A folder of the collection.</param>
    /// <param name="output">Asked.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The labels that were changed.</returns>
    /// <exception cref="LensException">Nothing was written: the vocabulary does not have what it needs, datasets have both labels, or the
    /// vocabulary or the ledger cannot be read or written.</exception>
    public IReadOnlyList<WrittenLabel> Commit(string folder, IOutputPort output, CancellationToken stop)
    {
        Collection collection = workspace.Collections.OfFolder(folder);
        var draft = new VocabularyDraft(collection);
        RefuseTwice();
        draft.Add(Name, Value is null ? With(Definition, Successor(collection.Vocabulary)) : DeprecatedValue(collection.Vocabulary));
        string name = draft.Vocabulary.Find(Name)!;
        if (VocabularyProblems.Of(draft.Vocabulary, name).FirstOrDefault() is { } problem)
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"{name} cannot be defined so: {problem}.",
                collection.VocabularyFile.Path,
                $"Nothing was written. Get-LensVocabulary {name} shows the definition as it is."));
        IReadOnlyList<LedgerRecord> records = draft.Records(workspace.UtcNow, "", "", Reason);
        // What was interrupted, or declined, is completed.
        List<RenamedLabel> migrated = DeprecatedBy is null ? [] : Migrated(collection, draft.Vocabulary);
        if (records.Count + migrated.Count == 0)
        {
            output.Notice($"{Name} is defined like that already.");
            return [];
        }
        bool isAccepted = records.All(
            record => output.ShouldProcess(collection.VocabularyFile.Path, $"define {record.After!.ReplaceLineEndings(" ").TrimEnd()}"));
        var transaction = new LabelTransaction(workspace) { Reason = Reason, Author = Author, IsWhole = true };
        transaction.Define(collection, draft);
        // The labels are shown also where nothing is to be done.
        LabelRename.AddTo(transaction, migrated, collection, output);
        if (!isAccepted) return [];
        IReadOnlyList<WrittenLabel> written = transaction.Commit(new AskedPort(output), stop);
        WarnOfOthers(collection, draft.Vocabulary, output);
        return written;
    }

    private void RefuseTwice()
    {
        if (Definition.Values.CountBy(value => value.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(one => one.Value > 1)
            is { Key: { } twice })
            throw new LensException(new LensError(
                ErrorKind.InputInvalid, $"The value \"{twice}\" is given twice.", Name, "Give each value once; case does not matter."));
    }

    private string? Successor(Vocabulary vocabulary) => DeprecatedBy is null ? null : vocabulary.Check(DeprecatedBy, null).Name;

    private static LabelDefinition With(LabelDefinition definition, string? successor) =>
        successor is null ? definition : definition.With(new LabelDefinition { DeprecatedBy = successor });

    private LabelDefinition DeprecatedValue(Vocabulary vocabulary)
    {
        string name = vocabulary.Check(Name, null).Name;
        if (vocabulary.Labels[name].Combine is { } sign && Value!.Contains(sign, StringComparison.Ordinal))
            throw new LensException(new LensError(
                ErrorKind.InputInvalid, $"\"{Value}\" is several values, joined by {sign}.", name, "Deprecate one value at a time."));
        (_, string? old) = vocabulary.Check(name, Value, out LensError? problem);
        if (problem is not null && problem.Kind != ErrorKind.LabelDeprecated) throw new LensException(problem);
        return new LabelDefinition { Values = [new LabelValue { Name = old!, DeprecatedBy = vocabulary.Check(name, DeprecatedBy).Value }] };
    }

    // The labels that use what is deprecated, as they shall be.
    private List<RenamedLabel> Migrated(Collection collection, Vocabulary vocabulary)
    {
        string name = vocabulary.Find(Name)!;
        LabelDefinition definition = vocabulary.Labels[name];
        IEnumerable<LedgerEntry> current = collection.Ledger.Read().Intact().Current.Where(entry => LabelKeys.IsSame(entry.Name, name));
        if (Value is null)
            return [.. current.Select(entry => new RenamedLabel(entry, vocabulary.SuccessorOf(name)!, entry.Value!))];
        LabelValue old = definition.Find(Value)!;
        return [.. current
            .Select(entry => new RenamedLabel(entry, entry.Name, Replace(entry.Value!, definition.Combine, old)))
            .Where(one => one.NewValue != one.Entry.Value)];
    }

    private static string Replace(string value, string? sign, LabelValue old) =>
        string.Join(sign ?? "", (sign is null ? [value] : value.Split(sign))
            .Select(part => part.Equals(old.Name, StringComparison.OrdinalIgnoreCase) ? old.DeprecatedBy : part));

    // A narrower definition leaves labels outside it.
    private void WarnOfOthers(Collection collection, Vocabulary vocabulary, IOutputPort output)
    {
        int others = collection.Ledger.Read().Current.Count(entry =>
        {
            if (vocabulary.Find(entry.Name) is not { } name || !LabelKeys.IsSame(name, Name)) return false;
            vocabulary.Check(entry.Name, entry.Value, out LensError? problem);
            return problem is not null;
        });
        if (others > 0) output.Warning($"{others} labels do not fit the definition of {Name}; Test-LensVocabulary lists them.");
    }
}
