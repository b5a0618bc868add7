using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>The contents of a ledger when it was read: all entries in order, the current labels, and the damaged lines.</summary>
public sealed class LedgerState
{
    private static readonly IReadOnlyDictionary<string, LedgerEntry> None = new Dictionary<string, LedgerEntry>();

    private readonly Dictionary<string, Dictionary<string, LedgerEntry>> _current = [];

    // The entries that removed labels, by dataset and name.
    private readonly Dictionary<(string Id, string Name), LedgerEntry> _removed = new(LabelKeys.Comparer);

    // Labels of which an entry did not replace the one before it: another branch was merged in.
    private readonly HashSet<(string Id, string Name)> _branched = new(LabelKeys.Comparer);

    private IReadOnlyDictionary<(string Id, string Name), IReadOnlyList<LedgerEntry>>? _heads;

    // By dataset, then by rule.
    private Dictionary<string, Dictionary<string, LedgerRecord>>? _suppressed;

    // Who has given which label which value, for those who are named.
    private Dictionary<(string Id, string Name, string By), string?>? _given;

    internal LedgerState(
        (long, DateTime) version,
        IReadOnlyList<LedgerEntry> history,
        IReadOnlyList<LedgerRecord> records,
        IReadOnlyList<LensError> damage,
        IReadOnlyList<string> newer,
        int torn)
    {
        Version = version;
        History = history;
        Records = records;
        Damage = damage;
        Newer = newer;
        Torn = torn;
        foreach (LedgerEntry entry in history) Fold(entry);
    }

    /// <summary>Every entry, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> History { get; }

    /// <summary>The changes of the vocabulary and the splits, oldest first.</summary>
    public IReadOnlyList<LedgerRecord> Records { get; }

    /// <summary>The errors of damaged lines. If there are any, the current labels are not reliable.</summary>
    public IReadOnlyList<LensError> Damage { get; }

    /// <summary>Kinds and versions of lines that a newer LensTools wrote; they are kept but not interpreted.</summary>
    public IReadOnlyList<string> Newer { get; }

    /// <summary>How many transactions were torn, and are ignored.</summary>
    public int Torn { get; }

    internal (long Length, DateTime LastWriteTimeUtc) Version { get; }

    /// <summary>When the last line was written; null if there is none.</summary>
    internal DateTime? Latest => (History.Count, Records.Count) switch
    {
        (0, 0) => null,
        (0, _) => Records[^1].At,
        (_, 0) => History[^1].At,
        _ => History[^1].At > Records[^1].At ? History[^1].At : Records[^1].At,
    };

    /// <summary>Whether any finding was ever suppressed.</summary>
    internal bool HasSuppressions => Suppressed.Count > 0;

    /// <summary>The last record of each rule whose findings on a dataset were suppressed.</summary>
    internal IEnumerable<LedgerRecord> SuppressionsOf(string id) =>
        Suppressed.TryGetValue(id, out Dictionary<string, LedgerRecord>? rules) ? rules.Values : [];

    private Dictionary<string, Dictionary<string, LedgerRecord>> Suppressed => _suppressed ??= FindSuppressed();

    private Dictionary<string, Dictionary<string, LedgerRecord>> FindSuppressed()
    {
        var all = new Dictionary<string, Dictionary<string, LedgerRecord>>();
        foreach (LedgerRecord record in Records.Where(record => record is { Kind: LedgerKinds.Suppress, Id: not null }))
        {
            if (!all.TryGetValue(record.Id!, out Dictionary<string, LedgerRecord>? rules)) all[record.Id!] = rules = [];
            rules[record.Name] = record;
        }
        return all;
    }

    /// <summary>The current labels of a dataset by name.</summary>
    public IReadOnlyDictionary<string, LedgerEntry> Of(string id) =>
        _current.TryGetValue(id, out Dictionary<string, LedgerEntry>? labels) ? labels : None;

    /// <summary>Whether a value is the last that an author has given a label.</summary>
    internal bool HasGiven(string author, string id, string name, string? value)
    {
        if (_given is null)
        {
            _given = [];
            foreach (LedgerEntry entry in Given) _given[(entry.Id, entry.Name.ToUpperInvariant(), entry.By)] = entry.Value;
        }
        return _given.TryGetValue((id, name.ToUpperInvariant(), author), out string? last) && last == value;
    }

    /// <summary>What people gave and did not take back: the entries that undo nothing, and are not undone.</summary>
    internal IEnumerable<LedgerEntry> Given
    {
        get
        {
            // From the last on, for what undoes may be undone itself.
            var undone = new HashSet<string>();
            for (int i = History.Count - 1; i >= 0; i--)
                if (History[i] is { Undoes: { } other } entry && !undone.Contains(entry.Transaction)) undone.Add(other);
            return History.Where(entry => entry.Undoes is null && !undone.Contains(entry.Transaction));
        }
    }

    /// <summary>The current labels of every dataset that has any.</summary>
    internal IEnumerable<(string Id, IEnumerable<LedgerEntry> Labels)> ByDataset =>
        _current.Where(one => one.Value.Count > 0).Select(one => (one.Key, (IEnumerable<LedgerEntry>)one.Value.Values));

    /// <summary>Every current label of every dataset.</summary>
    public IEnumerable<LedgerEntry> Current => _current.Values.SelectMany(labels => labels.Values);

    /// <summary>
    /// The labels on which two branches disagree: for each, the entries that do not know of each other and have different values, oldest
    /// first. The last of them is current until a new label settles it.
    /// </summary>
    public IEnumerable<IReadOnlyList<LedgerEntry>> Conflicts =>
        Heads.Values.Where(heads => heads.Select(head => head.Value).Distinct().Skip(1).Any());

    /// <summary>The transactions that a new entry for a label takes the place of, as <see cref="LedgerEntry.Replaces"/> has them.</summary>
    internal string Replaced(string id, string name)
    {
        if (_branched.Count > 0 && Heads.TryGetValue((id, name), out IReadOnlyList<LedgerEntry>? heads))
            return string.Join(' ', heads.Select(head => head.Transaction));
        return Last(id, name)?.Transaction ?? "";
    }

    /// <summary>The last entry for a label, also one that removed it; null if there is none.</summary>
    internal LedgerEntry? Last(string id, string name) => Of(id).GetValueOrDefault(name) ?? _removed.GetValueOrDefault((id, name));

    // Of the branched labels, the entries that no other replaces.
    private IReadOnlyDictionary<(string Id, string Name), IReadOnlyList<LedgerEntry>> Heads => _heads ??= FindHeads();

    private Dictionary<(string Id, string Name), IReadOnlyList<LedgerEntry>> FindHeads()
    {
        var heads = new Dictionary<(string Id, string Name), List<LedgerEntry>>(LabelKeys.Comparer);
        if (_branched.Count == 0) return [];
        foreach (LedgerEntry entry in History)
        {
            if (!_branched.Contains((entry.Id, entry.Name))) continue;
            if (!heads.TryGetValue((entry.Id, entry.Name), out List<LedgerEntry>? known)) heads[(entry.Id, entry.Name)] = known = [];
            if (entry.Replaces is not { } replaced) known.Clear();
            else if (replaced.Length > 0) known.RemoveAll(head => replaced.Split(' ').Contains(head.Transaction));
            known.Add(entry);
        }
        return heads.Where(one => one.Value.Count > 1)
            .ToDictionary(one => one.Key, one => (IReadOnlyList<LedgerEntry>)one.Value, LabelKeys.Comparer);
    }

    private void Fold(LedgerEntry entry)
    {
        if (!_current.TryGetValue(entry.Id, out Dictionary<string, LedgerEntry>? labels))
            _current[entry.Id] = labels = new Dictionary<string, LedgerEntry>(StringComparer.OrdinalIgnoreCase);
        if (entry.Replaces is { } replaced)
        {
            LedgerEntry? before = labels.GetValueOrDefault(entry.Name);
            if (before is null && _removed.Count > 0) before = _removed.GetValueOrDefault((entry.Id, entry.Name));
            if (replaced != (before?.Transaction ?? "")) _branched.Add((entry.Id, entry.Name));
        }
        if (entry.Value is null)
        {
            labels.Remove(entry.Name);
            _removed[(entry.Id, entry.Name)] = entry;
            return;
        }
        labels[entry.Name] = entry;
        if (_removed.Count > 0) _removed.Remove((entry.Id, entry.Name));
    }

    /// <summary>This state with what was appended to the file, which is later than all else.</summary>
    internal LedgerState With(LedgerDraft added, (long, DateTime) version) =>
        new(version, [.. History, .. added.Entries], [.. Records, .. added.Records], Damage, Newer, Torn);

    /// <summary>Returns this state if it is undamaged.</summary>
    /// <exception cref="LensException">A line is damaged.</exception>
    public LedgerState Intact() => Damage.Count == 0 ? this : throw new LensException(Damage[0]);
}
