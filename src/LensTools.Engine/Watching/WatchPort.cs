using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Watching;

/// <summary>Makes events of what an operation says. What is said again in every turn of an outage is told once.</summary>
internal sealed class WatchPort(IOutputPort output, Action<WatchEvent> tell) : IOutputPort
{
    private readonly HashSet<string> _told = [];

    /// <summary>Whether trying again may help: a wrong password is not tried twice, and a link that is withdrawn does not come back.</summary>
    public static bool MayPass(LensError error) => error.Id != "LensFileTooLarge" && error.Category is LensErrorCategory.Connection or LensErrorCategory.Busy or LensErrorCategory.WriteError or LensErrorCategory.ReadError;

    /// <summary>Files whose failure may pass.</summary>
    public HashSet<string> Postponed { get; } = new(PortablePath.Comparer);

    /// <summary>Files that failed in the publication that is under way.</summary>
    public HashSet<string> Failed { get; } = new(PortablePath.Comparer);

    public void Error(LensError error)
    {
        Failed.Add(error.Target);
        if (MayPass(error)) Postponed.Add(error.Target);
        if (MayPass(error)) Warning($"{error.Message} {error.Advice}");
        else Refuse(error.Target, error.Id, $"{error.Message} {error.Advice}");
    }

    public void Warning(string message)
    {
        if (_told.Add(message)) Tell(WatchEventKind.Warning, message);
    }

    public void Verbose(string message) => output.Verbose(message);

    public void Progress(LensProgress progress) => output.Progress(progress);

    public bool ShouldProcess(string target, string action) => output.ShouldProcess(target, action);

    public void Refuse(string path, string id, string message)
    {
        if (_told.Add($"{path}\n{message}")) Tell(WatchEventKind.Refused, message, path, id);
    }

    /// <summary>What is said from now on is new.</summary>
    public void TellAgain() => _told.Clear();

    public void Tell(WatchEventKind kind, string message, string? path = null, string? id = null, string? proof = null) =>
        tell(new WatchEvent(DateTime.UtcNow, kind, message) { Path = path, Id = id, Proof = proof });
}
