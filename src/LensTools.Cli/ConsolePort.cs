using LensTools.Engine.Hosting;
using Spectre.Console;

namespace LensTools.Cli;

/// <summary>
/// Speaks to a person or a log for the engine: a progress line where standard error is a terminal, plain lines where
/// it is not. Standard output is left to the report.
/// </summary>
internal sealed class ConsolePort : IOutputPort
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly ProgressMeter _meter = new();
    private StatusContext? _status;

    /// <summary>Whether anything went wrong that is no finding.</summary>
    public bool HasFailed { get; private set; }

    public T WithProgress<T>(Func<T> work)
    {
        if (Console.IsErrorRedirected || !_console.Profile.Capabilities.Interactive) return work();
        return _console.Status().Start("Starting", context =>
        {
            _status = context;
            try
            {
                return work();
            }
            finally
            {
                _status = null;
            }
        });
    }

    public void Error(LensError error)
    {
        HasFailed = true;
        Console.Error.WriteLine($"error {error.Id}: {error.Message} {error.Advice}");
    }

    public void Warning(string message) => Console.Error.WriteLine($"warning: {message}");

    public void Notice(string message) => Console.Error.WriteLine(message);

    // The report tells what matters; a log of every file that is no dataset does not.
    public bool IsVerbose => false;

    public void Verbose(string message)
    {
    }

    public void Progress(LensProgress progress)
    {
        if (_status is null) return;
        (string text, TimeSpan? left) = _meter.Read(progress);
        _status.Status(Markup.Escape($"{progress.Activity}: {text}{(left is { } time ? $", {time:h\\:mm\\:ss} left" : "")}"));
    }

    public bool ShouldProcess(string target, string action) => true;
}
