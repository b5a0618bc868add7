using LensTools.Engine.Hosting;
using LensTools.Engine.Watching;

namespace LensTools.Cli;

/// <summary>Publishes what arrives in a folder until it is stopped; a line of JSON on standard output for each event.</summary>
internal sealed class WatchCommand(
    string folder, TargetChoice target, SelectionChoice selection, WatchChoice choice, NotifyChoice notify)
{
    public int Run(CancellationToken stop) => CommandRun.Do(target, null, run => Watch(run, stop));

    private int Watch(CommandRun run, CancellationToken stop)
    {
        using Notifier notifier = notify.Open(run.Console.Warning);
        var watch = new FolderWatch(run.Workspace)
        {
            Folder = folder,
            Destination = target.Required("--publish", folder),
            CurrentFolder = Environment.CurrentDirectory,
            Settings = target.Settings,
            Selection = selection.Selection,
            All = selection.All,
            FollowsLinks = selection.FollowsLinks,
            Notifier = target.IsWhatIf ? null : notifier,
            Profile = choice.Profile,
            Settle = choice.Settle,
            Interval = choice.Interval,
            Once = choice.Once,
            Options = target.Options,
            Wording = CommandLineWords.Of,
        };
        LensError? failure = null;
        // The events say what the port would say too.
        bool isWell = watch.Run(
            run.Console,
            happened =>
            {
                Console.WriteLine(happened.ToJson());
                run.Log.Add(happened);
            },
            stop,
            error => failure = error);
        if (failure is not null) return ExitCodes.Of(failure);
        if (!isWell) return ExitCodes.Failure;
        if (!choice.Once) return ExitCodes.Good;
        return watch.IsRefusedByTarget ? ExitCodes.Refused : watch.HasFindings ? ExitCodes.Findings : ExitCodes.Good;
    }
}

/// <summary>How a folder is watched.</summary>
internal sealed record WatchChoice(
    string? Profile,
    TimeSpan Settle,
    TimeSpan Interval,
    bool Once);
