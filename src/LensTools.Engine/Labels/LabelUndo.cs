using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>
/// Undoes transactions of a ledger by a new one, which gives every label the value that it had before them. What it wrote can be undone
/// likewise. Nothing is undone if a later label builds on one of them.
/// </summary>
public sealed class LabelUndo(Workspace workspace)
{
    private const int MostNamed = 3;

    /// <summary>The ids of the transactions to undo; if there are none, and neither a time nor an author, the last one.</summary>
    public IReadOnlyCollection<string> Transactions { get; init; } = [];

    /// <summary>Undo all transactions since this time, in UTC; null for no limit.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Undo all transactions by this author, with or without an address; null for no limit.</summary>
    public string? By { get; init; }

    /// <summary>Why, if there is a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Who undoes them; null for the author that the collection, git or the system knows.</summary>
    public string? Author { get; init; }

    /// <summary>Undoes the transactions, after asking for each distinct change.</summary>
    /// <returns>The entries that were written.</returns>
    /// <exception cref="LensException">
    /// There is no such transaction, a later label builds on one, or the ledger cannot be read or written; nothing was written.
    /// </exception>
    public IReadOnlyList<WrittenLabel> Commit(Collection collection, IOutputPort output, CancellationToken stop)
    {
        LedgerState before = collection.Ledger.Read().Intact();
        HashSet<string> selected = Select(before, collection);
        string transaction = Guid.NewGuid().ToString("N");
        List<LedgerEntry> planned = Entries(before, collection, selected, transaction);
        LedgerRecord[] records = [.. Records(before, collection, selected, transaction)
            .Where(record => output.ShouldProcess(collection.Root, Describe(record)))];
        var changes = new LabelChanges(before);
        changes.Ask(planned, collection, output);
        if (changes.Accepted.Count + records.Length == 0) return [];
        IReadOnlyList<LedgerEntry> written = collection.Ledger.Append(
            state => state == before
                ? new LedgerDraft([.. changes.Filter(planned, changes.Accepted)], records)
                : new LedgerDraft(
                    [.. new LabelChanges(state).Filter(Entries(state, collection, selected, transaction), changes.Accepted)],
                    [.. Records(state, collection, selected, transaction)
                        .Where(record =>
                            records.Any(asked => asked.Kind == record.Kind && asked.Name == record.Name && asked.Id == record.Id))]),
            stop);
        string[] defined = [.. records.Where(record => record.Kind == LedgerKinds.Vocabulary).Select(record => record.Name)];
        if (defined.Length > 0) output.Notice($"{collection.VocabularyFile.Path} defines {string.Join(", ", defined)} as before.");
        return [.. written.Select(entry => new WrittenLabel(entry, collection, null))];
    }

    private HashSet<string> Select(LedgerState state, Collection collection)
    {
        bool isLast = Transactions.Count == 0 && Since is null && By is null;
        IEnumerable<(string Id, DateTime At, string By)> all = state.History.Select(entry => (entry.Transaction, entry.At, entry.By))
            .Concat(state.Records.Select(record => (record.Transaction, record.At, record.By)));
        HashSet<string> found = isLast
            ? [.. all.Where(one => one.At == state.Latest).Select(one => one.Id)]
            : [.. all
                .Where(one => Transactions.Count == 0 || Transactions.Contains(one.Id))
                .Where(one => Since is null || one.At >= Since)
                .Where(one => By is null || LabelAuthor.Is(one.By, By))
                .Select(one => one.Id)];
        if (Transactions.FirstOrDefault(wanted => !found.Contains(wanted)) is { } missing)
            throw NothingToUndo(collection, $"{collection.Ledger.Path} has no transaction {missing}.");
        return found.Count > 0 ? found : throw NothingToUndo(collection, $"{collection.Ledger.Path} has no transaction to undo.");
    }

    private List<LedgerEntry> Entries(LedgerState state, Collection collection, HashSet<string> selected, string transaction)
    {
        var labels = new Dictionary<(string Id, string Name), List<LedgerEntry>>(LabelKeys.Comparer);
        foreach (LedgerEntry entry in state.History.Where(entry => selected.Contains(entry.Transaction)))
            labels.TryAdd((entry.Id, entry.Name), []);
        foreach (LedgerEntry entry in state.History)
        {
            if (labels.TryGetValue((entry.Id, entry.Name), out List<LedgerEntry>? history)) history.Add(entry);
        }
        var later = new List<LedgerEntry>();
        var entries = new List<LedgerEntry>();
        DateTime now = workspace.UtcNow;
        string by = LabelAuthor.Of(Author, collection);
        foreach (List<LedgerEntry> history in labels.Values)
        {
            int first = history.FindIndex(entry => selected.Contains(entry.Transaction));
            int other = history.FindLastIndex(entry => !selected.Contains(entry.Transaction));
            if (other > first)
            {
                later.Add(history[other]);
                continue;
            }
            LedgerEntry? restored = first > 0 ? history[first - 1] : null;
            LedgerEntry last = history[^1];
            // Several commands may have brought a label back; one that confirmed it is undone like any other.
            if (restored?.Value == last.Value && selected.Count > 1) continue;
            entries.Add(new LedgerEntry
            {
                At = now,
                By = by,
                Transaction = transaction,
                Id = last.Id,
                Path = last.Path,
                Name = last.Name,
                Value = restored?.Value,
                Source = restored?.Source ?? LabelSource.Human,
                Confidence = restored?.Confidence,
                Reason = Reason,
                Undoes = last.Transaction,
            });
        }
        return later.Count == 0 ? entries : throw BuiltUpon(collection, later);
    }

    // The state of each definition and split before the first transaction that is undone.
    private IEnumerable<LedgerRecord> Records(LedgerState state, Collection collection, HashSet<string> selected, string transaction)
    {
        foreach (IGrouping<(string, string, string?), LedgerRecord> history in state.Records.GroupBy(
            record => (record.Kind, record.Name, record.Id)))
        {
            LedgerRecord[] all = [.. history];
            int first = Array.FindIndex(all, record => selected.Contains(record.Transaction));
            if (first < 0) continue;
            if (Array.FindLast(all, record => !selected.Contains(record.Transaction)) is { } other && Array.IndexOf(all, other) > first)
                throw new LensException(new LensError(
                    ErrorKind.LabelUndoRefused,
                    $"The {other.Kind} of {other.Name} was changed again since, by {LabelAuthor.NameOf(other.By)}.",
                    collection.Ledger.Path,
                    $"Undo that first, or together: Undo-LensLabel -Transaction {other.Transaction}."));
            yield return all[^1] with
            {
                Transaction = transaction,
                At = workspace.UtcNow,
                By = LabelAuthor.Of(Author, collection),
                Before = all[^1].After,
                After = all[first].Before,
                Split = first > 0 ? all[first - 1].Split : null,
                Suppression = first > 0 ? all[first - 1].Suppression : null,
                Request = first > 0 ? all[first - 1].Request : null,
                Reason = Reason,
                Undoes = all[^1].Transaction,
            };
        }
    }

    private static string Describe(LedgerRecord record) => record.Kind switch
    {
        LedgerKinds.Split => $"{record.Name}: forget how the datasets were split",
        LedgerKinds.Suppress => $"{record.Name} of {record.Path}: suppress it as before",
        LedgerKinds.Request => $"{record.Name}: forget the request",
        _ => $"vocabulary: define {record.Name} as before",
    };

    private static LensException BuiltUpon(Collection collection, List<LedgerEntry> later)
    {
        string[] transactions = [.. later.Select(entry => entry.Transaction).Distinct()];
        return new LensException(new LensError(
            ErrorKind.LabelUndoRefused,
            $"{later.Count} labels were changed again since, and are not undone: "
                + string.Join(
                    ", ", later.Take(MostNamed).Select(entry => $"{entry.Name} of {entry.Path} by {LabelAuthor.NameOf(entry.By)}"))
                + (later.Count > MostNamed ? ", …" : "") + ".",
            collection.Ledger.Path,
            $"Undo those first, or together: Undo-LensLabel -Transaction {string.Join(", ", transactions.Take(MostNamed))}"
                + $"{(transactions.Length > MostNamed ? ", …" : "")}; or give the labels their values with Set-LensLabel."));
    }

    private static LensException NothingToUndo(Collection collection, string message) => new(new LensError(
        ErrorKind.TransactionNotFound,
        message,
        collection.Ledger.Path,
        "Get-LensLabel -History shows the transactions of a collection."));
}
