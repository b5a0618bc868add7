namespace LensTools.Engine.Hosting;

/// <summary>Passes everything on to another port; the base of ports that change or note some of it.</summary>
public abstract class PassingPort(IOutputPort output) : IOutputPort
{
    /// <inheritdoc/>
    public virtual bool IsVerbose => output.IsVerbose;

    /// <inheritdoc/>
    public virtual void Error(LensError error) => output.Error(error);

    /// <inheritdoc/>
    public virtual void Warning(string message) => output.Warning(message);

    /// <inheritdoc/>
    public virtual void Notice(string message) => output.Notice(message);

    /// <inheritdoc/>
    public virtual void Verbose(string message) => output.Verbose(message);

    /// <inheritdoc/>
    public virtual void Progress(LensProgress progress) => output.Progress(progress);

    /// <inheritdoc/>
    public virtual bool ShouldProcess(string target, string action) => output.ShouldProcess(target, action);
}
