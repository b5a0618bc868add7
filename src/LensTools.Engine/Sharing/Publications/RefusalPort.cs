using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>Passes on what a publication says, and keeps the first errors for its status.</summary>
internal sealed class RefusalPort(IOutputPort output) : IOutputPort
{
    private readonly List<LensError> _refused = [];

    /// <summary>How many errors there were.</summary>
    public int Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<StatusProblem> Problems(DateTime now) =>
        [.. _refused.Select(error => new StatusProblem(now, error.Id, error.Message, error.Target))];

    public bool IsVerbose => output.IsVerbose;

    public void Error(LensError error)
    {
        Count++;
        if (_refused.Count < StatusStore.MostRefused) _refused.Add(error);
        output.Error(error);
    }

    public void Warning(string message) => output.Warning(message);

    public void Notice(string message) => output.Notice(message);

    public void Verbose(string message) => output.Verbose(message);

    public void Progress(LensProgress progress) => output.Progress(progress);

    public bool ShouldProcess(string target, string action) => output.ShouldProcess(target, action);
}
