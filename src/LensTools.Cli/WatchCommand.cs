using LensTools.Engine;
using LensTools.Engine.Hosting;
using LensTools.Engine.Watching;

namespace LensTools.Cli;

/// <summary>Publishes what arrives in a folder until it is stopped; a line of JSON on standard output for each event.</summary>
internal sealed class WatchCommand(FolderWatchSettings settings)
{
    public int Run(CancellationToken stop)
    {
        var port = new ConsolePort();
        if ((settings.Destination ?? EnvironmentSecrets.Destination) is not { } destination)
        {
            port.Error(new LensError(
                ErrorKind.DestinationMissing,
                "No destination is given.",
                settings.Folder,
                "Use --publish, or LENS_DESTINATION for a share link, which must not be on a command line."));
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

/// <summary>What the command line says of watching.</summary>
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
