using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>Discovers, checks, publishes what is usable, and reports.</summary>
internal sealed class CurateCommand(string folder, string? profile, TargetChoice target, SelectionChoice selection, ReportKind kind)
{
    public int Run(NotifyChoice notify, CancellationToken stop) => CommandRun.Do(target, notify, run => Curate(run, stop));

    private int Curate(CommandRun run, CancellationToken stop)
    {
        if (!Directory.Exists(folder))
            throw new LensException(new LensError(ErrorKind.PathNotFound, $"There is no folder {folder}.", folder, "Check the path."));
        Curator curator = new Curator(run.Workspace) { Profile = profile }.Validated();
        var listing = new DatasetListing(run.Workspace) { Recurse = true, FollowsLinks = selection.FollowsLinks };
        List<CuratedFile> files = [.. curator.Curate(listing, [folder], run.Port, stop)];
        TestResult? whole = curator.CompleteAll(stop);
        files = [.. files.Select(file => file.Among(whole))];
        bool hasFailed = run.Console.HasFailed;
        var published = new List<PublishReceipt>();
        PublishSummary? summary = target.Destination is null ? null : Publish(run, files, published, stop);
        // What only all datasets together show is the last of what is told.
        TestResult[] results = [.. files.SelectMany(file => file.Results), .. whole is null ? Array.Empty<TestResult>() : [whole]];
        CuratedFile[] skipped = selection.All && summary is not null ? [] : [.. files.Where(file => file.SkippedBecause is not null)];
        Report.Write(kind, folder, results, skipped, published, summary);
        listing.Summary.Skipped = 0;
        if (listing.Summary.ToText("", "", "--follow-symlinks searches them") is { } leftOut) run.Port.Notice(leftOut);
        if (hasFailed || results.Any(result => result.Verdict == Verdict.NotChecked)) return ExitCodes.Failure;
        if (summary?.Refused > 0) return ExitCodes.Refused;
        // A folder without any datasets is probably a mistake.
        bool isAllUsable = results.All(result => result.Verdict == Verdict.Usable) && (results.Length > 0 || skipped.Length == 0);
        return isAllUsable ? ExitCodes.Good : ExitCodes.Findings;
    }

    private PublishSummary Publish(
        CommandRun run,
        List<CuratedFile> files,
        List<PublishReceipt> published,
        CancellationToken stop)
    {
        foreach (CuratedFile file in files)
        {
            if (file.Refusal is (string id, string message)) run.Log.Add(RunEventKind.Refused, CommandLineWords.Of(message), file.Path, id);
        }
        using Publisher publisher = run.Publisher(target, selection, target.Destination!, folder);
        foreach (TestResult result in files.Where(file => file.IsAccepted).SelectMany(file => file.Results)) publisher.Add(result.Dataset!);
        if (selection.All)
        {
            foreach (CuratedFile file in files.Where(
                file => file.SkippedBecause is not null && !Path.GetFileName(file.Path).StartsWith('.')))
                publisher.AddCompanion(file.Path, folder);
        }
        PublishSummary summary = run.Publish(publisher, stop);
        published.AddRange(publisher.Receipts);
        return summary;
    }
}
