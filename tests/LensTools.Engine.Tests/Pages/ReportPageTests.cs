using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;
using LensTools.Engine.Reports;
using LensTools.Testing;
using PuppeteerSharp;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Pages;

/// <summary>The page of a report, as a colleague uses it in a browser.</summary>
public sealed class ReportPageTests : IDisposable
{
    private const string Hostile = "<script>window.owned=1</script><img src=x onerror=window.owned=1>\"'&";

    private readonly TestFolder _folder = new(), _reports = new();
    private readonly Workspace _workspace;

    public ReportPageTests()
    {
        _workspace = new Workspace(stateFolder: _reports["state"]);
        Write("a_good", "water", i => 100 * Math.Exp(-i * i * 5e-4));
        Write("b_outlier", "oil", i => i == 30 ? 900 : 100 * Math.Exp(-i * i * 5e-4));
        Write("c_hostile", Hostile, i => 100 * Math.Exp(-i * i * 5e-4));
        // Two of one sample.
        Write("d_good", "water", i => 50 * Math.Exp(-i * i * 5e-4));
        _folder.Write("e_unnamed.dat", "# Q (1/A) I (1/cm) dI (1/cm)\n" + Rows(i => 10 - (0.1 * i)));
        _folder.Write("lens.yaml", "name: pages\n");
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
        _reports.Dispose();
    }

    [Fact]
    public async Task Nothing_is_loaded_and_nothing_fails_and_hostile_values_are_text()
    {
        await using Browser browser = await Browser.Open(Export());
        Assert.Empty(browser.Problems);
        Assert.All(browser.Requests, url => Assert.StartsWith("file:", url, StringComparison.Ordinal));
        Assert.Single(browser.Requests);
        Assert.True(await browser.Value<bool>("window.owned === undefined"));
        string list = await browser.Value<string>("document.querySelector('#list tbody').textContent");
        Assert.Contains(Hostile, list, StringComparison.Ordinal);
        Assert.Equal(5, await browser.Value<int>("document.querySelectorAll('#datasets article').length"));
    }

    [Fact]
    public async Task It_filters_by_verdict_rule_and_words()
    {
        TestResult[] results = Results();
        await using Browser browser = await Browser.Open(Export());
        Task<int> Count(string elements, string condition) =>
            browser.Value<int>($"[...document.querySelectorAll('{elements}')].filter(one => {condition}).length");
        Task<int> Shown() => Count("#list tbody tr", "!one.hidden");
        Task<int> Cards() => Count("article", "one.offsetParent !== null");
        string verdict = $"{results[1].Verdict}";
        await browser.Page.SelectAsync("select[name=verdict]", verdict);
        int expected = results.Count(result => $"{result.Verdict}" == verdict);
        Assert.Equal((expected, expected), (await Shown(), await Cards()));
        Assert.Equal($"{expected} of 5 datasets", await browser.Value<string>("document.querySelector('#count').textContent"));
        await browser.Page.SelectAsync("select[name=verdict]", "");
        await browser.Page.SelectAsync("select[name=rule]", "Data.Outliers");
        Assert.Equal(results.Count(result => result.Findings.Any(finding => finding.Rule == "Data.Outliers")), await Shown());
        await browser.Page.SelectAsync("select[name=rule]", "");
        await browser.Page.TypeAsync("input[name=text]", "c_hostile window.owned");
        Assert.Equal(1, await Shown());
    }

    [Fact]
    public async Task It_sorts_by_any_column_with_the_keyboard()
    {
        await using Browser browser = await Browser.Open(Export());
        Task<string[]> Names() =>
            browser.Value<string[]>("[...document.querySelectorAll('#list tbody tr')].map(row => row.cells[0].textContent)");
        string[] before = await Names();
        await browser.Page.FocusAsync("#list thead th button");
        await browser.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(before.Order(StringComparer.Ordinal), await Names());
        await browser.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(before.OrderDescending(StringComparer.Ordinal), await Names());
        Assert.Equal("descending", await browser.Value<string>("document.querySelector('#list thead th').getAttribute('aria-sort')"));
    }

    [Theory]
    [InlineData(1280, "light")]
    [InlineData(390, "dark")]
    public async Task Axe_finds_no_serious_fault(int width, string scheme)
    {
        await using Browser browser = await Browser.Open(Export(), width: width);
        await browser.Page.EmulateMediaFeaturesAsync(
            [new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await browser.Page.EvaluateExpressionAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
        Assert.Empty(await browser.AccessibilityFaults());
        // Nothing sticks out to the side.
        Assert.True(await browser.Value<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task Without_scripts_all_is_there_but_the_filters()
    {
        await using Browser browser = await Browser.Open(Export(), hasScripts: false);
        // What is read of the page does not run in it.
        string html = await browser.Page.GetContentAsync();
        Assert.Contains("b_outlier.dat", html, StringComparison.Ordinal);
        IElementHandle form = await browser.Page.QuerySelectorAsync("form.filters");
        Assert.Null(await form.BoundingBoxAsync());
        IElementHandle[] cards = await browser.Page.QuerySelectorAllAsync("article");
        Assert.Equal(5, cards.Length);
        foreach (IElementHandle card in cards) Assert.NotNull(await card.BoundingBoxAsync());
    }

    [Fact]
    public async Task A_finding_is_marked_on_its_curve_and_samples_of_several_have_a_picture()
    {
        await using Browser browser = await Browser.Open(Export());
        Assert.Equal(1, await browser.Value<int>("document.querySelectorAll('#d2 svg circle.ring').length"));
        Assert.Equal(0, await browser.Value<int>("document.querySelectorAll('#d1 svg circle.ring').length"));
        Assert.Equal("water, 2 curves", await browser.Value<string>("document.querySelector('#samples summary').textContent"));
        string picture = await browser.Value<string>("document.querySelector('#samples svg').textContent");
        Assert.Contains("consensus", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_come_with_their_history()
    {
        var session = new Session { State = _reports["state"] };
        Dataset dataset = Session.Read(_folder["a_good.dat"]);
        session.Label([dataset], "quality", "poor", reason: "first look");
        session.Label([dataset], "quality", "good");
        string html = File.ReadAllText(Export());
        Assert.Contains("Labels: quality good", html, StringComparison.Ordinal);
        Assert.Contains("first look", html, StringComparison.Ordinal);
    }

    private string Export()
    {
        string file = _reports[$"{Guid.NewGuid():N}.html"];
        Assert.True(new ReportExport(_workspace) { Path = file }
            .Write(Report.Of(Results(), DateTime.UtcNow), new Recorder(), TestContext.Current.CancellationToken));
        return file;
    }

    private TestResult[] Results() => [.. new Curator(_workspace)
        .Curate(new DatasetListing(_workspace), [_folder.Path], new Recorder(), CancellationToken.None)
        .SelectMany(file => file.Results)
        .Where(result => !result.IsOfFolder)];

    private void Write(string name, string sample, Func<int, double> intensity) =>
        _folder.Write($"{name}.dat", $"# Sample: {sample}\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n{Rows(intensity)}");

    private static string Rows(Func<int, double> intensity) => string.Concat(Enumerable.Range(1, 60)
        .Select(i => FormattableString.Invariant($"{i * 0.002:F4} {intensity(i):F4} {0.5 + (0.01 * intensity(i)):F4}\n")));
}
