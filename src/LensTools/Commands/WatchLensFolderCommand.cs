using System.Collections.Concurrent;
using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Watching;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Watches a folder and publishes new files that pass the checks, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "LensFolder", SupportsShouldProcess = true)]
[OutputType(typeof(LensWatchEvent))]
public sealed class WatchLensFolderCommand : LensLoggedCmdlet
{
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

    /// <summary>Publish the files too that are not datasets, such as logs and calibrations.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Only files that match one of these patterns; one without a slash is compared with the name.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>No files that match one of these patterns.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>No larger files than this, in bytes.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaximumSize { get; set; }

    /// <summary>Only files that were not written to for this time, such as 90s, 15m or 1h.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MinimumAge { get; set; }

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

    /// <summary>Full: read every file back, whatever the server reports.</summary>
    [Parameter]
    [ValidateSet("Standard", "Full")]
    public string? Verify { get; set; }

    /// <summary>How long an outage is waited for before it is reported, such as 90s, 15m or 1h.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RetryFor { get; set; }

    /// <summary>The maximum number of files to send at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>
    /// A command line that is run on failures, outages, refused files and recoveries, with the event as JSON on its input.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyCommand { get; set; }

    /// <summary>A URL to which these events are posted as JSON.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Webhook { get; set; }

    /// <summary>A URL that is requested after each look that went well, at most once a minute.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Heartbeat { get; set; }

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
        LensError? failure = null;
        ForCommand(() =>
        {
            string folder = ResolveFolder(Path);
            var warnings = new ConcurrentQueue<string>();
            using (var notifier = new Notifier(warnings.Enqueue) { Command = NotifyCommand, Webhook = Webhook, Heartbeat = Heartbeat })
            {
                new FolderWatch(Workspace)
                {
                    Folder = folder,
                    Destination = ResolveTarget(Destination),
                    CurrentFolder = CurrentFolder,
                    Settings = Given,
                    Selection = Selection,
                    All = All,
                    Notifier = IsWhatIf ? null : notifier,
                    Profile = Profile is not null && Engine.Checks.Profile.IsPath(Profile) ? ResolveFolder(Profile) : Profile,
                    Settle = TimeSpan.FromSeconds(SettleSeconds),
                    Interval = TimeSpan.FromSeconds(IntervalSeconds),
                    Once = Once,
                    FollowsLinks = FollowSymlink,
                    Options = Options with { ThrottleLimit = ThrottleLimit },
                }.Run(Shell, happened => Put(happened, warnings), Stop, error => failure = error);
            }
            while (warnings.TryDequeue(out string? warning)) WriteWarning(warning);
        });
        // Its event has been put out and logged.
        if (failure is not null) ThrowTerminatingError(CmdletPort.Record(failure));
        base.EndProcessing();
    }

    private FileSelection Selection =>
        new() { Include = Include, Exclude = Exclude, MaximumSize = MaximumSize, MinimumAge = ParseTime(MinimumAge) };

    private protected override TargetSettings Given => base.Given with
    {
        Name = Name,
        MaxRate = MaxRate,
        ReadsBack = Verify is null ? null : Verify == "Full",
        RetryFor = ParseTime(RetryFor),
        AllowPersonalData = Chosen(AllowPersonalData),
    };

    private void Put(RunEvent happened, ConcurrentQueue<string> warnings)
    {
        Log.Add(happened);
        // After Ctrl+C, no one is listening.
        if (Stop.IsCancellationRequested) return;
        while (warnings.TryDequeue(out string? warning)) WriteWarning(warning);
        WriteObject(new LensWatchEvent(happened));
        // So that a script that watches unattended ends as failed.
        if (happened.Kind == RunEventKind.Refused)
            Shell.Error(new LensError(ErrorKind.WatchRefused, happened.Message, happened.Path ?? "", "The event names the rule or error."));
    }
}
