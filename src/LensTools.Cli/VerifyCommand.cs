using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Audits;

namespace LensTools.Cli;

/// <summary>Verifies that what was published is still there; a line for each file that is damaged or was repaired, and a summary.</summary>
internal sealed class VerifyCommand(string folder, TargetChoice target, double percent, bool repair)
{
    public int Run(NotifyChoice notify, CancellationToken stop) => CommandRun.Do(target, notify, run => Verify(run, stop));

    private int Verify(CommandRun run, CancellationToken stop)
    {
        Collection? collection = run.Workspace.Collections.Find(Path.Combine(folder, Collection.FileName));
        TargetSettings settings = TargetName.Resolve(
            target.Required("--at", folder), target.Settings, collection, Environment.CurrentDirectory);
        VerificationSummary summary = new PublicationVerifier(run.Workspace)
        {
            Destination = settings.Url!,
            Name = settings.Name,
            Options = settings.Apply(target.Options),
            Percent = percent,
            ReadsBack = settings.ReadsBack == true,
            Repair = repair,
            SourceFolders = [folder],
        }.Run(
            run.Port,
            file =>
            {
                if (file.State == VerifiedState.Intact) return;
                Console.WriteLine($"{file.State,-9}  {file.Path}");
                if (file.ToEvent() is { } happened) run.Log.Add(happened);
            },
            stop);
        Console.WriteLine(summary);
        run.Log.Add(RunEventKind.Finished, summary.ToString());
        if (summary.Damaged > 0) return ExitCodes.Findings;
        return run.Console.HasFailed ? ExitCodes.Failure : ExitCodes.Good;
    }
}
