using LensTools.Engine.Curation;
using LensTools.Engine.Labels.Tables;
using LensTools.Engine.Listing;
using LensTools.Engine.Pages;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Pages;

/// <summary>The page of a review, as a reviewer uses it in a browser, and its answers as labels.</summary>
public sealed class ReviewPageTests : IDisposable
{
    private const string Hostile = "</script><script>window.owned=1</script>";

    private readonly TestFolder _folder = new(), _pages = new();
    private readonly Workspace _workspace;

    public ReviewPageTests()
    {
        _workspace = new Workspace(stateFolder: _pages["state"]);
        // The last intensity of the first is negative.
        foreach ((string name, string sample, double last) in new[] { ("a", "water", -1), ("b", Hostile, 1), ("c", "water", 2.0) })
            _folder.Write($"{name}.dat", $"# Sample: {sample}\n# Q (1/A) I (1/cm) dI (1/cm)\n" + string.Concat(Enumerable.Range(1, 60)
                .Select(i => (Q: i * 0.002, I: i == 60 ? last : 100 * Math.Exp(-i * i * 5e-4)))
                .Select(point => FormattableString.Invariant($"{point.Q:F4} {point.I:F4} 0.5\n"))));
        _folder.Write("lens.yaml", "name: pages\n");
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
        _pages.Dispose();
    }

    [Fact]
    public async Task Answers_by_keyboard_are_the_labels_that_are_imported()
    {
        string page = Write("quality", "comment");
        string csv;
        await using (Browser browser = await Browser.Open(page))
        {
            await browser.Page.TypeAsync("#reviewer", "Ann Other");
            await browser.Page.Keyboard.PressAsync("Escape");
            // The second value of quality; then a text for the comment.
            await browser.Page.Keyboard.PressAsync("2");
            await browser.Page.FocusAsync("fieldset input");
            await browser.Page.Keyboard.TypeAsync("=1+1, \"odd\"");
            await browser.Page.Keyboard.PressAsync("Tab");
            Assert.Equal("c.dat", (await At(browser, "j", "j")).Split(' ')[0]);
            await browser.Page.Keyboard.PressAsync("4");
            // What is undone is no answer.
            await browser.Page.Keyboard.PressAsync("k");
            await browser.Page.Keyboard.PressAsync("1");
            await browser.Page.Keyboard.PressAsync("u");
            csv = await Saved(browser);
            Assert.Empty(browser.Problems);
            Assert.True(await browser.Value<bool>("window.owned === undefined"));
        }
        string table = _pages.Write("labels.csv", csv);
        Assert.Contains("Ann Other", csv, StringComparison.Ordinal);
        var import = new LabelImport(_workspace) { Path = table, Author = "Ann Other" };
        Assert.Equal(3, import.Run(_folder.Path, new Recorder(), _ => { }, TestContext.Current.CancellationToken).Count);
        Dictionary<string, string> Labels(string name) => _workspace.Labels
            .Of(Session.Read(_folder[name]), TestContext.Current.CancellationToken)
            .ToDictionary(label => label.Key, label => $"{label.Value.Value} by {label.Value.By}");
        Assert.Equal("usable by Ann Other", Labels("a.dat")["quality"]);
        Assert.Equal("=1+1, \"odd\" by Ann Other", Labels("a.dat")["comment"]);
        Assert.Empty(Labels("b.dat"));
        Assert.Equal("unusable by Ann Other", Labels("c.dat")["quality"]);
    }

    [Fact]
    public async Task What_was_answered_is_there_when_the_page_is_opened_again()
    {
        string page = Write("quality");
        await using Browser browser = await Browser.Open(page);
        await browser.Page.Keyboard.PressAsync("1");
        await browser.Page.ReloadAsync();
        string state = await browser.Value<string>("document.querySelector('#state').textContent");
        Assert.Contains("1 labelled", state, StringComparison.Ordinal);
        Assert.True(await browser.Value<bool>("document.querySelector('#state').offsetHeight > 0"));
        Assert.Equal(1, await browser.Value<int>("document.querySelector('#progress').value"));
        await browser.Page.SelectAsync("#which", "done");
        Assert.StartsWith("a.dat", await browser.Value<string>("document.querySelector('main h2').textContent"), StringComparison.Ordinal);
        Assert.Equal("1 good", await browser.Value<string>("document.querySelector('button[aria-pressed=true]').textContent"));
    }

    [Fact]
    public async Task Other_axes_and_the_consensus_are_shown()
    {
        await using Browser browser = await Browser.Open(Write("quality"));
        string before = await browser.Value<string>("document.querySelector('main .plot').innerHTML");
        await browser.Page.Keyboard.PressAsync("l");
        Assert.NotEqual(before, await browser.Value<string>("document.querySelector('main .plot').innerHTML"));
        Assert.Equal(2, await browser.Value<int>("document.querySelectorAll('main .plot').length"));
        // Of the negative intensity, logarithmic axes say that they have no place for it.
        const string Remark = "document.querySelector('.review p.small')?.textContent ?? ''";
        Assert.Equal("", await browser.Value<string>(Remark));
        await browser.Page.Keyboard.PressAsync("l");
        Assert.Equal("1 point is not shown: not positive, or no number", await browser.Value<string>(Remark));
        await browser.Page.Keyboard.PressAsync("j");
        Assert.Equal(1, await browser.Value<int>("document.querySelectorAll('main .plot').length"));
        Assert.Contains(Hostile, await browser.Value<string>("document.querySelector('main').textContent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Axe_finds_no_serious_fault_and_nothing_is_loaded(int width)
    {
        await using Browser browser = await Browser.Open(Write("quality", "comment"), width: width);
        Assert.Empty(await browser.AccessibilityFaults());
        Assert.Empty(browser.Problems);
        Assert.Single(browser.Requests);
        Assert.True(await browser.Value<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static async Task<string> At(Browser browser, params string[] keys)
    {
        foreach (string key in keys) await browser.Page.Keyboard.PressAsync(key);
        return await browser.Value<string>("document.querySelector('main h2').textContent");
    }

    // What the link would save.
    private static async Task<string> Saved(Browser browser)
    {
        await browser.Page.EvaluateExpressionAsync(
            """
            window.saved = [];
            const made = URL.createObjectURL;
            URL.createObjectURL = blob => { saved.push(blob.text()); return made(blob); };
            """);
        await browser.Page.Keyboard.PressAsync("s");
        return await browser.Value<string>("saved[0]");
    }

    private string Write(params string[] labels)
    {
        var review = new DatasetReview(_workspace) { Path = _pages[$"{Guid.NewGuid():N}.html"], Labels = labels };
        foreach (TestResult result in new Curator(_workspace)
            .Curate(new DatasetListing(_workspace), [_folder.Path], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)) review.Add(result);
        Assert.True(review.Write(new Recorder(), TestContext.Current.CancellationToken));
        return review.Path;
    }
}
