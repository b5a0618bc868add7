using LensTools.Engine;
using LensTools.Engine.Hosting;
using LensTools.Engine.Watching;

namespace LensTools.Cli;

/// <summary>Publishes files that arrive in a folder, until stopped; writes one line of JSON per event to standard output.</summary>
internal sealed class WatchCommand(FolderWatchSettings settings)
{
    public int Run(CancellationToken stop)
    {
        var port = new ConsolePort();
        if ((settings.Destination ?? EnvironmentSecrets.Destination) is not { } destination)
        {
            port.Error(new LensError(
                ErrorKind.DestinationMissing,
                "No destination was given.",
                settings.Folder,
                "Use --publish; for a share link, which must not be on a command line, set LENS_DESTINATION."));
            return CurateCommand.Failure;
        }
        using var workspace = new Workspace();
        var watch = new FolderWatch(workspace)
        {
            Folder = settings.Folder,
            Destination = destination,
            Name = settings.Name,
            Profile = settings.Profile,
            Settle = TimeSpan.FromSeconds(settings.Settle),
            Interval = TimeSpan.FromSeconds(settings.Interval),
            Once = settings.Once,
            AllowPersonalData = settings.AllowPersonalData,
            FollowsLinks = settings.FollowsLinks,
            Options = new() { Credential = EnvironmentSecrets.Credential },
        };
        try
        {
            bool isWell = watch.Run(port, told => Console.WriteLine(told.ToJson()), stop);
            if (!isWell) return CurateCommand.Failure;
            return settings.Once && watch.HasFindings ? CurateCommand.Findings : CurateCommand.AllUsable;
        }
        catch (IOException problem)
        {
            Console.Error.WriteLine($"error: the log cannot be written: {problem.Message}");
            return CurateCommand.Failure;
        }
    }
}

/// <summary>The command-line settings of the watch command.</summary>
internal sealed record FolderWatchSettings(
    string Folder,
    string? Destination,
    string? Name,
    string? Profile,
    double Settle,
    double Interval,
    bool Once,
    bool AllowPersonalData,
    bool FollowsLinks);
