using LensTools.Engine;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>What the commands have in common: a console, a log, a workspace, and errors that become exit codes.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly List<RunEvent> _events = [];

    private CommandRun(TargetChoice target, bool notifies)
    {
        Console = new ConsolePort { IsWhatIf = target.IsWhatIf };
        Log = new RunLog(target.IsWhatIf ? null : target.LogPath, Workspace.Time, Console.Warning, notifies ? Keep : null);
        Port = new CommandLinePort(new LoggingPort(Console, Log));
    }

    public ConsolePort Console { get; }

    /// <summary>What operations speak to.</summary>
    public IOutputPort Port { get; }

    public RunLog Log { get; }

    public Workspace Workspace { get; } = new();

    /// <summary>Runs a command; what ends it becomes its exit code.</summary>
    /// <param name="target">The destination.</param>
    /// <param name="notify">Who is told at its end of what went wrong; null if the command does that itself.</param>
    /// <param name="act">The command.</param>
    public static int Do(TargetChoice target, NotifyChoice? notify, Func<CommandRun, int> act)
    {
        if (target.IsWhatIf || notify?.IsAny != true) notify = null;
        using var run = new CommandRun(target, notifies: notify is not null);
        int code = run.Do(target, act);
        if (notify is null) return code;
        using Notifier notifier = notify.Open(run.Console.Warning);
        notifier.Tell(run._events);
        if (code == ExitCodes.Good) notifier.Beat();
        return code;
    }

    private void Keep(RunEvent happened)
    {
        if (Notifier.Tells(happened.Kind)) _events.Add(happened);
    }

    private int Do(TargetChoice target, Func<CommandRun, int> act)
    {
        try
        {
            target.WarnOfLink(Port);
            return Console.WithProgress(() => act(this));
        }
        catch (LensException problem)
        {
            LensError said = CommandLineWords.Of(problem.Error);
            Log.AddFailure(said);
            Console.Error(said);
            return ExitCodes.Of(said);
        }
        catch (IOException problem)
        {
            System.Console.Error.WriteLine($"error: the output cannot be written: {problem.Message}");
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException)
        {
            System.Console.Error.WriteLine("Stopped. What was published stays published; run the same command to resume.");
            return ExitCodes.Failure;
        }
    }

    /// <summary>A publisher for what a command publishes.</summary>
    public Publisher Publisher(TargetChoice target, SelectionChoice selection, string destination, string folder) => new(Workspace)
    {
        Destination = destination,
        CurrentFolder = Environment.CurrentDirectory,
        BaseFolder = folder,
        Settings = target.Settings,
        Selection = selection.Selection,
        Force = target.Force,
        Options = target.Options,
    };

    /// <summary>Publishes, and logs what becomes of each file.</summary>
    public PublishSummary Publish(Publisher publisher, CancellationToken stop)
    {
        PublishSummary summary = publisher.Run(Port, stop);
        foreach (PublishReceipt receipt in publisher.Receipts)
        {
            if (receipt.ToEvent(Workspace.UtcNow) is { } happened) Log.Add(happened);
        }
        Log.Add(RunEventKind.Finished, summary.ToString());
        return summary;
    }

    public void Dispose() => Workspace.Dispose();
}
