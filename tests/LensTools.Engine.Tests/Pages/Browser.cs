using System.Reflection;
using PuppeteerSharp;

namespace LensTools.Engine.Tests.Pages;

/// <summary>A page in a headless Chromium, with all that it said and asked for.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IBrowser _browser;

    private Browser(IBrowser browser, IPage page)
    {
        (_browser, Page) = (browser, page);
        page.Console += (_, said) =>
        {
            if (said.Message.Type is ConsoleType.Error or ConsoleType.Warning) Problems.Add(said.Message.Text);
        };
        page.PageError += (_, error) => Problems.Add(error.Message);
        page.Request += (_, asked) => Requests.Add(asked.Request.Url);
    }

    public IPage Page { get; }

    /// <summary>What the console shows as errors and warnings.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What was asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Opens a file. Where there is no Chromium, the test is skipped.</summary>
    public static async Task<Browser> Open(string file, bool hasScripts = true, int width = 1280, int height = 900)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows() && File.Exists(Program), "there is no Chromium here");
        IBrowser started = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = Program,
            Headless = true,
            // Its own sandbox needs rights that a container has not.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var browser = new Browser(started, await started.NewPageAsync());
        await browser.Page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await browser.Page.SetJavaScriptEnabledAsync(hasScripts);
        await browser.Page.GoToAsync(new Uri(file).AbsoluteUri);
        return browser;
    }

    /// <summary>What an expression is in the page.</summary>
    public Task<T> Value<T>(string expression) => Page.EvaluateExpressionAsync<T>(expression);

    /// <summary>The serious faults that axe-core finds, as the rule and the element.</summary>
    public async Task<string[]> AccessibilityFaults()
    {
        Assembly package = Assembly.Load("Deque.AxeCore.Commons");
        string name = package.GetManifestResourceNames().Single(resource => resource.EndsWith("axe.min.js", StringComparison.Ordinal));
        using var reader = new StreamReader(package.GetManifestResourceStream(name)!);
        await Page.EvaluateExpressionAsync(await reader.ReadToEndAsync());
        return await Value<string[]>(
            """
            axe.run().then(found => found.violations
                .filter(fault => fault.impact === 'serious' || fault.impact === 'critical')
                .flatMap(fault => fault.nodes.slice(0, 3).map(node => `${fault.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`)))
            """);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await _browser.DisposeAsync();
    }
}
