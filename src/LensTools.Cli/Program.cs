using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using LensTools.Cli;
using LensTools.Engine.Hosting;

var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder to search, including subfolders." };
var profile = new Option<string?>("--profile")
{
    Description = "The name or path of a profile. Default: the collection's profile."
};
var publish = new TargetOptions("--publish");
var to = new TargetOptions("--to");
var at = new TargetOptions("--at");
var selection = new SelectionOptions();
var notify = new NotifyOptions();
var report = new Option<ReportKind>("--report") { Description = "The format of the report.", DefaultValueFactory = _ => ReportKind.Table };

var curate = new Command("curate", "Find the datasets in a folder, check them, and publish the usable ones.") { folder, profile, report };
publish.AddPublishingTo(curate);
publish.AddForceTo(curate);
selection.AddTo(curate);
notify.AddTo(curate);
curate.SetAction((parsed, stop) => Start(() => new CurateCommand(
    Folder(parsed), parsed.GetValue(profile), publish.Read(parsed, isRequired: false), selection.Read(parsed), parsed.GetValue(report))
    .Run(notify.Read(parsed), stop)));

var publishing = new Command("publish", "Publish the datasets in a folder as they are, without checking them.") { folder };
to.AddPublishingTo(publishing);
to.AddForceTo(publishing);
selection.AddTo(publishing);
notify.AddTo(publishing);
publishing.SetAction((parsed, stop) => Start(() => new PublishCommand(
    Folder(parsed), to.Read(parsed, isRequired: true), selection.Read(parsed)).Run(notify.Read(parsed), stop)));

var percent = new Option<double>("--percent")
{
    Description = "The share of the files to verify, those first whose proof is the weakest or oldest.",
    DefaultValueFactory = _ => 100
};
percent.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (> 0 and <= 100)) result.AddError("--percent takes more than 0 and at most 100.");
});
var repair = new Option<bool>("--repair") { Description = "Send damaged files again from the folder." };
var verify = new Command("verify", "Verify that what was published of a folder is still there as its manifest describes it.")
{
    folder, percent, repair
};
at.AddTo(verify);
at.AddWhatIfTo(verify);
notify.AddTo(verify);
verify.SetAction((parsed, stop) => Start(() => new VerifyCommand(
    Folder(parsed), at.Read(parsed, isRequired: true), parsed.GetValue(percent), parsed.GetValue(repair))
    .Run(notify.Read(parsed), stop)));

var prometheus = new Option<FileInfo?>("--prometheus")
{
    Description = "Write the status as metrics to this file, for the textfile collector of Prometheus' node exporter."
};
var status = new Command("status", "Show how publishing from this host has gone: what succeeded, waits or was refused.") { prometheus };
status.SetAction(parsed => new StatusCommand(parsed.GetValue(prometheus)?.FullName).Run());

var settle = Seconds("--settle", "How many seconds a file must be unchanged.", 30);
var interval = Seconds("--interval", "How many seconds pass between two scans of the folder.", 10);
var once = new Option<bool>("--once") { Description = "Stop once all existing files have stopped changing and been processed." };
var service = new Option<bool>("--service") { Description = "Let Windows start and stop it as a service; use --log to see what it does." };
service.Validators.Add(result =>
{
    if (result.GetValueOrDefault<bool>() && !OperatingSystem.IsWindows()) result.AddError("--service is for Windows; use systemd here.");
});
var watch = new Command(
    "watch", "Publish files that arrive in a folder and pass the checks, until stopped. Writes a line of JSON per event.")
{
    folder, profile, settle, interval, once, service
};
publish.AddPublishingTo(watch);
selection.AddTo(watch);
notify.AddTo(watch);
watch.SetAction((parsed, stop) => Start(() =>
{
    var command = new WatchCommand(
        Folder(parsed),
        publish.Read(parsed, isRequired: true),
        selection.Read(parsed),
        new WatchChoice(
            parsed.GetValue(profile),
            TimeSpan.FromSeconds(parsed.GetValue(settle)),
            TimeSpan.FromSeconds(parsed.GetValue(interval)),
            parsed.GetValue(once)),
        notify.Read(parsed));
    return OperatingSystem.IsWindows() && parsed.GetValue(service) ? WindowsService.Run(command.Run) : command.Run(stop);
}));

var root = new RootCommand($"Curates folders of neutron-facility files. {ExitCodes.Help}") { curate, publishing, watch, verify, status };

// Handle signals ourselves: the library would end the process before the command has written its last messages.
using var stopping = new CancellationTokenSource();
using IDisposable interrupt = Stop(PosixSignal.SIGINT), terminate = Stop(PosixSignal.SIGTERM), hangUp = Stop(PosixSignal.SIGHUP);
try
{
    ParseResult commandLine = root.Parse(args);
    // The reason is enough; the help would be where a report or events are expected.
    if (commandLine.Action is ParseErrorAction mistake) mistake.ShowHelp = false;
    var how = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
    return await commandLine.InvokeAsync(how, stopping.Token);
}
catch (LensException problem)
{
    // A secret that cannot be read is found out before a command runs.
    new ConsolePort().Error(CommandLineWords.Of(problem.Error));
    return ExitCodes.Of(problem.Error);
}
catch (Exception problem)
{
    // The last resort: who started it needs an exit code, not a crash.
    Console.Error.WriteLine($"error: {problem.Message}");
    return ExitCodes.Failure;
}

static Task<int> Start(Func<int> run) => Task.Run(run, CancellationToken.None);

string Folder(ParseResult parsed) => Path.TrimEndingDirectorySeparator(parsed.GetValue(folder)!.FullName);

static Option<double> Seconds(string name, string description, double usual)
{
    var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (> 0 and < 86_400))
            result.AddError($"{name} takes seconds, more than 0 and less than a day.");
    });
    return option;
}

PosixSignalRegistration Stop(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    stopping.Cancel();
});
