using System.Management.Automation;
using LensTools.Engine;
using LensTools.Engine.Hosting;

namespace LensTools.Hosting;

/// <summary>The base of every cmdlet: a token that Ctrl+C cancels, the output port, and errors turned into records.</summary>
public abstract class LensCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private CmdletPort? _shell;
    private IOutputPort? _port;
    private Workspace? _workspace;

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Stop => _stop.Token;

    /// <summary>PowerShell.</summary>
    private protected CmdletPort Shell => _shell ??= new CmdletPort(this);

    /// <summary>What operations speak to.</summary>
    private protected IOutputPort Port => _port ??= NewPort();

    /// <summary>The state that the commands of this runspace share.</summary>
    private protected Workspace Workspace => _workspace ??= RunspaceWorkspaces.Current;

    /// <summary>Whether the command only shows what it would do.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? (SwitchParameter)given
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the command's resources. PowerShell also calls it for a stopped pipeline.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _workspace?.Identities.Flush();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => Workspace.Collections.Refresh();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override void EndProcessing() => Shell.CompleteProgress();

    private protected virtual IOutputPort NewPort() => Shell;

    /// <summary>Called with the error that ends the command.</summary>
    private protected virtual void OnFailure(LensError error)
    {
    }

    /// <summary>Resolves a path to a file system folder, whether or not it exists.</summary>
    /// <exception cref="LensException">The path is not in the file system.</exception>
    protected string ResolveFolder(string path)
    {
        string resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (provider.Name == "FileSystem") return Path.TrimEndingDirectorySeparator(resolved);
        throw new LensException(new LensError(
            ErrorKind.NotAFile, $"\"{path}\" is in {provider.Name}, not in the file system.", path, "Give the path of a folder."));
    }

    /// <summary>Runs an action for one item; a failure is reported as that item's error, and the pipeline continues.</summary>
    protected void ForItem(Action act)
    {
        try
        {
            act();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Ctrl+C: PowerShell already knows, so there is nothing to report.
            throw new PipelineStoppedException();
        }
        catch (LensException problem)
        {
            Port.Error(problem.Error);
        }
    }

    /// <summary>Runs an action whose failure ends the command.</summary>
    protected void ForCommand(Action act)
    {
        try
        {
            act();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (LensException problem)
        {
            OnFailure(problem.Error);
            ThrowTerminatingError(CmdletPort.Record(problem.Error));
        }
    }
}
