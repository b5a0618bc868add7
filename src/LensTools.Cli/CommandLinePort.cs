using LensTools.Engine.Hosting;

namespace LensTools.Cli;

/// <summary>Passes on what an operation says, in the words of the command line.</summary>
internal sealed class CommandLinePort(IOutputPort output) : PassingPort(output)
{
    public override void Error(LensError error) => base.Error(CommandLineWords.Of(error));

    public override void Warning(string message) => base.Warning(CommandLineWords.Of(message));

    public override void Notice(string message) => base.Notice(CommandLineWords.Of(message));
}
