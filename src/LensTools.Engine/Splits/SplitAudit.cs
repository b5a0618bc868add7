using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Similarity;

namespace LensTools.Engine.Splits;

/// <summary>Two datasets of different parts that belong together, so that a model is tested with what it was trained on.</summary>
/// <param name="Tie">Why they belong together.</param>
/// <param name="Evidence">What they share, in words.</param>
/// <param name="OnePart">The part of the first.</param>
/// <param name="OtherPart">The part of the other.</param>
/// <param name="One">The first.</param>
/// <param name="Other">The other.</param>
public sealed record SplitLeak(SplitTie Tie, string Evidence, string OnePart, string OtherPart, Dataset One, Dataset Other);

/// <summary>Proves that nothing that belongs together is in two parts of a split, or names what is.</summary>
public sealed class SplitAudit(Workspace workspace)
{
    private const string Sample = "sample";

    /// <summary>What datasets share that must be in one part; null for what the last split was grouped by, and the sample.</summary>
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>Finds the leaks among datasets of a collection.</summary>
    /// <exception cref="LensException">A file or the ledger cannot be read.</exception>
    public IReadOnlyList<SplitLeak> Run(
        Collection collection, IEnumerable<Dataset> datasets, IOutputPort output, CancellationToken stop)
    {
        LedgerRecord? last = collection.Ledger.Read().Intact().Records
            .LastOrDefault(record => record.Kind == LedgerKinds.Split && record.Name == DatasetSplit.Label);
        string[] groupBy = [.. GroupBy ?? (last?.Split?.GroupBy ?? []).Append(Sample).Distinct(StringComparer.OrdinalIgnoreCase)];
        var reader = new SplitSubjectReader(workspace, collection, DatasetSplit.Label, groupBy, null);
        List<SplitSubject> subjects = reader.Read(datasets, output, stop);
        // By part, so that where a group is in several, each has a neighbour of the next in its chain.
        subjects = [.. subjects.DistinctBy(subject => subject.Id).OrderBy(subject => subject.Part, StringComparer.Ordinal)];
        SplitGroups groups = SplitGroups.Of(subjects, groupBy);
        SplitLeak[] leaks = [.. groups.Links
            .Select(link => new Pair(link, subjects[link.One], subjects[link.Other]))
            .Concat(Indirect(subjects, groups))
            .Where(one => one.One.Part is not null && one.Other.Part is not null && one.One.Part != one.Other.Part)
            // First the one that was not learnt from: it is the one to move.
            .Select(one => one.One.Part == "train" ? one with { One = one.Other, Other = one.One } : one)
            .Select(one => new SplitLeak(
                one.Link.Tie, one.Link.Evidence, one.One.Part!, one.Other.Part!, one.One.Dataset, one.Other.Dataset))
            .OrderBy(leak => leak.Tie)
            .ThenBy(leak => PortablePath.Relative(collection.Root, leak.One.Path), StringComparer.Ordinal)];
        int open = subjects.Count(subject => subject.Part is null);
        if (open > 0) output.Warning($"{open} of {subjects.Count} datasets are in no part; New-LensSplit assigns them.");
        int apart = subjects.Count(subject => !subject.Curves.Any(CurveFalls.IsSearchable));
        if (apart > 0)
            output.Notice(
                $"{apart} of {subjects.Count} datasets have no measured curve over half a decade of Q; they were compared by what they are "
                    + "grouped by, and by time.");
        int parts = subjects.Select(subject => subject.Part).OfType<string>().Distinct().Count();
        if (leaks.Length == 0)
            output.Notice($"{subjects.Count - open} datasets in {parts} parts, grouped by {string.Join(", ", groupBy)}: no leak.");
        return leaks;
    }

    // Two that only datasets without a part tie together.
    private static IEnumerable<Pair> Indirect(List<SplitSubject> subjects, SplitGroups groups)
    {
        ILookup<int, SplitLink> links = groups.Links.ToLookup(link => link.One);
        foreach (IReadOnlyList<int> group in groups.All)
        {
            int[] parts = [.. group.Where(i => subjects[i].Part is not null).DistinctBy(i => subjects[i].Part)];
            SplitLink[] own = [.. group.SelectMany(i => links[i])];
            bool isDirect = own.Any(link => subjects[link.One].Part is { } one && subjects[link.Other].Part is { } other && one != other);
            if (parts.Length < 2 || isDirect) continue;
            SplitLink first = own.First(link => subjects[link.One].Part is null || subjects[link.Other].Part is null);
            SplitSubject between = subjects[subjects[first.One].Part is null ? first.One : first.Other];
            yield return new Pair(
                first with { Evidence = $"{first.Evidence}, through {between.Dataset.Name}, which is in no part" },
                subjects[parts[0]],
                subjects[parts[1]]);
        }
    }

    private sealed record Pair(SplitLink Link, SplitSubject One, SplitSubject Other);
}
