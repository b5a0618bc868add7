using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>The contents of a ledger when it was read: all entries in order, the current labels, and the damaged lines.</summary>
public sealed class LedgerState
{
    private static readonly IReadOnlyDictionary<string, LedgerEntry> None = new Dictionary<string, LedgerEntry>();

    private readonly Dictionary<string, Dictionary<string, LedgerEntry>> _current = [];

    internal LedgerState(
        (long, DateTime) version,
        IReadOnlyList<LedgerEntry> history,
        IReadOnlyList<LensError> damage,
        IReadOnlyList<string> newer,
        int torn)
    {
        Version = version;
        History = history;
        Damage = damage;
        Newer = newer;
        Torn = torn;
        foreach (LedgerEntry entry in history)
        {
            if (!_current.TryGetValue(entry.Id, out Dictionary<string, LedgerEntry>? labels))
                _current[entry.Id] = labels = new Dictionary<string, LedgerEntry>(StringComparer.OrdinalIgnoreCase);
            if (entry.Value is null) labels.Remove(entry.Name);
            else labels[entry.Name] = entry;
        }
    }

    /// <summary>Every entry, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> History { get; }

    /// <summary>The errors of damaged lines. If there are any, the current labels are not reliable.</summary>
    public IReadOnlyList<LensError> Damage { get; }

    /// <summary>Kinds and versions of lines that a newer LensTools wrote; they are kept but not interpreted.</summary>
    public IReadOnlyList<string> Newer { get; }

    /// <summary>How many transactions were torn, and are ignored.</summary>
    public int Torn { get; }

    internal (long, DateTime) Version { get; }

    /// <summary>The current labels of a dataset by name.</summary>
    public IReadOnlyDictionary<string, LedgerEntry> Of(string id) =>
        _current.TryGetValue(id, out Dictionary<string, LedgerEntry>? labels) ? labels : None;

    /// <summary>Every current label of every dataset.</summary>
    public IEnumerable<LedgerEntry> Current => _current.Values.SelectMany(labels => labels.Values);

    /// <summary>Returns this state if it is undamaged.</summary>
    /// <exception cref="LensException">A line is damaged.</exception>
    public LedgerState Intact() => Damage.Count == 0 ? this : throw new LensException(Damage[0]);
}
