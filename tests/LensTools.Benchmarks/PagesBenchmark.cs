using System.Diagnostics;
using LensTools.Engine;
using LensTools.Engine.Curation;
using LensTools.Engine.Listing;
using LensTools.Engine.Pages;
using LensTools.Engine.Reports;
using PuppeteerSharp;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Benchmarks;

/// <summary>How large pages of many datasets are, and how soon a browser has them.</summary>
internal sealed class PagesBenchmark : Benchmark
{
    private const int Reported = 5000, Reviewed = 2000, Points = 400, Keys = 20;
    private const double MegaBytes = 25, SecondsForReport = 3, SecondsForReview = 2, MillisecondsForKey = 50;

    public override string Name => "pages";

    public override string Description => "a report of 5,000 datasets: 25 MB, open in 3 s; a review of 2,000: open in 2 s, a key in 50 ms";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        using var workspace = new Workspace();
        folder.AddCurves(Reported, Points);
        File.WriteAllText(Path.Combine(folder.Path, "lens.yaml"), "name: pages\n");
        TestResult[] results = [.. new Curator(workspace)
            .Curate(new DatasetListing(workspace) { Recurse = true }, [folder.Path], new QuietPort(true), CancellationToken.None)
            .SelectMany(file => file.Results)];
        string report = Path.Combine(folder.Path, "report.html"), review = Path.Combine(folder.Path, "review.html");
        var watch = Stopwatch.StartNew();
        var export = new ReportExport(workspace) { Path = report };
        export.Write(Report.Of(results, DateTime.UtcNow), new QuietPort(true), CancellationToken.None);
        double size = new FileInfo(report).Length / 1e6;
        Print($"a report of {Reported} datasets is written in {watch.Elapsed.TotalSeconds:0.0} s: {size:0.0} MB; bar {MegaBytes} MB");
        var page = new DatasetReview(workspace) { Path = review };
        foreach (TestResult result in results.Where(result => !result.IsOfFolder).Take(Reviewed)) page.Add(result);
        watch.Restart();
        page.Write(new QuietPort(true), CancellationToken.None);
        double reviewSize = new FileInfo(review).Length / 1e6;
        Print($"a review of {Reviewed} is written in {watch.Elapsed.TotalSeconds:0.0} s: {reviewSize:0.0} MB");
        (double opened, double reviewed, double key) = Browse(report, review).GetAwaiter().GetResult();
        Print($"the report opens in {opened:0.00} s; bar {SecondsForReport} s");
        Print($"the review opens in {reviewed:0.00} s; bar {SecondsForReview} s");
        Print($"a key answers in {key:0.0} ms; bar {MillisecondsForKey} ms");
        return new[] { MegaBytes / size, SecondsForReport / opened, SecondsForReview / reviewed, MillisecondsForKey / key }.Min();
    }

    private static async Task<(double Report, double Review, double Key)> Browse(string report, string review)
    {
        await using IBrowser browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        double first = Median([await Open(browser, report), await Open(browser, report), await Open(browser, report)]);
        double second = Median([await Open(browser, review), await Open(browser, review), await Open(browser, review)]);
        await using IPage page = await browser.NewPageAsync();
        await page.GoToAsync(new Uri(review).AbsoluteUri);
        // From the key to what is painted after it.
        double key = await page.EvaluateExpressionAsync<double>(
            $$"""
            (async () => {
                const times = [];
                for (let i = 0; i < {{Keys}}; i++) {
                    const start = performance.now();
                    document.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? 'j' : '2', bubbles: true }));
                    document.body.offsetHeight;
                    times.push(performance.now() - start);
                    await new Promise(requestAnimationFrame);
                }
                return times.sort((a, b) => a - b)[times.length >> 1];
            })()
            """);
        return (first, second, key);
    }

    // Until it is painted.
    private static async Task<double> Open(IBrowser browser, string file)
    {
        await using IPage page = await browser.NewPageAsync();
        var watch = Stopwatch.StartNew();
        var load = new NavigationOptions { WaitUntil = [WaitUntilNavigation.Load], Timeout = 120_000 };
        await page.GoToAsync(new Uri(file).AbsoluteUri, load);
        await page.EvaluateExpressionAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
        return watch.Elapsed.TotalSeconds;
    }
}
