namespace LensTools.Engine.Hosting;

/// <summary>Tells errors only to who wants to know all: of files that may not matter.</summary>
internal sealed class ErrorsAsVerbose(IOutputPort output) : PassingPort(output)
{
    public override void Error(LensError error) => Verbose(error.Message);
}
