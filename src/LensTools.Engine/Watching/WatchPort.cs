using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Watching;

/// <summary>Turns the output of an operation into events. Messages that repeat during an outage are reported once.</summary>
internal sealed class WatchPort(Workspace workspace, IOutputPort output, Func<string, string> wording, Action<RunEvent> tell)
    : PassingPort(output)
{
    private readonly HashSet<string> _reported = [];

    /// <summary>Files whose failure is transient.</summary>
    public HashSet<string> Postponed { get; } = new(PortablePath.Comparer);

    /// <summary>The last of these failures.</summary>
    public LensError? LastPostponed { get; set; }

    /// <summary>Files that failed in the current publication.</summary>
    public HashSet<string> Failed { get; } = new(PortablePath.Comparer);

    /// <summary>Files that are not published as they are, and why.</summary>
    public Dictionary<string, StatusProblem> Refused { get; } = new(PortablePath.Comparer);

    public override void Error(LensError error)
    {
        Failed.Add(error.Target);
        if (error.Kind.Retry == RetryAdvice.Later)
        {
            Postponed.Add(error.Target);
            LastPostponed = error;
            Warning($"{error.Message} {error.Advice}");
        }
        else RaiseRefused(error.Target, error.Id, $"{error.Message} {error.Advice}");
    }

    public override void Warning(string message)
    {
        if (_reported.Add(message)) Raise(RunEventKind.Warning, message);
    }

    public void RaiseSkipped(string path, string reason)
    {
        if (_reported.Add($"{path}\n{reason}")) Raise(RunEventKind.Skipped, $"It is not a dataset: {reason}.", path);
    }

    public void RaiseRefused(string path, string id, string message)
    {
        Refused[path] = new StatusProblem(workspace.UtcNow, id, wording(message), path);
        if (_reported.Add($"{path}\n{message}")) Raise(RunEventKind.Refused, message, path, id);
    }

    /// <summary>Reports all messages again from now on.</summary>
    public void ResetReported() => _reported.Clear();

    public void Raise(RunEventKind kind, string message, string? path = null, string? id = null) =>
        Raise(new RunEvent(workspace.UtcNow, kind, wording(message)) { Path = path, Id = id });

    public void Raise(RunEvent happened) => tell(happened);
}
