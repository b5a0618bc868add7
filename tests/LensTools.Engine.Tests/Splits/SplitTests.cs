using System.Globalization;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Engine.Similarity;
using LensTools.Engine.Splits;
using LensTools.Engine.Tests.Similarity;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Splits;

/// <summary>
/// Splits: no leak, the fractions as asked for, the same again, stable when datasets are added; and an audit that finds leaks.
/// </summary>
public sealed class SplitTests : IDisposable
{
    private static readonly Dictionary<string, double> Usual = new() { ["train"] = 0.7, ["validation"] = 0.15, ["test"] = 0.15 };

    private readonly TestFolder _folder = new();
    private readonly SimulatedCurves _simulation = new(3);
    private readonly Session _session = new();
    private int _models;

    public SplitTests() => Collection.Create(_folder.Path, "test", null, null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Groups_stay_together_and_the_fractions_and_strata_come_near()
    {
        AddSamples(60, 1, 4);
        IReadOnlyList<SplitPart> parts = Split(stratifyBy: "sample-class");
        Dictionary<string, string> assigned = Assigned();
        Assert.Equal(parts.Sum(part => part.Datasets), assigned.Count);
        Assert.All(assigned.GroupBy(one => one.Key.Split('-')[0]), group => Assert.Single(group.Select(one => one.Value).Distinct()));
        // Within the size of the largest group of each stratum.
        foreach (SplitPart part in parts)
        {
            Assert.InRange((double)part.Datasets / part.Total, part.Requested - 0.04, part.Requested + 0.04);
            foreach (string stratum in new[] { "PROTEIN", "COLLOID" })
            {
                int all = parts.Sum(one => one.Strata.GetValueOrDefault(stratum));
                Assert.InRange(part.Strata.GetValueOrDefault(stratum), (part.Requested * all) - 4, (part.Requested * all) + 4);
            }
        }
        Assert.Empty(Audit());
        Assert.Contains(_session.Port.Said, said => said.EndsWith("no leak.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_seed_gives_the_same_parts_in_any_order()
    {
        AddSamples(30, 1, 3);
        Split(seed: 7);
        Dictionary<string, string> first = Assigned();
        LedgerRecord record = Assert.Single(Ledger().Records);
        Undo();
        Assert.Empty(Assigned());
        Split(seed: 7, isReversed: true);
        Assert.Equal(first, Assigned());
        Assert.Equal(record.Split!.Input, Ledger().Records[^1].Split!.Input);
        Undo();
        Split(seed: 8);
        Assert.NotEqual(first, Assigned());
    }

    [Fact]
    public void What_has_a_part_keeps_it_when_datasets_are_added()
    {
        AddSamples(20, 1, 3);
        Split();
        Dictionary<string, string> before = Assigned();
        AddSamples(20, 1, 3, first: 20);
        // One more of a sample that is assigned already goes where that is.
        Dataset more = AddCurve("s5-more.dat", "s5", "protein", Measure(NextModel()));
        IReadOnlyList<SplitPart> parts = Split();
        Dictionary<string, string> after = Assigned();
        Assert.All(before, one => Assert.Equal(one.Value, after[one.Key]));
        Assert.Equal(after["s5-0"], after[more.Name]);
        Assert.Equal(after.Count - before.Count, parts.Sum(part => part.New));
        Assert.Empty(Audit());
    }

    [Fact]
    public void A_split_is_recorded_with_all_that_it_takes_to_make_it_again()
    {
        AddSamples(10, 1, 1);
        Split(seed: 42, stratifyBy: "sample-class");
        LedgerRecord record = Assert.Single(Ledger().Records);
        Assert.Equal((42L, "sample-class", 10), (record.Split!.Seed, record.Split.StratifyBy, record.Split.Datasets));
        Assert.Equal(["sample"], record.Split.GroupBy);
        Assert.Equal("stratified-group-greedy-1", record.Split.Strategy);
        Assert.Equal(Usual, record.Split.Parts);
        Assert.True(Identities.IsSha256(record.Split.Input));
        Assert.Equal(1, record.Split.Achieved.Values.Sum(), 5);
        Assert.All(Ledger().Current.Where(entry => entry.Name == "split"), entry => Assert.Equal(record.Transaction, entry.Transaction));
    }

    [Fact]
    public void Duplicates_of_other_samples_are_drawn_into_one_part()
    {
        AddSamples(20, 1, 1);
        for (int i = 0; i < 10; i++)
        {
            Curve curve = Measure(NextModel());
            AddCurve($"one{i}.dat", $"one{i}", "protein", curve);
            AddCurve($"other{i}.dat", $"other{i}", "colloid", SimulatedCurves.Of([.. curve.Q], [.. curve.I.Select(x => 3 * x)], null));
        }
        Split();
        Dictionary<string, string> assigned = Assigned();
        for (int i = 0; i < 10; i++) Assert.Equal(assigned[$"one{i}"], assigned[$"other{i}"]);
    }

    [Fact]
    public void Each_kind_of_leak_is_named()
    {
        Curve curve = Measure(NextModel());
        Func<double, double> model = NextModel();
        Label(AddCurve("group1.dat", "same", "protein", Measure(NextModel())), "train");
        Label(AddCurve("group2.dat", "same", "protein", Measure(NextModel())), "test");
        Label(AddCurve("copy1.dat", "copy1", "protein", curve), "train");
        Label(AddCurve("copy2.dat", "copy2", "protein", SimulatedCurves.Of([.. curve.Q], [.. curve.I.Select(x => 3 * x)], null)), "test");
        Label(AddCurve("near1.dat", "near1", "protein", Measure(model)), "train");
        Label(AddCurve("near2.dat", "near2", "protein", Measure(model)), "validation");
        Label(AddCurve("fine1.dat", "fine1", "protein", Measure(NextModel())), "train");
        Label(AddCurve("fine2.dat", "fine2", "protein", Measure(NextModel())), "test");
        Assert.Equal(
            [(SplitTie.Group, "group1", "group2"), (SplitTie.Duplicate, "copy1", "copy2"), (SplitTie.NearDuplicate, "near1", "near2")],
            Audit().Select(Sorted));

        static (SplitTie, string, string) Sorted(SplitLeak leak) => string.CompareOrdinal(leak.One.Name, leak.Other.Name) < 0
            ? (leak.Tie, leak.One.Name, leak.Other.Name)
            : (leak.Tie, leak.Other.Name, leak.One.Name);
    }

    [Fact]
    public void Replicas_of_one_sample_in_two_proposals_are_a_leak_of_a_split_by_proposal()
    {
        _folder.Write("lens-vocabulary.yaml", "proposal: {description: the proposal}\n");
        _session.Workspace.Collections.Refresh();
        Dataset[] replicas = [
            AddCurve("a.dat", "one", "protein", Measure(NextModel())), AddCurve("b.dat", "one", "protein", Measure(NextModel()))];
        _session.Label(replicas[..1], "proposal", "RB1");
        _session.Label(replicas[1..], "proposal", "RB2");
        Dictionary<string, double> halves = new() { ["train"] = 0.5, ["test"] = 0.5 };
        Split(groupBy: ["proposal"], parts: halves);
        Assert.Equal(2, Assigned().Values.Distinct().Count());
        SplitLeak leak = Assert.Single(Audit());
        Assert.Equal((SplitTie.Group, "sample ONE"), (leak.Tie, leak.Evidence));
        Undo();
        Split(groupBy: ["proposal", "sample"], parts: halves);
        Assert.Single(Assigned().Values.Distinct());
        Assert.Empty(Audit());
    }

    [Fact]
    public void A_leak_through_a_dataset_without_a_part_is_named()
    {
        Curve curve = Measure(NextModel());
        Label(AddCurve("a.dat", "one", "protein", curve), "train");
        AddCurve("b.dat", "two", "protein", SimulatedCurves.Of([.. curve.Q], [.. curve.I.Select(x => 3 * x)], null));
        Label(AddCurve("c.dat", "two", "protein", Measure(NextModel())), "test");
        SplitLeak leak = Assert.Single(Audit());
        Assert.Equal(("c", "a"), (leak.One.Name, leak.Other.Name));
        Assert.Contains("through b", leak.Evidence);
    }

    [Fact]
    public void Fractions_that_are_no_whole_are_refused()
    {
        AddSamples(3, 1, 1);
        LensException error = Assert.Throws<LensException>(() => Split(parts: new() { ["train"] = 0.7, ["test"] = 0.2 }));
        Assert.Equal("LensInputInvalid", error.Error.Id);
        Assert.Contains("0.9", error.Error.Message);
        Assert.Equal("LensInputInvalid", Assert.Throws<LensException>(() => Split(stratifyBy: "colour")).Error.Id);
    }

    // Leaks of each kind are planted in collections that have none.
    [Fact]
    public void All_planted_leaks_are_found_and_none_invented_in_a_thousand_collections()
    {
        var random = new Random(11);
        // Sizes that differ by a tenth can be told apart.
        Func<double, double>[] spheres = [.. Enumerable.Range(0, 24).Select(i => SimulatedCurves.Spheres(20 * Math.Pow(1.1, i)))];
        Curve[] curves = [.. spheres.Select(Measure)], again = [.. spheres.Select(Measure)];
        for (int collection = 0; collection < 1000; collection++)
        {
            var models = new Queue<int>(Enumerable.Range(0, curves.Length).OrderBy(_ => random.Next()));
            var subjects = new List<SplitSubject>();
            int Add(string? sample, Curve curve, string part, string? title = null, int minute = 0)
            {
                subjects.Add(SubjectOf(subjects.Count, sample, curve, part, title, minute));
                return subjects.Count - 1;
            }

            for (int i = 0; i < 6; i++) Add($"S{i}", curves[models.Dequeue()], random.Next(2) == 0 ? "train" : "test");
            var planted = new HashSet<(SplitTie, int, int)>();
            foreach (SplitTie tie in Enum.GetValues<SplitTie>().Where(_ => random.Next(2) == 0))
            {
                int model = models.Dequeue();
                Curve other = tie switch
                {
                    SplitTie.Duplicate => Altered(curves[model], random),
                    SplitTie.NearDuplicate => again[model],
                    _ => curves[models.Dequeue()],
                };
                string? sample = tie == SplitTie.Group ? "SAME" : null, title = tie == SplitTie.Series ? "kinetics" : null;
                planted.Add((tie, Add(sample, curves[model], "train", title), Add(sample, other, "test", title, minute: 10)));
            }
            HashSet<(SplitTie, int, int)> found = [.. SplitGroups.Of(subjects, ["sample"]).Links
                .Where(link => subjects[link.One].Part != subjects[link.Other].Part)
                .Select(link => (link.Tie, Math.Min(link.One, link.Other), Math.Max(link.One, link.Other)))];
            Assert.Equal(planted.Order(), found.Order());
        }
    }

    private static Curve Altered(Curve curve, Random random)
    {
        (int from, int to) = random.Next(2) == 0 ? (0, curve.Q.Length) : (random.Next(20), curve.Q.Length - random.Next(30));
        double factor = Math.Exp(4 * (random.NextDouble() - 0.5));
        return SimulatedCurves.Of([.. curve.Q[from..to]], [.. curve.I[from..to].Select(x => x * factor)], null);
    }

    private static SplitSubject SubjectOf(int number, string? sample, Curve curve, string part, string? title, int minute)
    {
        object?[] values = new object?[Enum.GetValues<Term>().Length];
        values[(int)Term.Title] = title;
        values[(int)Term.StartTime] = title is null ? null : new DateTime(2026, 1, 1, 12, minute, 0, DateTimeKind.Utc);
        var version = new FileVersion($"{number}.dat", 1, default);
        var dataset = new Dataset(null!, version, "", true, new MetadataItem?[values.Length], values) { Level = DataLevel.Reduced };
        return new SplitSubject(dataset, $"{number}", [sample], "", part, [CurveFingerprint.Of(curve)!]);
    }

    // Samples of some datasets each, half of them proteins, half colloids.
    private void AddSamples(int count, int fewest, int most, int first = 0)
    {
        for (int i = first; i < first + count; i++)
            for (int k = 0; k < fewest + (i % (most - fewest + 1)); k++)
                AddCurve($"s{i}-{k}.dat", $"s{i}", i % 2 == 0 ? "protein" : "colloid", Measure(NextModel()));
    }

    private Dataset AddCurve(string name, string sample, string kind, Curve curve)
    {
        Dataset dataset = Session.Read(_folder.Write(name, string.Concat(curve.Q.Select((q, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{q:R} {curve.I[i]:R} {curve.Idev?[i] ?? 0:R}\n")))));
        var transaction = new LabelTransaction(_session.Workspace);
        transaction.Add(dataset, new Dictionary<string, string?> { ["sample-group"] = sample, ["sample-class"] = kind });
        transaction.Commit(_session.Port, CancellationToken.None);
        return dataset;
    }

    private void Label(Dataset dataset, string part) => _session.Label([dataset], "split", part);

    private IReadOnlyList<SplitPart> Split(
        long seed = 0,
        string? stratifyBy = null,
        bool isReversed = false,
        Dictionary<string, double>? parts = null,
        string[]? groupBy = null)
    {
        var split = new DatasetSplit(_session.Workspace)
        {
            Parts = parts ?? Usual,
            Seed = seed,
            StratifyBy = stratifyBy,
            GroupBy = groupBy ?? ["sample"],
        };
        IEnumerable<Dataset> datasets = Datasets();
        foreach (Dataset dataset in isReversed ? datasets.Reverse() : datasets) split.Add(dataset);
        return split.Commit(_session.Port, CancellationToken.None);
    }

    private IReadOnlyList<SplitLeak> Audit() => new SplitAudit(_session.Workspace).Run(
        _session.Locator.OfFolder(_folder.Path), Datasets(), _session.Port, CancellationToken.None);

    private void Undo() => new LabelUndo(_session.Workspace).Commit(
        _session.Locator.OfFolder(_folder.Path), _session.Port, CancellationToken.None);

    private Dataset[] Datasets() =>
        [.. new DatasetListing(_session.Workspace).Datasets([_folder.Path], _session.Port, CancellationToken.None)];

    private LedgerState Ledger() => _session.Locator.OfFolder(_folder.Path).Ledger.Read();

    private Dictionary<string, string> Assigned() => Ledger().Current.Where(entry => entry.Name == "split")
        .ToDictionary(entry => Path.GetFileNameWithoutExtension(entry.Path), entry => entry.Value!);

    private Func<double, double> NextModel() => SimulatedCurves.Spheres(15 * Math.Pow(1.03, _models++));

    private Curve Measure(Func<double, double> model) => _simulation.Measure(model, SimulatedCurves.Grid(0.005, 0.4, 120), 0.003);
}
