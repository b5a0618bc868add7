using LensTools.Engine.Datasets;
using LensTools.Engine.Similarity;

namespace LensTools.Engine.Splits;

/// <summary>Why datasets belong in one part.</summary>
public enum SplitTie
{
    /// <summary>They share what the split is grouped by.</summary>
    Group,
    /// <summary>A curve of one is a curve of the other, with the same noise: one measurement, in another file or format, scaled or cut.
    /// </summary>
    Duplicate,
    /// <summary>A curve of one is equal to a curve of the other within their noise, after a scale.</summary>
    NearDuplicate,
    /// <summary>They follow each other in a series of measurements.</summary>
    Series,
}

/// <summary>Two datasets that belong in one part.</summary>
/// <param name="Tie">Why.</param>
/// <param name="One">The number of the first.</param>
/// <param name="Other">The number of the other.</param>
/// <param name="Evidence">What they share, in words.</param>
internal readonly record struct SplitLink(SplitTie Tie, int One, int Other, string Evidence);

/// <summary>Finds the datasets that belong in one part of a split: by group, curve and time.</summary>
internal sealed class SplitGroups
{
    // One measurement follows another within this time: longer than a change of detector distance, shorter than a change of sample.
    private static readonly TimeSpan SeriesGap = TimeSpan.FromMinutes(30);

    private readonly IReadOnlyList<SplitSubject> _subjects;
    private readonly int[] _parents;

    private SplitGroups(IReadOnlyList<SplitSubject> subjects, IReadOnlyList<SplitLink> links)
    {
        (_subjects, Links) = (subjects, links);
        _parents = [.. Enumerable.Range(0, subjects.Count)];
        foreach (SplitLink link in links) _parents[Root(link.One)] = Root(link.Other);
    }

    /// <summary>The pairs that tie the groups together; not every pair of a group is among them.</summary>
    public IReadOnlyList<SplitLink> Links { get; }

    /// <summary>The groups, each with the numbers of its datasets.</summary>
    public IEnumerable<IReadOnlyList<int>> All =>
        Enumerable.Range(0, _subjects.Count).GroupBy(Root).Select(group => (IReadOnlyList<int>)[.. group]);

    /// <summary>Finds the groups of datasets.</summary>
    /// <param name="subjects">The datasets.</param>
    /// <param name="groupBy">What <see cref="SplitSubject.Keys"/> are, for the evidence.</param>
    public static SplitGroups Of(IReadOnlyList<SplitSubject> subjects, IReadOnlyList<string> groupBy) => new(
        subjects,
        [
            .. groupBy.SelectMany((name, i) => Chain(subjects, subject => subject.Keys[i], name)),
            .. Series(subjects),
            .. NearDuplicates(subjects),
        ]);

    // Each with the one before it that has the same key.
    private static IEnumerable<SplitLink> Chain(IReadOnlyList<SplitSubject> subjects, Func<SplitSubject, string?> keyOf, string name)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < subjects.Count; i++)
        {
            if (keyOf(subjects[i]) is not { } key) continue;
            if (last.TryGetValue(key, out int before)) yield return new SplitLink(SplitTie.Group, before, i, $"{name} {key}");
            last[key] = i;
        }
    }

    // Measurements of one instrument with one title, each soon after the one before it.
    private static IEnumerable<SplitLink> Series(IReadOnlyList<SplitSubject> subjects) => Enumerable.Range(0, subjects.Count)
        .Where(i => subjects[i].Dataset is { Title.Length: > 0, StartTime: not null })
        .GroupBy(i => (subjects[i].Dataset.Instrument, subjects[i].Dataset.Title))
        .SelectMany(group =>
        {
            int[] ordered = [.. group.OrderBy(i => subjects[i].Dataset.StartTime)];
            return ordered.Zip(ordered.Skip(1))
                .Where(pair => IsNext(subjects[pair.First].Dataset, subjects[pair.Second].Dataset))
                .Select(pair => new SplitLink(
                    SplitTie.Series, pair.First, pair.Second, $"measured one after the other as {group.Key.Title}"));
        });

    private static bool IsNext(Dataset before, Dataset after) =>
        after.StartTime >= before.StartTime && after.StartTime - (before.EndTime ?? before.StartTime) <= SeriesGap;

    private static IEnumerable<SplitLink> NearDuplicates(IReadOnlyList<SplitSubject> subjects)
    {
        var index = new NearDuplicateIndex<int>();
        for (int i = 0; i < subjects.Count; i++)
        {
            foreach (CurveFingerprint curve in subjects[i].Curves)
                foreach (NearDuplicate<int> near in index.Add(i, curve))
                    if (near.Item != i)
                        yield return new SplitLink(
                            near.Match.IsSameNoise ? SplitTie.Duplicate : SplitTie.NearDuplicate, near.Item, i, near.Match.ToString());
        }
    }

    private int Root(int number)
    {
        while (_parents[number] != number) number = _parents[number] = _parents[_parents[number]];
        return number;
    }
}
