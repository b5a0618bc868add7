using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>Passes on what is said, and agrees to what has been asked for already.</summary>
internal sealed class AskedPort(IOutputPort output) : PassingPort(output)
{
    /// <inheritdoc/>
    public override bool ShouldProcess(string target, string action) => true;
}
