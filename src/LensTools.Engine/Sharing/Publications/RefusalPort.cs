using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>Passes on what a publication says, and keeps the first errors for its status.</summary>
internal sealed class RefusalPort(IOutputPort output) : PassingPort(output)
{
    private readonly List<LensError> _refused = [];

    /// <summary>How many errors there were.</summary>
    public int Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<StatusProblem> Problems(DateTime now) =>
        [.. _refused.Select(error => new StatusProblem(now, error.Id, error.Message, error.Target))];

    public override void Error(LensError error)
    {
        Count++;
        if (_refused.Count < StatusStore.MostRefused) _refused.Add(error);
        base.Error(error);
    }
}
