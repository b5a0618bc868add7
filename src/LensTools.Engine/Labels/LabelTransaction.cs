using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Splits;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Labels;

/// <summary>A label that was written.</summary>
/// <param name="Entry">Its line in the ledger.</param>
/// <param name="Collection">The collection whose ledger it is.</param>
/// <param name="Dataset">The dataset that it was given to; null if its file was not looked for.</param>
public sealed record WrittenLabel(LedgerEntry Entry, Collection Collection, Dataset? Dataset);

/// <summary>Labels many datasets, in one transaction per collection.</summary>
public sealed class LabelTransaction(Workspace workspace)
{
    private const int ProgressEvery = 1_000;

    private readonly List<Target> _targets = [];

    // Of AllowNew, and those that are part of the transaction whatever its labels are.
    private readonly Dictionary<string, VocabularyDraft> _vocabularies = new(PortablePath.Comparer);
    private readonly Dictionary<string, Collection> _defined = new(PortablePath.Comparer);
    private readonly Dictionary<string, LedgerRecord> _splits = new(PortablePath.Comparer);

    /// <summary>Why, if there is a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Who gives the labels; null for the author that the collection, git or the system knows. One that is named confirms the labels that
    /// others gave: the same value is written once more, so that two annotators can be compared.
    /// </summary>
    public string? Author { get; init; }

    /// <summary>Where the values come from.</summary>
    public LabelSource Source { get; init; }

    /// <summary>Whether a label or value that the vocabulary lacks is added to it, instead of refused.</summary>
    public bool AllowNew { get; init; }

    /// <summary>
    /// Whether nothing is written if another process has changed one of the labels: of two halves of a change, both or none.
    /// </summary>
    public bool IsWhole { get; init; }

    /// <summary>The vocabulary whose definitions new labels keep; null if they come from none.</summary>
    public Vocabulary? Elsewhere { get; init; }

    /// <summary>How many files are read at once to compute their identities.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>Adds labels of a dataset to the transaction.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="labels">The labels by name; a null or empty value removes one.</param>
    /// <exception cref="LensException">It is not in a collection, or a label is not in its vocabulary.</exception>
    public void Add(Dataset dataset, IReadOnlyDictionary<string, string?> labels)
    {
        Collection collection = workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path);
        _targets.Add(new Target(
            dataset, null, dataset.Path, collection, [.. labels.Select(label => Check(collection, label.Key, label.Value))]));
    }

    /// <summary>
    /// Adds the removal of a label to the transaction. Neither the file nor the vocabulary is looked at, for both may have changed since it
    /// was given.
    /// </summary>
    /// <param name="id">The dataset's identity.</param>
    /// <param name="path">Its file when the label was given.</param>
    /// <param name="name">The label.</param>
    /// <exception cref="LensException">The path is not in a collection.</exception>
    public void Remove(string id, string path, string name)
    {
        Collection collection = workspace.Collections.Find(path) ?? throw Collection.NotFound(path);
        _targets.Add(new Target(null, id, path, collection, [(name, null)]));
    }

    /// <summary>Adds a label to the transaction. The file is not looked at, for it may have moved since it had another label.</summary>
    /// <param name="id">The dataset's identity.</param>
    /// <param name="path">Its file when it was last labelled.</param>
    /// <param name="name">The label.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The label as the vocabulary has it.</returns>
    /// <exception cref="LensException">The path is not in a collection, or the label is not in its vocabulary.</exception>
    public (string Name, string? Value) Set(string id, string path, string name, string value)
    {
        Collection collection = workspace.Collections.Find(path) ?? throw Collection.NotFound(path);
        (string, string?) label = Check(collection, name, value);
        _targets.Add(new Target(null, id, path, collection, [label]));
        return label;
    }

    /// <summary>Makes changes of the vocabulary of a collection a part of the transaction.</summary>
    internal void Define(Collection collection, VocabularyDraft draft)
    {
        _vocabularies[collection.Root] = draft;
        _defined[collection.Root] = collection;
    }

    /// <summary>Records how the parts that the labels of a collection name were made.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="name">The label that names the parts.</param>
    /// <param name="split">How.</param>
    internal void Record(Collection collection, string name, SplitRecord split) => _splits[collection.Root] = new LedgerRecord
    {
        Kind = LedgerKinds.Split,
        Transaction = "",
        At = default,
        By = "",
        Name = name,
        Split = split,
        Reason = Reason,
    };

    private (string Name, string? Value) Check(Collection collection, string name, string? value)
    {
        VocabularyDraft? draft = _vocabularies.GetValueOrDefault(collection.Root);
        (string, string?) label = (draft?.Vocabulary ?? collection.Vocabulary).Check(name, value, out LensError? problem);
        if (problem is null) return label;
        if (!AllowNew) throw new LensException(problem);
        draft ??= _vocabularies[collection.Root] = new VocabularyDraft(collection);
        return draft.Allow(name, value!, problem, Elsewhere);
    }

    /// <summary>Writes the transaction, after asking for each distinct change; a change that is declined is left out.</summary>
    /// <returns>The entries that were written; unchanged labels have none.</returns>
    /// <exception cref="LensException">Nothing was written: a file cannot be read, or the ledger cannot be read or written.</exception>
    public IReadOnlyList<WrittenLabel> Commit(IOutputPort output, CancellationToken stop)
    {
        var written = new List<WrittenLabel>();
        string transaction = Guid.NewGuid().ToString("N");
        DateTime at = workspace.UtcNow;
        // Check every ledger before writing to any, so that a damaged one is found before anything changes.
        foreach (Collection collection in _targets.Select(target => target.Collection).Distinct())
        {
            LedgerState ledger = collection.Ledger.Read().Intact();
            if (ledger.Newer.Count > 0)
                output.Warning(
                    $"{collection.Ledger.Path} has lines unknown to this version ({string.Join(", ", ledger.Newer)}). They are "
                        + "kept; update LensTools to use them.");
        }
        ILookup<string, Target> byRoot = _targets.ToLookup(target => target.Collection.Root, PortablePath.Comparer);
        foreach (Collection collection in _targets.Select(target => target.Collection).Concat(_defined.Values)
            .DistinctBy(collection => collection.Root, PortablePath.Comparer)
            // What is moved to another collection is given there before it is removed here.
            .OrderByDescending(collection => byRoot[collection.Root].Any(target => target.Labels.Any(label => label.Value is not null))))
        {
            List<(string Id, string Path, Target Target)> targets = Identify(byRoot[collection.Root], collection, output, stop);
            string by = LabelAuthor.Of(Author, collection);
            LedgerState before = collection.Ledger.Read();
            (List<LedgerEntry> planned, LabelChanges changes) = Entries(targets, before, at, by, transaction);
            changes.WarnOfContradictions(output);
            WarnOfNew(collection, output);
            changes.Ask(planned, collection, output);
            if (changes.Accepted.Count == 0 && !_defined.ContainsKey(collection.Root)) continue;
            List<LedgerRecord> records = Records(collection, changes.Filter(planned, changes.Accepted), at, by, transaction);
            // What another process has written meanwhile is not overwritten without having been asked for.
            LedgerEntry[] overtaken = [];
            IReadOnlyList<LedgerEntry> entries = collection.Ledger.Append(
                state =>
                {
                    LedgerEntry[] asked = [.. changes.Filter(planned, changes.Accepted)];
                    if (state == before) return new LedgerDraft(asked, records);
                    (List<LedgerEntry> now, LabelChanges current) = Entries(targets, state, at, by, transaction);
                    LedgerEntry[] accepted = [.. current.Filter(now, changes.Accepted)];
                    var ids = asked.Select(entry => (entry.Id, entry.Name)).ToHashSet(LabelKeys.Comparer);
                    overtaken = [.. now.Except(accepted).Where(entry => ids.Contains((entry.Id, entry.Name)))];
                    bool isWritten = overtaken.Length == 0 || (!IsWhole && accepted.Length > 0);
                    return isWritten ? new LedgerDraft(accepted, records) : new LedgerDraft([], []);
                },
                stop);
            if (overtaken.Length > 0) output.Error(Overtaken(overtaken, collection));
            // If several files are identical, the first represents them all.
            var byId = targets.DistinctBy(target => target.Id).ToDictionary(target => target.Id, target => target.Target.Dataset);
            written.AddRange(entries.Select(entry => new WrittenLabel(entry, collection, byId[entry.Id])));
        }
        if (workspace.Identities.CacheProblem is { } problem) output.Verbose(problem);
        return written;
    }

    private static LensError Overtaken(LedgerEntry[] overtaken, Collection collection)
    {
        LedgerEntry first = overtaken[0];
        LedgerEntry? now = collection.Ledger.Read().Last(first.Id, first.Name);
        string others = overtaken.Length > 1 ? $", and {overtaken.Length - 1} others," : "";
        return new LensError(
            ErrorKind.LabelOvertaken,
            $"{first.Name} of {first.Path}{others} was changed meanwhile by {LabelAuthor.NameOf(now?.By ?? "another")}, to "
                + $"\"{now?.Value ?? "none"}\", and was not set to \"{first.Value ?? "none"}\".",
            collection.Root,
            "Give the command again, if its value shall count.");
    }

    private void WarnOfNew(Collection collection, IOutputPort output)
    {
        if (_defined.ContainsKey(collection.Root) || !_vocabularies.TryGetValue(collection.Root, out VocabularyDraft? draft)) return;
        foreach (string name in draft.Changed) output.Warning($"{draft.Describe(name)}, in {collection.VocabularyFile.Path}.");
    }

    // What no label of the transaction uses is not added to the vocabulary, unless that is what it is for.
    private List<LedgerRecord> Records(
        Collection collection,
        IEnumerable<LedgerEntry> entries,
        DateTime at,
        string by,
        string transaction)
    {
        var records = new List<LedgerRecord>();
        if (_vocabularies.TryGetValue(collection.Root, out VocabularyDraft? draft))
        {
            var used = entries.Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            records.AddRange(draft.Records(at, by, transaction, Reason)
                .Where(record => _defined.ContainsKey(collection.Root) || used.Contains(record.Name)));
        }
        if (_splits.TryGetValue(collection.Root, out LedgerRecord? split))
            records.Add(split with { At = at, By = by, Transaction = transaction });
        return records;
    }

    private List<(string Id, string Path, Target Target)> Identify(
        IEnumerable<Target> targets,
        Collection collection,
        IOutputPort output,
        CancellationToken stop)
    {
        var identified = new List<(string, string, Target)>();
        var all = targets.ToList();
        foreach ((string Id, string Path, Target Target) one in OrderedParallel.Select(
            all,
            ThrottleLimit,
            target => (
                target.Id ?? workspace.Identities.Of(target.Dataset!, stop), PortablePath.Relative(collection.Root, target.Path), target),
            stop))
        {
            identified.Add(one);
            if (identified.Count % ProgressEvery == 0)
                output.Progress(new LensProgress("Identifying datasets", one.Path, identified.Count, all.Count));
        }
        return identified;
    }

    private (List<LedgerEntry> Entries, LabelChanges Changes) Entries(
        List<(string Id, string Path, Target Target)> targets,
        LedgerState state,
        DateTime at,
        string by,
        string transaction)
    {
        var changes = new LabelChanges(state);
        var entries = new List<LedgerEntry>();
        var seen = new Dictionary<(string, string), string?>(LabelKeys.Comparer);
        foreach ((string id, string path, Target target) in targets)
        {
            IReadOnlyDictionary<string, LedgerEntry> current = state.Of(id);
            foreach ((string name, string? value) in target.Labels)
            {
                // Identical files are one dataset.
                if (!seen.TryAdd((id, name), value))
                {
                    if (seen[(id, name)] != value) changes.AddContradiction(path, name, seen[(id, name)], value);
                    continue;
                }
                LedgerEntry? there = current.GetValueOrDefault(name);
                bool isConfirmed = Author is not null && there is not null && !state.HasGiven(by, id, name, value);
                if (there?.Value == value && !isConfirmed)
                {
                    changes.AddUnchanged(name, value);
                    continue;
                }
                entries.Add(new LedgerEntry
                {
                    At = at,
                    By = by,
                    Transaction = transaction,
                    Id = id,
                    Path = path,
                    Name = name,
                    Value = value,
                    Source = Source,
                    Reason = Reason,
                });
            }
        }
        return (entries, changes);
    }

    /// <summary>What is labelled: a dataset, whose identity is computed, or an identity.</summary>
    private sealed record Target(
        Dataset? Dataset,
        string? Id,
        string Path,
        Collection Collection,
        IReadOnlyList<(string Name, string? Value)> Labels);
}
