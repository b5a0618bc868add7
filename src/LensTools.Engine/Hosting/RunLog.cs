using System.Text;

namespace LensTools.Engine.Hosting;

/// <summary>A file to which each event of a run is appended as a line of JSON.</summary>
/// <param name="path">The file, absolute; nothing is written if it is null.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Told once if the file cannot be written.</param>
/// <param name="tell">Told each event too.</param>
public sealed class RunLog(string? path, TimeProvider time, Action<string> warn, Action<RunEvent>? tell = null)
{
    private bool _hasWarned;

    /// <summary>Appends an event. The file is opened each time, so that it may be moved away in the meantime.</summary>
    public void Add(RunEvent happened)
    {
        tell?.Invoke(happened);
        if (path is null) return;
        try
        {
            File.AppendAllText(path, happened.ToJson() + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!_hasWarned) warn($"{path} cannot be written: {problem.Message}");
            _hasWarned = true;
        }
    }

    /// <summary>Appends an event of now.</summary>
    public void Add(RunEventKind kind, string message, string? path = null, string? id = null, string? proof = null) =>
        Add(new RunEvent(time.GetUtcNow().UtcDateTime, kind, message) { Path = path, Id = id, Proof = proof });

    /// <summary>Appends the error that ends a run.</summary>
    public void AddFailure(LensError error) => Add(RunEventKind.Failed, $"{error.Message} {error.Advice}", error.Target, error.Id);
}

/// <summary>Passes on what an operation says, and appends its errors and warnings to a log.</summary>
public sealed class LoggingPort(IOutputPort output, RunLog log) : PassingPort(output)
{
    /// <inheritdoc/>
    public override void Error(LensError error)
    {
        RunEventKind kind = error.Kind == ErrorKind.PublicationDamaged ? RunEventKind.Damaged : RunEventKind.Refused;
        log.Add(kind, $"{error.Message} {error.Advice}", error.Target, error.Id);
        base.Error(error);
    }

    /// <inheritdoc/>
    public override void Warning(string message)
    {
        log.Add(RunEventKind.Warning, message);
        base.Warning(message);
    }
}
