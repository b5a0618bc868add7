using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Watching;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Publishes what arrives in a folder and passes its checks, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "LensFolder", SupportsShouldProcess = true)]
[OutputType(typeof(LensWatchEvent))]
public sealed class WatchLensFolderCommand : LensTargetCmdlet
{
    private bool _hasWarned;

    /// <summary>The folder to watch, to the bottom.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>A folder, the URL of a folder on a WebDAV server, a share link, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>
    /// The folder for this publication below the destination. Below a share link it is the collection's name where none is given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The profile by name, or the path of one; the collection's where none is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>How many seconds a file must not have changed.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400)]
    public double SettleSeconds { get; set; } = 30;

    /// <summary>How many seconds pass between two looks at the folder.</summary>
    [Parameter]
    [ValidateRange(0.001, 86_400)]
    public double IntervalSeconds { get; set; } = 10;

    /// <summary>A file to which each event is added as a line of JSON.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>End when all that was there has stopped changing and was dealt with.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>Publish what names people even where anyone who has the address can read it.</summary>
    [Parameter]
    public SwitchParameter AllowPersonalData { get; set; }

    /// <summary>Watch folders behind symbolic links too.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>At most so many bytes a second.</summary>
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
        // Nothing happens under -WhatIf, so there is nothing to be written down.
        if (log is not null && !IsWhatIf) Write(log, told);
        // After Ctrl+C no one listens any more.
        if (!Stop.IsCancellationRequested) WriteObject(new LensWatchEvent(told));
    }

    // Opened for each line, so that the log may be moved away while it is written.
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
