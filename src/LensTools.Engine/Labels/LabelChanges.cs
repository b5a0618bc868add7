using System.Globalization;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>The distinct changes that entries make to labels, as a steward wants to see them before they are written.</summary>
internal sealed class LabelChanges(LedgerState state)
{
    private readonly Dictionary<(string Name, string? Value), int> _unchanged = [];
    private string? _contradiction;
    private int _contradictions;

    /// <summary>The changes that may be made.</summary>
    public HashSet<LabelChange> Accepted { get; } = [];

    /// <summary>The change that an entry makes.</summary>
    public LabelChange Of(LedgerEntry entry) => new(entry.Name, state.Of(entry.Id).GetValueOrDefault(entry.Name)?.Value, entry.Value);

    /// <summary>Counts a label that a dataset has already.</summary>
    public void AddUnchanged(string name, string? value) =>
        _unchanged[(name, value)] = _unchanged.GetValueOrDefault((name, value)) + 1;

    /// <summary>Counts a value that a dataset is given beside another one.</summary>
    public void AddContradiction(string path, string name, string? first, string? second)
    {
        _contradictions++;
        _contradiction ??= $"{name} of {path} is given twice, as {first ?? "none"} and as {second ?? "none"}";
    }

    /// <summary>Says which labels are given two values, of which the first counts.</summary>
    public void WarnOfContradictions(IOutputPort output)
    {
        if (_contradiction is null) return;
        string others = _contradictions > 1 ? $" So are {_contradictions - 1} others." : "";
        output.Warning($"{_contradiction}; the first counts. Identical files are one dataset.{others}");
    }

    /// <summary>The entries whose changes may be made.</summary>
    /// <param name="entries">Entries that were made from the same labels.</param>
    /// <param name="accepted">The changes that were asked for.</param>
    public IEnumerable<LedgerEntry> Filter(IEnumerable<LedgerEntry> entries, IReadOnlySet<LabelChange> accepted) =>
        entries.Where(entry => accepted.Contains(Of(entry)));

    /// <summary>Asks for each distinct change, the most frequent first.</summary>
    public void Ask(IReadOnlyList<LedgerEntry> entries, Collection collection, IOutputPort output)
    {
        foreach (IGrouping<LabelChange, LedgerEntry> group in entries.GroupBy(Of).OrderByDescending(group => group.Count()))
        {
            int count = group.Count();
            string sets = count == 1 ? group.First().Path : string.Create(CultureInfo.InvariantCulture, $"{count} sets");
            int already = _unchanged.GetValueOrDefault((group.Key.Name, group.Key.To));
            if (output.ShouldProcess($"{sets} in {collection.Root}", $"{group.Key}{(already > 0 ? $"; {already} have it already" : "")}"))
                Accepted.Add(group.Key);
        }
        if (Accepted.Count > 0 || entries.Count == 0) return;
        int datasets = entries.Select(entry => entry.Id).Distinct().Count();
        output.Notice($"In all {Counted(entries.Count, "label")} of {Counted(datasets, "dataset")}; "
            + $"{Counted(_unchanged.Values.Sum(), "label")} more would stay as they are. Nothing was written.");
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}

/// <summary>A label that changes its value; null is none.</summary>
internal readonly record struct LabelChange(string Name, string? From, string? To)
{
    public override string ToString() => From == To ? $"{Name}: {To}, confirmed" : $"{Name}: {From ?? "none"} → {To ?? "none"}";
}
