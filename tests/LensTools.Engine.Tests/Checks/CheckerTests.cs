using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Checks;

/// <summary>Each rule on a curve that breaks it and on one that does not; verdicts; profiles.</summary>
public sealed class CheckerTests : IDisposable
{
    private const string Good = "# Sample: water\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

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
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(rule, finding.Rule);
        Assert.Equal(verdict, result.Verdict);
        Assert.NotEqual("", finding.Advice);
        Assert.NotEqual("", finding.Location);
    }

    [Fact]
    public void Uncertainties_that_are_a_fixed_part_were_not_measured()
    {
        TestResult result = Check("# Sample: water\n# Instrument: LOQ\n0.01 10 0.4\n0.02 9 0.36\n0.03 8 0.32\n0.04 7 0.28\n0.05 6 0.24\n");
        Assert.Equal("Data.Uncertainty", Assert.Single(result.Findings).Rule);
        Assert.Contains("4.00", result.Findings[0].Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_intensities_within_their_noise_are_fine()
    {
        // glucose_isomerase.dat of BioXTAS RAW has 101 of 474 points at or below zero, all within their deviations.
        TestResult result = Check(Good.Replace("0.04 7 1", "0.04 -0.7 1", StringComparison.Ordinal).Replace("0.05 6 1", "0.05 -1.2 1", StringComparison.Ordinal));
        Assert.Equal(Verdict.Usable, result.Verdict);
    }

    [Fact]
    public void The_second_copy_is_the_duplicate()
    {
        Checker checker = MakeChecker();
        TestResult[] results = [.. new[] { "a.dat", "b.dat", "c.dat" }.SelectMany(name => Check(checker, _folder.Write(name, name == "c.dat" ? Good.Replace("10 1", "11 1", StringComparison.Ordinal) : Good)))];
        Assert.Equal([Verdict.Usable, Verdict.UsableWithWarnings, Verdict.Usable], results.Select(r => r.Verdict));
        Assert.Contains("a.dat", Assert.Single(results[1].Findings).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_rejected_whatever_rules_are_chosen()
    {
        Checker checker = MakeChecker(only: ["Metadata.Title"]);
        TestResult result = Assert.Single(Check(checker, _folder.Write("a.xml", "<SASroot>")));
        Assert.Equal(Verdict.Rejected, result.Verdict);
        Assert.Equal("Readability.File", Assert.Single(result.Findings).Rule);
    }

    [Fact]
    public void Columns_of_different_length_are_one_finding()
    {
        const string Xml = "<SASroot><SASentry name=\"e\"><Title>t</Title><SASdata><Idata><Q unit=\"1/A\">0.1</Q></Idata><Idata><Q unit=\"1/A\">0.2</Q><I unit=\"1/cm\">1</I></Idata></SASdata><SASsample><ID>s</ID></SASsample><SASinstrument><name>LOQ</name></SASinstrument></SASentry></SASroot>";
        TestResult result = Assert.Single(Check(MakeChecker(), _folder.Write("a.xml", Xml)));
        Assert.Equal("Readability.Arrays", Assert.Single(result.Findings).Rule);
        Assert.Equal(Verdict.Rejected, result.Verdict);
    }

    [Fact]
    public void A_file_that_is_gone_is_rejected_and_says_so()
    {
        string path = _folder.Write("a.dat", Good);
        Dataset dataset = Session.Read(path);
        File.Delete(path);
        TestResult result = MakeChecker().Check(dataset, CancellationToken.None);
        Assert.Equal(Verdict.Rejected, result.Verdict);
        Assert.Contains("not there any more", Assert.Single(result.Findings).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_twin_is_nobodys_twin()
    {
        Dataset first = Session.Read(_folder.Write("a.dat", Good)), second = Session.Read(_folder.Write("b.dat", Good));
        Checker checker = MakeChecker();
        checker.Check(first, CancellationToken.None);
        File.Delete(first.Path);
        Assert.Equal(Verdict.Usable, checker.Check(second, CancellationToken.None).Verdict);
    }

    [Fact]
    public void A_dataset_without_a_point_is_rejected()
    {
        const string Xml = "<SASroot><SASentry name=\"e\"><Title>t</Title><SASdata></SASdata><SASsample><ID>s</ID></SASsample><SASinstrument><name>LOQ</name></SASinstrument></SASentry></SASroot>";
        TestResult result = Assert.Single(Check(MakeChecker(), _folder.Write("a.xml", Xml)));
        Assert.Equal(("Data.Points", Verdict.Rejected), (Assert.Single(result.Findings).Rule, result.Verdict));
    }

    [Fact]
    public void A_label_stands_in_for_a_name_that_the_file_lacks()
    {
        Collection.Create(_folder.Path, "test", null, null);
        var session = new Session();
        Dataset dataset = Session.Read(_folder.Write("a.dat", Good.Replace("# Sample: water\n", "", StringComparison.Ordinal)));
        Checker checker = new(Profile.Load("training"), session.Labels, session.Identities, [], []);
        Assert.Equal(Verdict.NeedsInformation, checker.Check(dataset, CancellationToken.None).Verdict);
        session.Label([dataset], "sample-name", "water");
        Assert.Equal(Verdict.Usable, checker.Check(dataset, CancellationToken.None).Verdict);
    }

    [Fact]
    public void The_benchmark_profile_is_stricter()
    {
        TestResult result = Assert.Single(Check(MakeChecker("benchmark"), _folder.Write("a.dat", Good.Replace(" 1\n", "\n", StringComparison.Ordinal))));
        Assert.Equal(Verdict.Rejected, result.Verdict);
    }

    [Theory]
    [InlineData("rules:\n  No.Such: error\n", "No.Such")]
    [InlineData("rules:\n  Data.QUnit: dreadful\n", "line 2")]
    [InlineData("nonsense: 1\n", "there is no key \"nonsense\"")]
    [InlineData("rules:\n  Data.QUnit: 99\n", "99 is no weight")]
    [InlineData("limits:\n  largestQQ: 2\n", "largestQQ")]
    [InlineData("basedOn: own.yaml\n", "based on itself")]
    [InlineData("just words\n", "line 1")]
    public void A_broken_profile_is_named_with_its_place(string yaml, string part)
    {
        LensException error = Assert.Throws<LensException>(() => Profile.Load(_folder.Write("own.yaml", yaml)));
        Assert.Equal("LensProfileInvalid", error.Error.Id);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_has_a_name_of_its_own_and_says_what_it_does()
    {
        Assert.Equal(RuleRegistry.Rules.Count, RuleRegistry.Rules.Select(r => r.Id).Distinct().Count());
        Assert.True(RuleRegistry.Rules.Count >= 10);
        Assert.All(RuleRegistry.Rules, rule => Assert.EndsWith(".", rule.Description, StringComparison.Ordinal));
    }

    private TestResult Check(string text) => Assert.Single(Check(MakeChecker(), _folder.Write("a.dat", text)));

    private static IReadOnlyList<TestResult> Check(Checker checker, string path) => checker.Check(path, FormatRegistry.Describe(path), CancellationToken.None);

    private static Checker MakeChecker(string profile = "training", string[]? only = null)
    {
        var session = new Session();
        return new Checker(Profile.Load(profile), session.Labels, session.Identities, only ?? [], []);
    }
}
