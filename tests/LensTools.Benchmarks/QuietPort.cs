using LensTools.Engine.Hosting;

namespace LensTools.Benchmarks;

/// <summary>A port that says nothing, and gives one answer to all that it is asked.</summary>
internal class QuietPort(bool answer) : IOutputPort
{
    public bool IsVerbose => false;

    public virtual void Error(LensError error)
    {
    }

    public void Warning(string message)
    {
    }

    public void Notice(string message)
    {
    }

    public void Verbose(string message)
    {
    }

    public void Progress(LensProgress progress)
    {
    }

    public virtual bool ShouldProcess(string target, string action) => answer;
}
