using System.Text.Json;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Checks;

/// <summary>Each rule on a curve that breaks it and on one that does not; verdicts; profiles.</summary>
public sealed class CheckerTests : IDisposable
{
    private const string Good =
        "# Sample: water\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    // Every deviation is four percent of its intensity.
    private const string Guessed =
        "# Sample: water\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n"
            + "0.01 10 0.4\n0.02 9 0.36\n0.03 8 0.32\n0.04 7 0.28\n0.05 6 0.24\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_curve_is_usable()
    {
        TestResult result = Check(Good);
        Assert.Equal(Verdict.Usable, result.Verdict);
        Assert.Empty(result.Findings);
    }

    [Theory]
    [InlineData("# Sample: water\n", "", "Metadata.Sample", Verdict.NeedsInformation)]
    [InlineData("# Sample: water", "# Sample: unknown", "Metadata.Sample", Verdict.NeedsInformation)]
    [InlineData("# Sample: water", "# Sample: water\n# Title: Untitled", "Metadata.Title", Verdict.NeedsInformation)]
    [InlineData("# Sample: water", "# Sample: water\n# Proposal: 99999", "Metadata.Proposal", Verdict.UsableWithWarnings)]
    [InlineData("# Instrument: LOQ\n", "", "Metadata.Instrument", Verdict.UsableWithWarnings)]
    [InlineData("0.05 6 1", "5 6 1", "Data.QUnit", Verdict.NeedsInformation)]
    [InlineData("0.03 8 1", "0.02 8 1", "Data.QOrder", Verdict.UsableWithWarnings)]
    [InlineData("0.01 10 1", "0 10 1", "Data.QOrder", Verdict.UsableWithWarnings)]
    [InlineData("0.03 8 1", "0.03 8 0", "Data.Uncertainty", Verdict.NeedsInformation)]
    [InlineData("0.03 8 1", "0.03 8 nan", "Data.Uncertainty", Verdict.NeedsInformation)]
    [InlineData("0.03 8 1", "0.03 nan 1", "Data.Intensity", Verdict.UsableWithWarnings)]
    [InlineData("0.03 8 1", "0.03 -8 1", "Data.Intensity", Verdict.UsableWithWarnings)]
    public void Each_rule_finds_what_it_is_for_and_nothing_else_does(string old, string @new, string rule, Verdict verdict)
    {
        TestResult result = Check(Good.Replace(old, @new, StringComparison.Ordinal));
        // Without an instrument, the technique is known by half.
        Finding finding = Assert.Single(result.Findings, found => found.Rule != "Metadata.Technique");
        Assert.Equal(rule, finding.Rule);
        Assert.Equal(verdict, result.Verdict);
        Assert.NotEqual("", finding.Advice);
        Assert.Equal(_folder["a.dat"], finding.Location.Path);
        if (rule is "Data.QOrder" or "Data.Uncertainty" or "Data.Intensity") Assert.NotEqual("", finding.Location.Within);
    }

    [Fact]
    public void Uncertainties_that_are_a_fixed_part_were_not_measured()
    {
        TestResult result = Check(Guessed);
        Assert.Equal("Data.Uncertainty", Assert.Single(result.Findings).Rule);
        Assert.Contains("4.00", result.Findings[0].Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_intensities_within_their_noise_are_fine()
    {
        // glucose_isomerase.dat of BioXTAS RAW has 101 of 474 points at or below zero, all within their deviations.
        TestResult result = Check(Good.Replace("0.04 7 1", "0.04 -0.7 1", StringComparison.Ordinal).Replace(
            "0.05 6 1", "0.05 -1.2 1", StringComparison.Ordinal));
        Assert.Equal(Verdict.Usable, result.Verdict);
    }

    [Fact]
    public void The_second_copy_is_the_duplicate()
    {
        string[] paths = [.. new[] { "a.dat", "b.dat", "c.dat" }.Select(
            name => _folder.Write(name, name == "c.dat" ? Good.Replace("10 1", "11 1", StringComparison.Ordinal) : Good))];
        IReadOnlyList<TestResult> results = Check(NewCurator(), paths);
        Assert.Equal([Verdict.Usable, Verdict.UsableWithWarnings, Verdict.Usable], results.Select(r => r.Verdict));
        Assert.Contains("a.dat", Assert.Single(results[1].Findings).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_rejected_whatever_rules_are_chosen()
    {
        TestResult result = Assert.Single(Check(NewCurator(only: ["Metadata.Title"]), _folder.Write("a.xml", "<SASroot>")));
        Assert.Equal(Verdict.Rejected, result.Verdict);
        Assert.Equal("Readability.File", Assert.Single(result.Findings).Rule);
    }

    [Fact]
    public void A_row_without_a_value_shifts_no_other()
    {
        const string Xml = "<SASroot><SASentry name=\"e\"><Title>t</Title><SASdata><Idata><Q unit=\"1/A\">0.1</Q></Idata><Idata>"
            + "<Q unit=\"1/A\">0.2</Q><I unit=\"1/cm\">1</I></Idata></SASdata><SASsample><ID>s</ID></SASsample><SASinstrument>"
            + "<name>LOQ</name></SASinstrument></SASentry></SASroot>";
        TestResult result = Assert.Single(Check(NewCurator(), _folder.Write("a.xml", Xml)));
        Finding finding = Assert.Single(result.Findings, finding => finding.Rule == "Data.DamagedRows");
        Assert.Contains("1 of 2 rows of SASdata data 1 have no I", finding.Seen, StringComparison.Ordinal);
        Signal curve = Assert.Single(result.Dataset!.ReadSignals(TestContext.Current.CancellationToken));
        Assert.Equal([0.1, 0.2], curve.Q);
        Assert.Equal([double.NaN, 1], curve.I);
    }

    [Fact]
    public void A_file_that_is_gone_is_rejected_and_says_so()
    {
        string path = _folder.Write("a.dat", Good);
        Dataset dataset = Session.Read(path);
        File.Delete(path);
        TestResult result = Check(NewCurator(), dataset);
        Assert.Equal(Verdict.Rejected, result.Verdict);
        Assert.Contains("no longer exists", Assert.Single(result.Findings).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_twin_is_nobodys_twin()
    {
        Dataset first = Session.Read(_folder.Write("a.dat", Good)), second = Session.Read(_folder.Write("b.dat", Good));
        Curator curator = NewCurator();
        Check(curator, first);
        File.Delete(first.Path);
        Assert.Equal(Verdict.Usable, Check(curator, second).Verdict);
    }

    [Fact]
    public void A_dataset_without_a_point_is_rejected()
    {
        const string Xml = "<SASroot><SASentry name=\"e\"><Title>t</Title><SASdata></SASdata><SASsample><ID>s</ID></SASsample>"
            + "<SASinstrument><name>LOQ</name></SASinstrument></SASentry></SASroot>";
        TestResult result = Assert.Single(Check(NewCurator(), _folder.Write("a.xml", Xml)));
        // What the definition requires and the file lacks is said beside it.
        Finding found = Assert.Single(result.Findings, finding => finding.Rule != "Format.Definition");
        Assert.Equal(("Data.Points", Verdict.Rejected), (found.Rule, result.Verdict));
    }

    [Fact]
    public void A_label_stands_in_for_a_name_that_the_file_lacks()
    {
        Collection.Create(_folder.Path, "test", null, null);
        var session = new Session();
        Dataset dataset = Session.Read(_folder.Write("a.dat", Good.Replace("# Sample: water\n", "", StringComparison.Ordinal)));
        var curator = new Curator(session.Workspace);
        Assert.Equal(Verdict.NeedsInformation, Check(curator, dataset).Verdict);
        session.Label([dataset], "sample-name", "water");
        Assert.Equal(Verdict.Usable, Check(curator, dataset).Verdict);
    }

    [Fact]
    public void The_benchmark_profile_is_stricter()
    {
        // A negative intensity is a warning for training. Who gave no uncertainties can still send them, by either profile.
        string path = _folder.Write(
            "a.dat", Good.Replace("0.03 8 1", "0.03 -8 1", StringComparison.Ordinal).Insert(0, "# Proposal: 2210045\n"));
        Assert.Equal(Verdict.UsableWithWarnings, Assert.Single(Check(NewCurator("training"), path)).Verdict);
        Assert.Equal(Verdict.Rejected, Assert.Single(Check(NewCurator("benchmark"), path)).Verdict);
    }

    [Fact]
    public void A_result_says_by_which_profile_it_was_judged()
    {
        string path = _folder.Write("a.dat", Good);
        string own = _folder.Write("own.yaml", "schema: 1\nversion: 7\nrules:\n  Data.QOrder: error\n");
        string same = _folder.Write("same.yaml", "# another word\nversion: 8\nrules: {Data.QOrder: error}\n");
        ProfileStamp stamp = Assert.Single(Check(NewCurator(own), path)).Profile,
            other = Assert.Single(Check(NewCurator(same), path)).Profile;
        Assert.Equal(("own", 7), (stamp.Name, stamp.Version));
        Assert.Matches("^[0-9a-f]{64}$", stamp.Hash);
        Assert.Equal(stamp.Hash, other.Hash);
        Assert.NotEqual(stamp.Hash, Profile.Load("training").Stamp.Hash);
    }

    [Fact]
    public void A_threshold_of_a_profile_counts()
    {
        string path = _folder.Write("a.dat", Guessed);
        string own = _folder.Write("own.yaml", "thresholds:\n  constantDeviation: 0\n");
        Assert.Equal("Data.Uncertainty", Assert.Single(Assert.Single(Check(NewCurator(), path)).Findings).Rule);
        Assert.Empty(Assert.Single(Check(NewCurator(own), path)).Findings);
    }

    [Fact]
    public void The_profile_of_the_collection_counts_in_every_folder_of_a_run()
    {
        Collection.Create(Directory.CreateDirectory(_folder["strict"]).FullName, "strict", null, "benchmark");
        Collection.Create(Directory.CreateDirectory(_folder["lenient"]).FullName, "lenient", null, "training");
        string negative = Good.Replace("0.03 8 1", "0.03 -8 1", StringComparison.Ordinal).Insert(0, "# Proposal: 2210045\n");
        string[] paths = [_folder.Write("strict/a.dat", negative), _folder.Write("lenient/b.dat", negative + "0.06 5 1\n")];
        Assert.Equal(
            [("benchmark", Verdict.Rejected), ("training", Verdict.UsableWithWarnings)],
            Check(NewCurator(null), paths).Select(result => (result.Profile.Name, result.Verdict)));
    }

    [Fact]
    public void A_collection_whose_profile_is_broken_is_neither_rejected_nor_usable()
    {
        _folder.Write("own.yaml", "nonsense: 1\n");
        _folder.Write(Collection.FileName, "name: one\nprofile: own.yaml\n");
        TestResult result = Assert.Single(Check(NewCurator(null), _folder.Write("a.dat", Good)));
        Assert.Equal(Verdict.NotChecked, result.Verdict);
        Assert.Equal("LensProfileInvalid", Assert.Single(result.Failures).Error.Id);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public void Shards_that_were_gathered_apart_find_the_duplicate_when_they_are_joined()
    {
        DatasetFacts[] first = [new("/a/1.dat", null, 10) { Sha256 = "aa" }, new("/a/2.dat", null, 11) { Sha256 = "bb" }];
        DatasetFacts[] second = [new("/b/1.dat", "x", 11) { Sha256 = "bb" }, new("/b/2.dat", null, 11) { Sha256 = "cc" }];
        var rule = RuleRegistry.CollectionRules.Single(r => r.Info.Id == "Collection.Duplicate");
        Assert.All(new[] { first, second }, shard => Assert.Empty(Add(rule.Begin(), shard)));
        Observation found = Assert.Single(Add(rule.Begin(), [.. first, .. second]));
        Assert.Equal("/b/1.dat", found.Location.Path);
        Assert.Contains("/a/2.dat", found.Seen, StringComparison.Ordinal);

        static Observation[] Add(ICollectionPass pass, DatasetFacts[] facts) => [.. facts.SelectMany(pass.Add)];
    }

    [Theory]
    [InlineData("rules:\n  No.Such: error\n", "No.Such")]
    [InlineData("rules:\n  Data.QUnit: dreadful\n", "line 2")]
    [InlineData("nonsense: 1\n", "there is no key \"nonsense\"")]
    [InlineData("rules:\n  Data.QUnit: 99\n", "99 is not a valid severity")]
    [InlineData("thresholds:\n  largestQQ: 2\n", "largestQQ")]
    [InlineData("basedOn: own.yaml\n", "based on itself")]
    [InlineData("schema: 2\n", "uses version 2 of the profile schema")]
    [InlineData("rules:\n  Data.QUnit: error\n  Data.QUnit: off\n", "line 2: the key \"Data.QUnit\" appears a second time")]
    [InlineData("description: x\nrules:\n\tData.QUnit: off\n", "line 3: it is indented with a tab")]
    [InlineData("just words\n", "line 1")]
    public void A_broken_profile_is_named_with_its_place(string yaml, string part)
    {
        LensException error = Assert.Throws<LensException>(() => Profile.Load(_folder.Write("own.yaml", yaml)));
        Assert.Equal("LensProfileInvalid", error.Error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_of_profiles_allows_what_the_loader_takes()
    {
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(
            Repository.Root, "module", "bin", "profile.schema.json")));
        JsonElement properties = schema.RootElement.GetProperty("properties"),
            rules = properties.GetProperty("rules"),
            thresholds = properties.GetProperty("thresholds");
        Assert.Equal(Profile.SchemaVersion, properties.GetProperty("schema").GetProperty("const").GetInt32());
        Assert.Equal(
            Enum.GetNames<Severity>().Select(name => name.ToLowerInvariant()).Order(),
            rules.GetProperty("additionalProperties").GetProperty("enum").EnumerateArray().Select(value => value.GetString()).Order());
        Assert.All(RuleRegistry.All, info =>
        {
            Assert.Matches(rules.GetProperty("propertyNames").GetProperty("pattern").GetString()!, info.Id);
            Assert.All(
                info.Thresholds,
                threshold => Assert.Matches(thresholds.GetProperty("propertyNames").GetProperty("pattern").GetString()!, threshold.Name));
        });
        // A profile that says something by every key of the schema, and by no other, is loaded.
        var example = new Dictionary<string, string>
        {
            ["schema"] = "1",
            ["version"] = "1",
            ["description"] = "x",
            ["basedOn"] = "training",
            ["rules"] = "{Data.QUnit: off}",
            ["thresholds"] = "{largestQ: 1}"
        };
        Assert.Equal(example.Keys.Order(), properties.EnumerateObject().Select(property => property.Name).Order());
        Profile.Load(_folder.Write("own.yaml", string.Concat(example.Select(pair => $"{pair.Key}: {pair.Value}\n"))));
    }

    [Fact]
    public void Every_rule_has_a_name_of_its_own_and_says_what_it_does()
    {
        Assert.Equal(RuleRegistry.All.Count, RuleRegistry.All.Select(info => info.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.True(RuleRegistry.All.Count >= 50, $"{RuleRegistry.All.Count} rules");
        Assert.All(RuleRegistry.All, info =>
        {
            Assert.StartsWith($"{info.Category}.", info.Id, StringComparison.Ordinal);
            Assert.EndsWith(".", info.Description, StringComparison.Ordinal);
            Assert.EndsWith(".", info.Explanation, StringComparison.Ordinal);
            // Whoever is to answer needs to be asked something.
            Assert.Equal(info.Remedy.Request is not null, info.Remedy.IsAnswerable);
            Assert.True(info.Remedy.Request is not { } request || request.EndsWith('?'), info.Id);
        });
        Assert.All(RuleRegistry.All.SelectMany(info => info.Thresholds), threshold => Assert.NotEqual("", threshold.Source));
    }

    private TestResult Check(string text) => Assert.Single(Check(NewCurator(), _folder.Write("a.dat", text)));

    private static IReadOnlyList<TestResult> Check(Curator curator, params string[] paths) =>
        [.. curator.Curate(new DatasetListing(new Workspace()) { Named = paths.ToHashSet() }, paths, new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];

    private static TestResult Check(Curator curator, Dataset dataset) =>
        Assert.Single(
            curator.Complete(
                curator.CheckDataset(dataset, CancellationToken.None),
                new DatasetListing(new Workspace()),
                new Recorder(),
                CancellationToken.None).Results);

    private static Curator NewCurator(string? profile = "training", string[]? only = null) =>
        new(new Session().Workspace) { Profile = profile, Rules = new RuleSelection(only ?? [], []) };
}
