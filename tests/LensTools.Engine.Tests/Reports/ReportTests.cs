using System.Text.Json;
using System.Xml.Linq;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Reports;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Reports;

/// <summary>Reports say the same in every format, and what has changed since an earlier one.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Rows = "# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _folder = new(), _reports = new();

    public ReportTests()
    {
        _folder.Write("good.dat", "# Sample: water\n" + Rows);
        _folder.Write("sub/unnamed.dat", Rows);
        _folder.Write("sub/order & more.dat", "# Sample: |oil|\n" + Rows.Replace("0.03", "0.02", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _reports.Dispose();
    }

    [Fact]
    public void A_row_for_each_finding_with_its_file_relative_to_the_folder()
    {
        Export("all.csv");
        string[] lines = File.ReadAllLines(_reports["all.csv"]);
        Assert.StartsWith(
            "\uFEFFFile,Entry,Verdict,Rule,Severity,", lines[0] is var first && first[0] == '\uFEFF' ? first : "\uFEFF" + first);
        Assert.Contains(lines, line =>
            line.StartsWith("sub/unnamed.dat,,NeedsInformation,Metadata.Sample,Error,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("sub/order & more.dat,,UsableWithWarnings,Data.QOrder,", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_mended_new_and_still_open_since_an_earlier_report()
    {
        Export("before.json");
        _folder.Write("sub/unnamed.dat", "# Sample: water\n" + Rows);
        _folder.Write("new.dat", Rows);
        Export("now.json", since: "before.json");
        using JsonDocument now = JsonDocument.Parse(File.ReadAllText(_reports["now.json"]));
        JsonElement mended = Assert.Single(now.RootElement.GetProperty("mended").EnumerateArray(), Is("Metadata.Sample"));
        Assert.Equal("sub/unnamed.dat", mended.GetProperty("file").GetString());
        JsonElement added = Assert.Single(now.RootElement.GetProperty("rows").EnumerateArray(), Is("Metadata.Sample"));
        Assert.Equal(("new.dat", "New"), (added.GetProperty("file").GetString(), added.GetProperty("change").GetString()));
        JsonElement open = Assert.Single(now.RootElement.GetProperty("rows").EnumerateArray(), Is("Data.QOrder"));
        Assert.Equal("StillOpen", open.GetProperty("change").GetString());
        Export("now.md", since: "before.json");
        Assert.Contains("Mended: sub/unnamed.dat, Metadata.Sample", File.ReadAllText(_reports["now.md"]), StringComparison.Ordinal);

        static Predicate<JsonElement> Is(string rule) => row => row.GetProperty("rule").GetString() == rule;
    }

    [Fact]
    public void Build_servers_read_tests_and_code_hosts_results()
    {
        Export("tests.xml");
        XElement suite = XDocument.Load(_reports["tests.xml"]).Descendants("testsuite").Single();
        Assert.Equal(
            ("3", "1", "0"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        Assert.Equal("Metadata.Sample", Assert.Single(suite.Descendants("failure")).Attribute("type")!.Value);

        Export("code.sarif");
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllText(_reports["code.sarif"]));
        JsonElement run = sarif.RootElement.GetProperty("runs")[0];
        JsonElement rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        // SARIF 2.1.0, 3.27.6: the index is that of the rule in the tool's list.
        Assert.All(run.GetProperty("results").EnumerateArray(), result => Assert.Equal(
            result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.Contains(run.GetProperty("results").EnumerateArray(), result => UriOf(result) == "sub/order%20%26%20more.dat");

        static string? UriOf(JsonElement result) => result.GetProperty("locations")[0]
            .GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString();
    }

    [Fact]
    public void Data_are_never_replaced_by_a_report()
    {
        string data = _folder["good.dat"];
        string before = File.ReadAllText(data);
        foreach (bool force in new[] { false, true })
        {
            Assert.Throws<LensException>(() => new ReportExport(new Session().Workspace) { Path = data, Format = "Csv", Force = force }
                .Write(Report.Of(Results(), DateTime.UtcNow), new Recorder(), TestContext.Current.CancellationToken));
        }
        Assert.Equal(before, File.ReadAllText(data));
        Assert.Equal("LensReportInvalid", Assert.Throws<LensException>(() => Export("x.csv", since: data)).Error.Id);
    }

    [Fact]
    public void A_report_on_a_part_is_compared_with_one_on_all_and_the_other_way_round()
    {
        Export("all.json");
        _folder.Write("sub/unnamed.dat", "# Sample: water\n" + Rows);
        JsonElement part = Compared(Path.Combine(_folder.Path, "sub"), "all.json", "part.json");
        Assert.Equal("unnamed.dat", Assert.Single(part.GetProperty("mended").EnumerateArray()).GetProperty("file").GetString());
        Assert.Equal("StillOpen", Assert.Single(part.GetProperty("rows").EnumerateArray()).GetProperty("change").GetString());
        _folder.Write("good.dat", Rows);
        JsonElement all = Compared(_folder.Path, "part.json", "again.json");
        Assert.Equal(
            new[] { ("good.dat", "New"), ("sub/order & more.dat", "StillOpen") },
            all.GetProperty("rows").EnumerateArray()
                .Select(row => (row.GetProperty("file").GetString()!, row.GetProperty("change").GetString()!)));
        Assert.Empty(all.GetProperty("mended").EnumerateArray());

        JsonElement Compared(string folder, string since, string name)
        {
            Assert.True(new ReportExport(new Session().Workspace) { Path = _reports[name], Since = _reports[since] }
                .Write(Report.Of(Results(folder), DateTime.UtcNow), new Recorder(), TestContext.Current.CancellationToken));
            return JsonDocument.Parse(File.ReadAllText(_reports[name])).RootElement;
        }
    }

    [Fact]
    public void What_was_not_tested_again_is_not_mended()
    {
        Export("all.json");
        using var workspace = new Workspace();
        TestResult[] one = [.. Results().Where(result => result.Name == "good")];
        Report now = Report.Of(one, DateTime.UtcNow) with { Root = _folder.Path };
        Assert.True(new ReportExport(new Session().Workspace) { Path = _reports["now.json"], Since = _reports["all.json"] }
            .Write(now, new Recorder(), TestContext.Current.CancellationToken));
        Assert.Empty(JsonDocument.Parse(File.ReadAllText(_reports["now.json"])).RootElement.GetProperty("mended").EnumerateArray());
    }

    [Fact]
    public void What_only_a_folder_shows_and_what_could_not_be_checked_is_in_every_format()
    {
        TestResult[] results = Results();
        ProfileStamp profile = results[0].Profile;
        var missing = new Finding(
            "Collection.MissingRun",
            Severity.Error,
            new Location(_folder.Path),
            "run 7 is missing",
            "all",
            "Ask.",
            new Remedy(Party.Uploader));
        TestResult whole = new(Path.GetFileName(_folder.Path), _folder.Path, null, profile, [missing], []) { IsOfFolder = true };
        var gone = new RuleFailure("Data.QOrder", new LensError(ErrorKind.ReadFailed, "the disk is gone", "x", "Wait."));
        results[0] = results[0] with { Failures = [gone] };
        Report report = Report.Of([.. results, whole], DateTime.UtcNow);
        foreach (string format in ReportExport.Formats)
            Assert.True(new ReportExport(new Session().Workspace) { Path = _reports[format], Format = format }
                .Write(report, new Recorder(), TestContext.Current.CancellationToken));
        string Text(string format) => File.ReadAllText(_reports[format]);
        Assert.All(ReportExport.Formats, format => Assert.Contains("run 7 is missing", Text(format), StringComparison.Ordinal));
        Assert.All(ReportExport.Formats, format => Assert.Contains("the disk is gone", Text(format), StringComparison.Ordinal));
        XElement suite = XDocument.Load(_reports["Junit"]).Descendants("testsuite").Single();
        Assert.Equal(("4", "2", "1"), (
            suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        Assert.Contains("NotChecked,Data.QOrder", Text("Csv"), StringComparison.Ordinal);
        using JsonDocument sarif = JsonDocument.Parse(Text("Sarif"));
        JsonElement invocation = sarif.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Single(invocation.GetProperty("toolExecutionNotifications").EnumerateArray());
    }

    private void Export(string name, string? since = null) => Assert.True(new ReportExport(new Session().Workspace)
    {
        Path = _reports[name],
        Since = since is null ? null : Path.Combine(_reports.Path, since),
    }.Write(Report.Of(Results(), DateTime.UtcNow), new Recorder(), TestContext.Current.CancellationToken));

    private TestResult[] Results() => Results(_folder.Path);

    private static TestResult[] Results(string folder)
    {
        using var workspace = new Workspace();
        return [.. new Curator(workspace) { Rules = new RuleSelection(["Metadata.Sample", "Data.QOrder"], []) }
            .Curate(new DatasetListing(workspace) { Recurse = true }, [folder], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];
    }
}
