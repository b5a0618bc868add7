using LensTools.Engine;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>Finds and checks datasets, publishes the usable ones, and reports.</summary>
internal sealed class CurateCommand(
    string folder,
    string? profile,
    string? destination,
    bool allowsPersonalData,
    bool followsLinks,
    ReportKind kind)
{
    /// <summary>Everything is usable and succeeded.</summary>
    public const int AllUsable = 0;

    /// <summary>Something could not be done.</summary>
    public const int Failure = 1;

    /// <summary>There are findings.</summary>
    public const int Findings = 2;

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
            Console.Error.WriteLine("Stopped. What was published stays published; run the same command to resume.");
            return Failure;
        }
    }

    private int Curate(ConsolePort port, CancellationToken stop)
    {
        if (!Directory.Exists(folder))
            throw new LensException(new LensError(ErrorKind.PathNotFound, $"There is no folder {folder}.", folder, "Check the path."));
        using var workspace = new Workspace();
        Curator curator = new Curator(workspace) { Profile = profile }.Validated();
        var listing = new DatasetListing(workspace) { Recurse = true, FollowsLinks = followsLinks };
        List<CuratedFile> files = [.. curator.Curate(listing, [folder], port, stop)];
        List<PublishReceipt> published = destination is null ? [] : Publish(workspace, files, port, stop);
        TestResult[] results = [.. files.SelectMany(file => file.Results)];
        CuratedFile[] skipped = [.. files.Where(file => file.SkippedBecause is not null)];
        Report.Write(kind, folder, results, skipped, published, destination);
        listing.Summary.Skipped = 0;
        if (listing.Summary.ToText("", "", "--follow-symlinks searches them") is { } leftOut) port.Notice(leftOut);
        if (port.HasFailed || results.Any(result => result.Verdict == Verdict.NotChecked)) return Failure;
        // A folder without any datasets is probably a mistake.
        bool isAllUsable = results.All(result => result.Verdict == Verdict.Usable) && (results.Length > 0 || skipped.Length == 0);
        return isAllUsable ? AllUsable : Findings;
    }

    private List<PublishReceipt> Publish(Workspace workspace, List<CuratedFile> files, ConsolePort port, CancellationToken stop)
    {
        using var publisher = new Publisher(workspace)
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
        foreach (TestResult result in files.Where(file => file.IsAccepted).SelectMany(file => file.Results)) publisher.Add(result.Dataset!);
        var published = new List<PublishReceipt>();
        publisher.Run(port, published.Add, stop);
        return published;
    }
}
