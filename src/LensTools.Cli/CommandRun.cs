using LensTools.Engine;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>What the commands have in common: a console, a log, a workspace, and errors that become exit codes.</summary>
internal sealed class CommandRun : IDisposable
{
    private CommandRun(TargetChoice target)
    {
        Console = new ConsolePort { IsWhatIf = target.IsWhatIf };
        Log = new RunLog(target.IsWhatIf ? null : target.LogPath, Console.Warning);
        Port = new CommandLinePort(new LoggingPort(Console, Log, Workspace.Time));
    }

    public ConsolePort Console { get; }

    /// <summary>What operations speak to.</summary>
    public IOutputPort Port { get; }

    public RunLog Log { get; }

    public Workspace Workspace { get; } = new();

    /// <summary>Runs a command; what ends it becomes its exit code.</summary>
    public static int Do(TargetChoice target, Func<CommandRun, int> act)
    {
        using var run = new CommandRun(target);
        try
        {
            target.WarnOfLink(run.Port);
            return run.Console.WithProgress(() => act(run));
        }
        catch (LensException problem)
        {
            run.Port.Error(problem.Error);
            return ExitCodes.Of(problem.Error);
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
    public PublishSummary Publish(Publisher publisher, Action<PublishReceipt> done, CancellationToken stop)
    {
        PublishSummary summary = publisher.Run(
            Port,
            receipt =>
            {
                done(receipt);
                if (receipt.Action is PublishAction.Unchanged or PublishAction.Refused) return;
                Log.Add(new RunEvent(Now, RunEventKind.Published, $"{receipt.Action} at {receipt.Destination} as {receipt.Path}.")
                {
                    Path = receipt.Source,
                    Proof = receipt.Proof?.ToText()
                });
            },
            stop);
        Log.Add(new RunEvent(Now, RunEventKind.Finished, summary.ToString()));
        return summary;
    }

    public void Dispose() => Workspace.Dispose();

    private DateTime Now => Workspace.Time.GetUtcNow().UtcDateTime;
}
