using LensTools.Engine.Hosting;
using Spectre.Console;

namespace LensTools.Cli;

/// <summary>
/// Writes the engine's messages to standard error: with a progress line if it is a terminal, as plain lines if not.
/// Standard output is reserved for the report.
/// </summary>
internal sealed class ConsolePort : IOutputPort
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly ProgressMeter _meter = new();
    private StatusContext? _status;

    /// <summary>Whether anything failed, findings aside.</summary>
    public bool HasFailed => Errors > 0;

    /// <summary>How many errors there were.</summary>
    public int Errors { get; private set; }

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
        Errors++;
        Console.Error.WriteLine($"error {error.Id}: {error.Message} {error.Advice}");
    }

    public void Warning(string message) => Console.Error.WriteLine($"warning: {message}");

    public void Notice(string message) => Console.Error.WriteLine(message);

    // The report has what matters; listing every file that is not a dataset would be noise.
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

    /// <summary>Whether the command only says what it would do.</summary>
    public bool IsWhatIf { get; init; }

    public bool ShouldProcess(string target, string action)
    {
        if (IsWhatIf) Console.WriteLine($"What if: {action}: {target}");
        return !IsWhatIf;
    }
}
