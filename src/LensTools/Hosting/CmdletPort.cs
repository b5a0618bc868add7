using System.Diagnostics;
using System.Management.Automation;
using LensTools.Engine.Hosting;
using ErrorCategory = System.Management.Automation.ErrorCategory;

namespace LensTools.Hosting;

/// <summary>Reports to PowerShell on behalf of the engine. The only place that creates error and progress records.</summary>
internal sealed class CmdletPort(PSCmdlet cmdlet) : IOutputPort
{
    private const int ActivityId = 0x1e45;
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();
    private readonly ProgressMeter _meter = new();
    private LensProgress? _shown;

    /// <summary>How many errors there were.</summary>
    public int Errors { get; private set; }

    public void Error(LensError error)
    {
        Errors++;
        cmdlet.WriteError(Record(error));
    }

    public void Warning(string message) => cmdlet.WriteWarning(message);

    // Shown as by Write-Host, and redirected by 6>.
    public void Notice(string message) => cmdlet.WriteInformation(new HostInformationMessage { Message = message }, ["PSHOST"]);

    public bool IsVerbose { get; } = cmdlet.MyInvocation.BoundParameters.TryGetValue("Verbose", out object? given)
        ? LanguagePrimitives.IsTrue(given)
        : !Equals(cmdlet.GetVariableValue("VerbosePreference"), ActionPreference.SilentlyContinue);

    public void Verbose(string message) => cmdlet.WriteVerbose(message);

    public bool ShouldProcess(string target, string action) => cmdlet.ShouldProcess(target, action);

    public void Progress(LensProgress progress)
    {
        if (_sinceProgress.Elapsed < ProgressPause) return;
        _sinceProgress.Restart();
        _shown = progress;
        (string text, TimeSpan? left) = _meter.Read(progress);
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, progress.Activity, progress.Item.Length > 0 ? $"{text}: {progress.Item}" : text)
        {
            PercentComplete = progress.Total > 0 ? (int)(100 * progress.Done / progress.Total) : -1,
            SecondsRemaining = left is { } time ? (int)time.TotalSeconds : -1,
        });
    }

    /// <summary>Removes the progress bar.</summary>
    public void CompleteProgress()
    {
        if (_shown is not { } shown) return;
        cmdlet.WriteProgress(new ProgressRecord(ActivityId, shown.Activity, "done") { RecordType = ProgressRecordType.Completed });
        _shown = null;
    }

    public static ErrorRecord Record(LensError error) =>
        new(new LensCommandException(error), error.Id, Category(error.Kind.Category), error.Target)
        {
            ErrorDetails = new ErrorDetails(error.Message) { RecommendedAction = error.Advice },
        };

    private static ErrorCategory Category(Engine.Hosting.ErrorCategory category) => category switch
    {
        Engine.Hosting.ErrorCategory.InvalidData => ErrorCategory.InvalidData,
        Engine.Hosting.ErrorCategory.InvalidArgument => ErrorCategory.InvalidArgument,
        Engine.Hosting.ErrorCategory.NotFound => ErrorCategory.ObjectNotFound,
        Engine.Hosting.ErrorCategory.PermissionDenied => ErrorCategory.PermissionDenied,
        Engine.Hosting.ErrorCategory.Busy => ErrorCategory.ResourceBusy,
        Engine.Hosting.ErrorCategory.Conflict => ErrorCategory.ResourceExists,
        Engine.Hosting.ErrorCategory.ReadError => ErrorCategory.ReadError,
        Engine.Hosting.ErrorCategory.WriteError => ErrorCategory.WriteError,
        _ => ErrorCategory.ConnectionError,
    };
}
