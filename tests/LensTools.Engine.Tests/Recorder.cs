using LensTools.Engine.Hosting;

namespace LensTools.Engine.Tests;

/// <summary>An output port that keeps what it was told, in order.</summary>
internal sealed class Recorder : IOutputPort
{
    public List<string> Said { get; } = [];

    public List<LensError> Errors { get; } = [];

    public bool Answer { get; init; } = true;

    public void Error(LensError error)
    {
        Errors.Add(error);
        Said.Add($"error {error.Id}");
    }

    public void Warning(string message) => Said.Add($"warning {message}");

    public void Notice(string message) => Said.Add($"notice {message}");

    public bool IsVerbose => true;

    public void Verbose(string message) => Said.Add($"verbose {message}");

    /// <summary>What a test does in the midst of the work.</summary>
    public Action<LensProgress>? OnProgress { get; init; }

    public void Progress(LensProgress progress)
    {
        Said.Add($"progress {progress.Activity}");
        OnProgress?.Invoke(progress);
    }

    public bool ShouldProcess(string target, string action)
    {
        Said.Add($"may I {action}: {target}");
        return Answer;
    }
}
