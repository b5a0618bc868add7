using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

// Runs a Pester suite in a runspace: all that is said goes to stdout, and the exit code is the number of tests that failed.
const int NotRun = 255;
if (args.Length < 4)
{
    Console.Error.WriteLine("usage: LensTools.PesterHost PESTER-MANIFEST MODULE-FOLDER SUITE RESULTS");
    return NotRun;
}

const string Script = """
    param($pester, $modules, $suite, $results)
    $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
    Import-Module $pester
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $suite
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    $configuration.Output.RenderMode = 'Plaintext'
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = $results
    Invoke-Pester -Configuration $configuration
    """;

InitialSessionState state = InitialSessionState.CreateDefault();
if (OperatingSystem.IsWindows()) state.ExecutionPolicy = ExecutionPolicy.Bypass;
using Runspace runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
using var shell = PowerShell.Create(runspace);
shell.Streams.Information.DataAdded += (_, e) => Say(shell.Streams.Information[e.Index].MessageData);
shell.Streams.Warning.DataAdded += (_, e) => Say($"WARNING: {shell.Streams.Warning[e.Index]}");
shell.Streams.Error.DataAdded += (_, e) => Say($"ERROR: {shell.Streams.Error[e.Index]}\n{shell.Streams.Error[e.Index].ScriptStackTrace}");
shell.AddScript(Script).AddParameters(args);
try
{
    // Blocks and containers that could not run count too.
    PSObject? run = shell.Invoke().LastOrDefault(item => item.BaseObject.GetType().FullName == "Pester.Run");
    return run is null
        ? NotRun
        : Math.Min(NotRun - 1, Count(run, "FailedCount") + Count(run, "FailedBlocksCount") + Count(run, "FailedContainersCount"));
}
catch (RuntimeException problem)
{
    Say($"{problem.ErrorRecord}\n{problem.ErrorRecord.ScriptStackTrace}");
    return NotRun;
}

static int Count(PSObject run, string name) => Convert.ToInt32(run.Properties[name].Value, CultureInfo.InvariantCulture);

static void Say(object message)
{
    Console.Write(message is HostInformationMessage { NoNewLine: true } said ? said.Message : $"{message.ToString()?.TrimEnd('\n')}\n");
    Console.Out.Flush();
}
