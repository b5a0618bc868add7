namespace LensTools.Engine.Labels;

/// <summary>A label on which two sides differ.</summary>
/// <param name="Id">The dataset's identity.</param>
/// <param name="Path">Its file when it was labelled, relative to the collection.</param>
/// <param name="Name">The label.</param>
/// <param name="Reference">Its value on the first side; null if it has none there.</param>
/// <param name="Difference">Its value on the other side; null if it has none there.</param>
public sealed record LabelDisagreement(string Id, string Path, string Name, string? Reference, string? Difference);

/// <summary>How well two sides agree on a label.</summary>
/// <param name="Name">The label.</param>
/// <param name="Both">How many datasets both have labelled.</param>
/// <param name="Agreed">On how many of these they agree.</param>
/// <param name="OnlyReference">How many datasets only the first has labelled.</param>
/// <param name="OnlyDifference">How many datasets only the other has labelled.</param>
/// <param name="Kappa">
/// Cohen's κ over the datasets that both have labelled: 1 for full agreement, 0 for as much as chance gives; null where it is undefined,
/// because both give one and the same value to all, or there are none.
/// </param>
/// <param name="Disagreements">What they differ in, also where only one has labelled.</param>
public sealed record LabelAgreement(
    string Name,
    int Both,
    int Agreed,
    int OnlyReference,
    int OnlyDifference,
    double? Kappa,
    IReadOnlyList<LabelDisagreement> Disagreements);

/// <summary>Compares the labels of two collections, of two times, or of two authors, matched by the identities of datasets.</summary>
public static class LabelComparison
{
    /// <summary>The labels that were current at a time.</summary>
    public static IEnumerable<LedgerEntry> At(LedgerState ledger, DateTime time) => Last(ledger.History.Where(entry => entry.At <= time));

    /// <summary>The labels that an author gave last, whatever others gave since.</summary>
    public static IEnumerable<LedgerEntry> Of(LedgerState ledger, string author) =>
        Last(ledger.Given.Where(entry => LabelAuthor.Is(entry.By, author)));

    /// <summary>How well two sides agree, label by label.</summary>
    public static IReadOnlyList<LabelAgreement> Compare(IEnumerable<LedgerEntry> reference, IEnumerable<LedgerEntry> difference)
    {
        var pairs = new Dictionary<(string Id, string Name), (LedgerEntry? Reference, LedgerEntry? Difference)>(LabelKeys.Comparer);
        foreach (LedgerEntry entry in reference) pairs[(entry.Id, entry.Name)] = (entry, null);
        foreach (LedgerEntry entry in difference)
            pairs[(entry.Id, entry.Name)] = (pairs.GetValueOrDefault((entry.Id, entry.Name)).Reference, entry);
        return [.. pairs
            .GroupBy(pair => pair.Key.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => Agreement(group.Key, [.. group]))];
    }

    private static LabelAgreement Agreement(string name, List<(LedgerEntry? Reference, LedgerEntry? Difference)> pairs)
    {
        (string, string)[] both = [.. pairs
            .Where(pair => pair.Reference is not null && pair.Difference is not null)
            .Select(pair => (pair.Reference!.Value!, pair.Difference!.Value!))];
        return new LabelAgreement(
            name,
            both.Length,
            both.Count(pair => pair.Item1 == pair.Item2),
            pairs.Count(pair => pair.Difference is null),
            pairs.Count(pair => pair.Reference is null),
            Kappa(both),
            [.. pairs
                .Where(pair => pair.Reference?.Value != pair.Difference?.Value)
                .Select(pair => (Entry: pair.Difference ?? pair.Reference!, pair.Reference, pair.Difference))
                .OrderBy(one => one.Entry.Path, StringComparer.Ordinal)
                .Select(one => new LabelDisagreement(
                    one.Entry.Id, one.Entry.Path, name, one.Reference?.Value, one.Difference?.Value))]);
    }

    /// <summary>Cohen's κ (J. Cohen, Educational and Psychological Measurement 20, 37, 1960); null where chance agrees always.</summary>
    internal static double? Kappa(IReadOnlyCollection<(string, string)> pairs)
    {
        if (pairs.Count == 0) return null;
        double count = pairs.Count;
        Dictionary<string, double> first = pairs.CountBy(pair => pair.Item1).ToDictionary(one => one.Key, one => one.Value / count);
        Dictionary<string, double> second = pairs.CountBy(pair => pair.Item2).ToDictionary(one => one.Key, one => one.Value / count);
        double observed = pairs.Count(pair => pair.Item1 == pair.Item2) / count;
        // Both sides have one and the same value: exactly 1.
        if (first.Count == 1 && second.Count == 1 && observed == 1) return null;
        double chance = first.Sum(one => one.Value * second.GetValueOrDefault(one.Key));
        return (observed - chance) / (1 - chance);
    }

    private static IEnumerable<LedgerEntry> Last(IEnumerable<LedgerEntry> history)
    {
        var last = new Dictionary<(string, string), LedgerEntry>(LabelKeys.Comparer);
        foreach (LedgerEntry entry in history) last[(entry.Id, entry.Name)] = entry;
        return last.Values.Where(entry => entry.Value is not null);
    }
}
