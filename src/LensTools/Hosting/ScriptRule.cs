using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using LensTools.Engine;
using LensTools.Engine.Checks;

namespace LensTools.Hosting;

/// <summary>A rule that is a script block. Several threads run it, each in a runspace of its own.</summary>
internal sealed class ScriptRule(RuleInfo info, Workspace workspace) : IDatasetRule
{
    private const string Expected = "what the rule requires";

    // As many as threads have run it at once.
    private readonly ConcurrentBag<PowerShell> _shells = [];

    public RuleInfo Info => info;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (info.Remedy.Label is { } label && context.Label(label) is not null) return [];
        PowerShell shell = _shells.TryTake(out PowerShell? idle) ? idle : NewShell();
        try
        {
            shell.Commands.Clear();
            shell.AddScript(info.Code!).AddArgument(new LensDataset(context.Dataset, workspace));
            using CancellationTokenRegistration stopping = context.Stop.Register(() => shell.BeginStop(null, null));
            Observation[] found = [.. shell.Invoke().Where(item => item is not null).SelectMany(item => Observe(context, item))];
            // An error that is not caught is a rule that cannot be applied, not a dataset without findings.
            if (shell.Streams.Error.Count > 0) throw new InvalidOperationException($"{shell.Streams.Error[0]}");
            return found;
        }
        catch (PipelineStoppedException)
        {
            throw new OperationCanceledException(context.Stop);
        }
        finally
        {
            shell.Streams.ClearStreams();
            _shells.Add(shell);
        }
    }

    private static PowerShell NewShell()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        return shell;
    }

    private static IEnumerable<Observation> Observe(RuleContext context, PSObject item)
    {
        if (item.BaseObject is bool) yield break;
        string? Text(string name) => item.BaseObject is IDictionary table
            ? table[name]?.ToString()
            : item.BaseObject is string ? null : item.Properties[name]?.Value?.ToString();
        string seen = Text("Seen") ?? $"{item}";
        if (string.IsNullOrWhiteSpace(seen)) yield break;
        yield return new Observation(
            Location.Of(context.Dataset), seen, Text("Expected") ?? Expected, Text("Advice") ?? "Look at the rule that found it.");
    }
}
