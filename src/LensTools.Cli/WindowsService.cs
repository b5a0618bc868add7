using System.Runtime.Versioning;
using System.ServiceProcess;

namespace LensTools.Cli;

/// <summary>A command that Windows starts and stops as a service. If it ends by itself, the service ends with its exit code.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsService : ServiceBase
{
    private readonly Func<CancellationToken, int> _run;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <param name="run">The command.</param>
    public WindowsService(Func<CancellationToken, int> run)
    {
        _run = run;
        CanShutdown = true;
        // Writing to the event log needs rights that the account of a service may lack.
        AutoLog = false;
    }

    /// <summary>Answers to Windows until the service has ended.</summary>
    public static int Run(Func<CancellationToken, int> run)
    {
        using var service = new WindowsService(run);
        Run(service);
        return service.ExitCode;
    }

    /// <inheritdoc/>
    protected override void OnStart(string[] args) => _running = Task.Run(() =>
    {
        // What it has until the command has ended: whatever ends it otherwise is a failure.
        ExitCode = ExitCodes.Failure;
        try
        {
            ExitCode = _run(_stopping.Token);
        }
        finally
        {
            if (!_stopping.IsCancellationRequested) Task.Run(Stop);
        }
    });

    /// <inheritdoc/>
    protected override void OnStop()
    {
        _stopping.Cancel();
        // How it ended is in the exit code.
        Task.WhenAny(_running).Wait();
    }

    /// <inheritdoc/>
    protected override void OnShutdown() => OnStop();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _stopping.Dispose();
        base.Dispose(disposing);
    }
}
