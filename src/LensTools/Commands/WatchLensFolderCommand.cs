using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Watching;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Watches a folder and publishes new files that pass the checks, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "LensFolder", SupportsShouldProcess = true)]
[OutputType(typeof(LensWatchEvent))]
public sealed class WatchLensFolderCommand : LensTargetCmdlet
{
    private bool _hasWarned;

    /// <summary>The folder to watch, including its subfolders.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>A folder, the URL of a folder on a WebDAV server, a share link, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>
    /// The folder for this publication below the destination. For a share link, the default is the collection's name.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The name or path of the profile; the default is that of the collection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>The number of seconds a file must be unchanged.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400)]
    public double SettleSeconds { get; set; } = 30;

    /// <summary>The number of seconds between two scans of the folder.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400)]
    public double IntervalSeconds { get; set; } = 10;

    /// <summary>A file to which each event is appended as a line of JSON.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>Exit when all files present have stopped changing and have been processed.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>Publish files that name people even if anyone who has the address can read them.</summary>
    [Parameter]
    public SwitchParameter AllowPersonalData { get; set; }

    /// <summary>Watch folders behind symbolic links too.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>The maximum number of bytes per second.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxRate { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            string folder = ResolveFolder(Path);
            string? log = LogPath is null ? null : ResolveFolder(LogPath);
            LensError? failure = null;
            new FolderWatch(Workspace)
            {
                Folder = folder,
                Destination = ResolveTarget(Destination, folder),
                Name = Name,
                Profile = Profile is not null && Engine.Checks.Profile.IsPath(Profile) ? ResolveFolder(Profile) : Profile,
                Settle = TimeSpan.FromSeconds(SettleSeconds),
                Interval = TimeSpan.FromSeconds(IntervalSeconds),
                Once = Once,
                AllowPersonalData = AllowPersonalData,
                FollowsLinks = FollowSymlink,
                Options = Options with { MaxRate = MaxRate },
            }.Run(Port, told => Tell(told, log), Stop, error => failure = error);
            if (failure is not null) throw new LensException(failure);
        });
        base.EndProcessing();
    }

    private void Tell(WatchEvent told, string? log)
    {
        // Nothing happens under -WhatIf, so there is nothing to log.
        if (log is not null && !IsWhatIf) Write(log, told);
        // After Ctrl+C, the pipeline no longer accepts output.
        if (!Stop.IsCancellationRequested) WriteObject(new LensWatchEvent(told));
    }

    // Opened for each line, so that the log can be moved while events are being written.
    private void Write(string log, WatchEvent told)
    {
        try
        {
            File.AppendAllText(log, told.ToJson() + "\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!_hasWarned && !Stop.IsCancellationRequested) WriteWarning($"{log} cannot be written: {problem.Message}");
            _hasWarned = true;
        }
    }
}
