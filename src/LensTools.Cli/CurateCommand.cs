using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>Discover, check, publish what is usable, report.</summary>
internal sealed class CurateCommand(string folder, string? profile, string? destination, bool allowsPersonalData, ReportKind kind)
{
    /// <summary>Everything is usable and went through.</summary>
    public const int AllUsable = 0;

    /// <summary>Something could not be done.</summary>
    public const int Failure = 1;

    /// <summary>There are findings.</summary>
    public const int Findings = 2;

    private readonly CollectionLocator _locator = new();

    public int Run(CancellationToken stop)
    {
        var port = new ConsolePort();
        try
        {
            return port.WithProgress(() => Curate(port, stop));
        }
        catch (LensException problem)
        {
            port.Error(problem.Error);
            return Failure;
        }
        catch (IOException problem)
        {
            Console.Error.WriteLine($"error: the report cannot be written: {problem.Message}");
            return Failure;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. What was published stays published; run the same command to go on.");
            return Failure;
        }
    }

    private int Curate(ConsolePort port, CancellationToken stop)
    {
        if (!Directory.Exists(folder)) throw new LensException(new LensError(ErrorKind.PathNotFound, $"There is no folder {folder}.", folder, "Check the path."));
        var identities = new Identities(_locator);
        var labels = new DatasetLabels(_locator, identities);
        string chosen = profile ?? Collection.Find(folder)?.Profile ?? Profile.DefaultName;
        var checker = new Checker(Profile.Load(chosen), labels, identities, [], []);
        var results = new List<TestResult>();
        foreach ((string path, FileOutcome outcome) in new DatasetListing { Recurse = true }.Files([folder], port, stop)) results.AddRange(checker.Check(path, outcome, stop));

        List<PublishReceipt> published = destination is null ? [] : Publish(results, identities, labels, port, stop);
        identities.Flush();
        Report.Write(kind, folder, results, published, destination);
        if (port.HasFailed) return Failure;
        return results.All(result => result.Verdict == Verdict.Usable) ? AllUsable : Findings;
    }

    private List<PublishReceipt> Publish(List<TestResult> results, Identities identities, DatasetLabels labels, ConsolePort port, CancellationToken stop)
    {
        using var publishing = new Publisher(_locator, identities, labels)
        {
            Destination = destination!,
            CurrentFolder = Environment.CurrentDirectory,
            BaseFolder = folder,
            Options = new ShareOptions
            {
                Credential = EnvironmentSecrets.Credential,
            },
            AllowPersonalData = allowsPersonalData,
        };
        // A file is published only if every one of its entries is usable.
        foreach (IGrouping<string, TestResult> file in results.GroupBy(result => result.Path))
        {
            if (file.All(result => result.Verdict is Verdict.Usable or Verdict.UsableWithWarnings)) foreach (TestResult result in file) publishing.Add(result.Dataset!);
        }
        var published = new List<PublishReceipt>();
        publishing.Run(port, published.Add, stop);
        return published;
    }
}
