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
            Assert.Throws<LensException>(() => new ReportExport { Path = data, Format = "Csv", Force = force }
                .Write(Report.Of(Results(), DateTime.UtcNow), new Recorder()));
        }
        Assert.Equal(before, File.ReadAllText(data));
        Assert.Equal("LensReportInvalid", Assert.Throws<LensException>(() => Export("x.csv", since: data)).Error.Id);
    }

    private void Export(string name, string? since = null) => Assert.True(new ReportExport
    {
        Path = _reports[name],
        Since = since is null ? null : Path.Combine(_reports.Path, since),
    }.Write(Report.Of(Results(), DateTime.UtcNow), new Recorder()));

    private TestResult[] Results()
    {
        using var workspace = new Workspace();
        return [.. new Curator(workspace) { Rules = new RuleSelection(["Metadata.Sample", "Data.QOrder"], []) }
            .Curate(new DatasetListing(workspace) { Recurse = true }, [_folder.Path], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];
    }
}
