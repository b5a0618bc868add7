using System.CommandLine;
using System.Runtime.InteropServices;
using LensTools.Cli;

var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder to search, including subfolders." };
var profile = new Option<string?>("--profile")
{
    Description = "The name or path of a profile. Default: the collection's profile."
};
var publish = new Option<string?>("--publish")
{
    Description =
        "Where to publish usable datasets: a folder, URL or target of the collection. Without a value, LENS_DESTINATION is used; a share "
            + "link must not be on a command line. LENS_USERNAME and LENS_PASSWORD give the server's user name and password.",
    Arity = ArgumentArity.ZeroOrOne
};
publish.Validators.Add(result =>
{
    if (result is { Implicit: false, Tokens.Count: 0 } && EnvironmentSecrets.Destination is null)
        result.AddError("--publish requires a destination, unless LENS_DESTINATION is set.");
});
var allowPersonalData = new Option<bool>("--allow-personal-data")
{
    Description = "Publish files that name people even if anyone with the address can read them."
};
var followSymlinks = new Option<bool>("--follow-symlinks") { Description = "Search folders behind symbolic links too." };
var report = new Option<ReportKind>("--report") { Description = "The format of the report.", DefaultValueFactory = _ => ReportKind.Table };

var curate = new Command("curate", "Find the datasets in a folder, check them, and publish the usable ones.")
{
    folder, profile, publish, allowPersonalData, followSymlinks, report
};
curate.SetAction((parsed, stop) => Task.Run(
    () => new CurateCommand(
        Path.TrimEndingDirectorySeparator(parsed.GetValue(folder)!.FullName),
        parsed.GetValue(profile),
        parsed.GetResult(publish) is null ? null : parsed.GetValue(publish) ?? EnvironmentSecrets.Destination,
        parsed.GetValue(allowPersonalData),
        parsed.GetValue(followSymlinks),
        parsed.GetValue(report)).Run(stop),
    CancellationToken.None));

var name = new Option<string?>("--name") { Description = "The folder for this publication below the destination." };
var settle = new Option<double>("--settle")
{
    Description = "How many seconds a file must be unchanged before it is published.",
    DefaultValueFactory = _ => 30
};
var interval = new Option<double>("--interval")
{
    Description = "The number of seconds between scans of the folder.",
    DefaultValueFactory = _ => 10
};
var once = new Option<bool>("--once") { Description = "Exit once all existing files have stopped changing and been processed." };
foreach (Option<double> seconds in (Option<double>[])[settle, interval])
{
    seconds.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (> 0 and < 86_400))
            result.AddError($"{seconds.Name} must be more than 0 seconds and less than a day.");
    });
}

var watch = new Command("watch", "Publish files that arrive in a folder and pass, until stopped. Writes one line of JSON per event.")
{
    folder, publish, name, profile, settle, interval, once, allowPersonalData, followSymlinks
};
watch.SetAction((parsed, stop) => Task.Run(
    () => new WatchCommand(new FolderWatchSettings(
        Path.TrimEndingDirectorySeparator(parsed.GetValue(folder)!.FullName),
        parsed.GetValue(publish),
        parsed.GetValue(name),
        parsed.GetValue(profile),
        parsed.GetValue(settle),
        parsed.GetValue(interval),
        parsed.GetValue(once),
        parsed.GetValue(allowPersonalData),
        parsed.GetValue(followSymlinks))).Run(stop),
    CancellationToken.None));

var root = new RootCommand("Curates folders of neutron-facility files. Exit codes: 0 all usable, 2 findings, 1 failure.") { curate, watch };

// Handle signals ourselves: the library would end the process before the command has written its last messages.
using var stopping = new CancellationTokenSource();
using IDisposable interrupt = Stop(PosixSignal.SIGINT), terminate = Stop(PosixSignal.SIGTERM), hangUp = Stop(PosixSignal.SIGHUP);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stopping.Token);

PosixSignalRegistration Stop(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    stopping.Cancel();
});
