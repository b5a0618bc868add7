using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Splits;

/// <summary>A part of a split.</summary>
/// <param name="Name">The part.</param>
/// <param name="Requested">The fraction of the datasets that it was to have.</param>
/// <param name="Datasets">How many datasets it has.</param>
/// <param name="Groups">How many groups these are.</param>
/// <param name="New">How many datasets were assigned to it now.</param>
/// <param name="Total">How many datasets all parts have.</param>
/// <param name="Strata">How many datasets it has of each stratum.</param>
public sealed record SplitPart(
    string Name, double Requested, int Datasets, int Groups, int New, int Total, IReadOnlyDictionary<string, int> Strata);

/// <summary>
/// Divides the datasets of a collection into parts for machine learning, so that nothing that belongs together is in two parts: no group,
/// no curve that is the same or nearly so, no series. Datasets that have a part keep it.
/// </summary>
public sealed class DatasetSplit(Workspace workspace)
{
    /// <summary>The label that names the part of a dataset.</summary>
    public const string Label = "split";

    private readonly List<Dataset> _datasets = [];

    /// <summary>The parts, and the fraction of the datasets that each is to have; together 1.</summary>
    public required IReadOnlyDictionary<string, double> Parts { get; init; }

    /// <summary>What datasets share that must be in one part: labels, or terms of their metadata.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = ["sample"];

    /// <summary>The label or term whose values are to be alike in all parts; null for none.</summary>
    public string? StratifyBy { get; init; }

    /// <summary>The seed of the order in which groups of equal size are assigned.</summary>
    public long Seed { get; init; }

    /// <inheritdoc cref="LabelTransaction.Reason"/>
    public string? Reason { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Adds a dataset.</summary>
    public void Add(Dataset dataset) => _datasets.Add(dataset);

    /// <summary>Assigns the datasets and writes the parts as labels, in one transaction, after asking.</summary>
    /// <returns>The parts as they would be or are.</returns>
    /// <exception cref="LensException">The fractions do not add up to 1, the datasets are of several collections or of none, or a file or
    /// the ledger cannot be read or written; nothing was written.</exception>
    public IReadOnlyList<SplitPart> Commit(IOutputPort output, CancellationToken stop)
    {
        if (Math.Abs(Parts.Values.Sum() - 1) > 1e-6 || Parts.Values.Any(fraction => fraction is < 0 or > 1))
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                string.Create(CultureInfo.InvariantCulture, $"The fractions add up to {Parts.Values.Sum():G6}, and not to 1."),
                Label,
                "Give fractions such as 0.7, 0.15 and 0.15."));
        if (_datasets.Count == 0) return [];
        Collection collection = CollectionOf(_datasets);
        // Identical files are one dataset; the order in which they are found does not matter.
        List<SplitSubject> subjects = [.. new SplitSubjectReader(workspace, collection, Label, GroupBy, StratifyBy)
            .Read(_datasets, output, stop)
            .DistinctBy(subject => subject.Id)
            .OrderBy(subject => subject.Id, StringComparer.Ordinal)];
        SplitGroups groups = SplitGroups.Of(subjects, GroupBy);
        string[] parts = SplitAssignment.Assign(subjects, groups, Parts, Seed);
        WarnOfMissing(subjects, output);
        WarnOfOthers(subjects, collection, output);
        WarnOfDivided(groups, parts, output);
        IReadOnlyList<SplitPart> result = Summarise(subjects, groups, parts);
        WarnOfEmpty(result, groups, output);
        var transaction = new LabelTransaction(workspace) { Reason = Reason, Author = Author, Source = LabelSource.Rule };
        for (int i = 0; i < subjects.Count; i++)
        {
            if (subjects[i].Part is null)
                transaction.Add(subjects[i].Dataset, new Dictionary<string, string?> { [Label] = parts[i] });
        }
        transaction.Record(collection, Label, new SplitRecord(
            SplitAssignment.Strategy,
            Seed,
            Parts,
            GroupBy,
            StratifyBy,
            subjects.Count,
            InputOf(subjects),
            result.ToDictionary(part => part.Name, part => Math.Round((double)part.Datasets / part.Total, 6))));
        transaction.Commit(output, stop);
        return result;
    }

    /// <summary>The SHA-256 of the identities, groups and strata of datasets, in the order of their identities.</summary>
    internal static string InputOf(IEnumerable<SplitSubject> subjects)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SplitSubject subject in subjects.OrderBy(subject => subject.Id, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{subject.Id}\t{string.Join('\t', subject.Keys)}\t{subject.Stratum}\n"));
        return Identities.ToText(hash);
    }

    private Collection CollectionOf(IReadOnlyList<Dataset> datasets)
    {
        Collection[] found = [.. datasets
            .Select(dataset => workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path))
            .DistinctBy(collection => collection.Root, PortablePath.Comparer)];
        return found is [Collection only] ? only : throw new LensException(new LensError(
            ErrorKind.InputInvalid,
            $"The datasets are of {found.Length} collections: {string.Join(", ", found.Select(collection => collection.Root))}.",
            found[0].Root,
            "Split one collection at a time."));
    }

    private void WarnOfMissing(List<SplitSubject> subjects, IOutputPort output)
    {
        for (int i = 0; i < GroupBy.Count; i++)
        {
            int missing = subjects.Count(subject => subject.Keys[i] is null);
            if (missing > 0) output.Warning($"{missing} of {subjects.Count} datasets are without {GroupBy[i]}, and not grouped by it.");
        }
        if (StratifyBy is not null && subjects.All(subject => subject.Stratum.Length == 0))
            output.Warning($"No dataset has {StratifyBy}, so the parts are not stratified by it.");
    }

    private static void WarnOfOthers(List<SplitSubject> subjects, Collection collection, IOutputPort output)
    {
        var given = subjects.Select(subject => subject.Id).ToHashSet();
        int others = collection.Ledger.Read().Current.Count(entry => entry.Name == Label && !given.Contains(entry.Id));
        if (others > 0)
            output.Warning($"{others} datasets that have a part are not among these, so nothing was kept together with them.");
    }

    private static void WarnOfEmpty(IReadOnlyList<SplitPart> parts, SplitGroups groups, IOutputPort output)
    {
        string[] empty = [.. parts.Where(part => part.Requested > 0 && part.Datasets == 0).Select(part => part.Name)];
        if (empty.Length > 0)
            output.Warning(
                $"No datasets are left for {string.Join(" and ", empty)}: the largest of {groups.All.Count()} groups has "
                    + $"{groups.All.Max(group => group.Count)} of {parts[0].Total} datasets.");
    }

    private static void WarnOfDivided(SplitGroups groups, string[] parts, IOutputPort output)
    {
        int divided = groups.All.Count(group => group.Select(i => parts[i]).Distinct().Skip(1).Any());
        if (divided > 0)
            output.Warning(
                $"{divided} groups have been in several parts before, and stay there, for what has a part is not moved. "
                    + "Test-LensSplit names the leaks.");
    }

    private List<SplitPart> Summarise(List<SplitSubject> subjects, SplitGroups groups, string[] parts)
    {
        // Also parts that datasets had before, such as one that is held out.
        string[] names = [.. Parts.Keys.Union(parts)];
        Dictionary<string, int> ofGroups =
            groups.All.SelectMany(group => group.Select(i => parts[i]).Distinct()).CountBy(part => part).ToDictionary();
        return [.. names.Select(name =>
        {
            int[] members = [.. Enumerable.Range(0, subjects.Count).Where(i => parts[i] == name)];
            return new SplitPart(
                name,
                Parts.GetValueOrDefault(name),
                members.Length,
                ofGroups.GetValueOrDefault(name),
                members.Count(i => subjects[i].Part is null),
                subjects.Count,
                members.CountBy(i => subjects[i].Stratum).OrderBy(one => one.Key, StringComparer.Ordinal)
                    .ToDictionary(one => one.Key, one => one.Value));
        })];
    }
}
