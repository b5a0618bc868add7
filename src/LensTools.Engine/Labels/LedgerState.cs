using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>What a ledger held when it was read: every record in order, the current labels, and the lines that could not be read.</summary>
public sealed class LedgerState
{
    private static readonly IReadOnlyDictionary<string, LabelRecord> None = new Dictionary<string, LabelRecord>();

    private readonly Dictionary<string, Dictionary<string, LabelRecord>> _current = [];

    internal LedgerState((long, DateTime) version, IReadOnlyList<LabelRecord> history, IReadOnlyList<LensError> damage)
    {
        Version = version;
        History = history;
        Damage = damage;
        foreach (LabelRecord record in history)
        {
            if (!_current.TryGetValue(record.Id, out Dictionary<string, LabelRecord>? labels)) _current[record.Id] = labels = new Dictionary<string, LabelRecord>(StringComparer.OrdinalIgnoreCase);
            if (record.Value is null) labels.Remove(record.Name);
            else labels[record.Name] = record;
        }
    }

    /// <summary>Every record, oldest first.</summary>
    public IReadOnlyList<LabelRecord> History { get; }

    /// <summary>The lines that are no records.</summary>
    public IReadOnlyList<LensError> Damage { get; }

    internal (long, DateTime) Version { get; }

    /// <summary>The current labels of a dataset by name.</summary>
    public IReadOnlyDictionary<string, LabelRecord> Of(string id) => _current.TryGetValue(id, out Dictionary<string, LabelRecord>? labels) ? labels : None;

    /// <summary>Every current label of every dataset.</summary>
    public IEnumerable<LabelRecord> Current => _current.Values.SelectMany(labels => labels.Values);
}
