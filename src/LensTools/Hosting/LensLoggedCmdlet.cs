using System.Management.Automation;
using LensTools.Engine.Hosting;

namespace LensTools.Hosting;

/// <summary>The base of the commands that are run unattended: what happens is appended to a file.</summary>
public abstract class LensLoggedCmdlet : LensTargetCmdlet
{
    private RunLog? _log;

    /// <summary>A file to which each event, error and the summary is appended as a line of JSON.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    private protected RunLog Log =>
        _log ??= new RunLog(LogPath is null || IsWhatIf ? null : ResolveFolder(LogPath), Workspace.Time, WriteWarning);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // A path that is none ends the command before it has done anything.
        ForCommand(() => _ = Log);
    }

    private protected override IOutputPort NewPort() => new LoggingPort(Shell, Log);

    private protected override void OnFailure(LensError error) => _log?.AddFailure(error);
}
