using System.Text;

namespace LensTools.Engine.Hosting;

/// <summary>A file to which each event of a run is appended as a line of JSON.</summary>
/// <param name="path">The file, absolute; nothing is written if it is null.</param>
/// <param name="warn">Told once if the file cannot be written.</param>
public sealed class RunLog(string? path, Action<string> warn)
{
    private bool _hasWarned;

    /// <summary>Appends an event. The file is opened each time, so that it may be moved away in the meantime.</summary>
    public void Add(RunEvent happened)
    {
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
}

/// <summary>Passes on what an operation says, and appends its errors and warnings to a log.</summary>
public sealed class LoggingPort(IOutputPort output, RunLog log, TimeProvider time) : IOutputPort
{
    /// <inheritdoc/>
    public bool IsVerbose => output.IsVerbose;

    /// <inheritdoc/>
    public void Error(LensError error)
    {
        RunEventKind kind = error.Kind == ErrorKind.PublicationDamaged ? RunEventKind.Damaged : RunEventKind.Refused;
        log.Add(new RunEvent(time.GetUtcNow().UtcDateTime, kind, $"{error.Message} {error.Advice}")
        {
            Path = error.Target,
            Id = error.Id
        });
        output.Error(error);
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
        log.Add(new RunEvent(time.GetUtcNow().UtcDateTime, RunEventKind.Warning, message));
        output.Warning(message);
    }

    /// <inheritdoc/>
    public void Notice(string message) => output.Notice(message);

    /// <inheritdoc/>
    public void Verbose(string message) => output.Verbose(message);

    /// <inheritdoc/>
    public void Progress(LensProgress progress) => output.Progress(progress);

    /// <inheritdoc/>
    public bool ShouldProcess(string target, string action) => output.ShouldProcess(target, action);
}
