using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>Publishes the datasets of a folder as they are, without checking them.</summary>
internal sealed class PublishCommand(string folder, TargetChoice target, SelectionChoice selection)
{
    public int Run(NotifyChoice notify, CancellationToken stop) => CommandRun.Do(target, notify, run => Publish(run, stop));

    private int Publish(CommandRun run, CancellationToken stop)
    {
        string destination = target.Required("--to", folder);
        if (!Directory.Exists(folder))
            throw new LensException(new LensError(ErrorKind.PathNotFound, $"There is no folder {folder}.", folder, "Check the path."));
        using Publisher publisher = run.Publisher(target, selection, destination, folder);
        var companions = new List<string>();
        var listing = new DatasetListing(run.Workspace)
        {
            Recurse = true,
            FollowsLinks = selection.FollowsLinks,
            SkippedPaths = selection.All ? companions : null
        };
        foreach (Dataset dataset in listing.Datasets([folder], run.Port, stop)) publisher.Add(dataset);
        publisher.Unreadable = run.Console.Errors;
        if (selection.All)
        {
            listing.Summary.Skipped = 0;
            foreach (string path in companions) publisher.AddCompanion(path, folder);
        }
        PublishSummary summary = run.Publish(publisher, stop);
        if (target.IsWhatIf) Console.WriteLine($"What if: {publisher.Summary}");
        else Console.WriteLine(summary);
        if (listing.Summary.ToText("--all publishes them too", "", "--follow-symlinks searches them") is { } leftOut)
            run.Port.Notice(leftOut);
        return summary.Refused > publisher.Unreadable ? ExitCodes.Refused : publisher.Unreadable > 0 ? ExitCodes.Failure : ExitCodes.Good;
    }
}
