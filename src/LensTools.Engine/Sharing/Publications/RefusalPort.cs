using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>Passes on what a publication says, and keeps the first errors for its status.</summary>
internal sealed class RefusalPort(IOutputPort output) : IOutputPort
{
    private readonly List<LensError> _refused = [];

    public IReadOnlyList<LensError> Refused => _refused;

    public bool IsVerbose => output.IsVerbose;

    public void Error(LensError error)
    {
        if (_refused.Count < StatusStore.MostRefused) _refused.Add(error);
        output.Error(error);
    }

    public void Warning(string message) => output.Warning(message);

    public void Notice(string message) => output.Notice(message);

    public void Verbose(string message) => output.Verbose(message);

    public void Progress(LensProgress progress) => output.Progress(progress);

    public bool ShouldProcess(string target, string action) => output.ShouldProcess(target, action);
}
