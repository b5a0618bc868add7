using System.CommandLine;
using System.Runtime.InteropServices;
using LensTools.Cli;

var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder of files to go through, to the bottom." };
var profile = new Option<string?>("--profile")
{
    Description = "The profile by name, or the path of one; the collection's where none is given."
};
var publish = new Option<string?>("--publish")
{
    Description =
        "Where to publish what is usable: a folder, a URL, or a target of the collection. Given alone it is LENS_DESTINATION, as a share "
            + "link must not be on a command line. A server's user name and password are taken from LENS_USERNAME and LENS_PASSWORD.",
    Arity = ArgumentArity.ZeroOrOne
};
publish.Validators.Add(result =>
{
    if (result is { Implicit: false, Tokens.Count: 0 } && EnvironmentSecrets.Destination is null)
        result.AddError("--publish takes a destination, or LENS_DESTINATION must hold one.");
});
var allowPersonalData = new Option<bool>("--allow-personal-data")
{
    Description = "Publish what names people even where anyone who has the address can read it."
};
var followSymlinks = new Option<bool>("--follow-symlinks") { Description = "Search folders behind symbolic links too." };
var report = new Option<ReportKind>("--report") { Description = "How to report.", DefaultValueFactory = _ => ReportKind.Table };

var curate = new Command("curate", "Find the datasets of a folder, check them, and publish those that are usable.")
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
    Description = "How many seconds a file must not have changed.",
    DefaultValueFactory = _ => 30
};
var interval = new Option<double>("--interval")
{
    Description = "How many seconds pass between two looks at the folder.",
    DefaultValueFactory = _ => 10
};
var once = new Option<bool>("--once") { Description = "End when all that was there has stopped changing and was dealt with." };
foreach (Option<double> seconds in (Option<double>[])[settle, interval])
{
    seconds.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (> 0 and < 86_400))
            result.AddError($"{seconds.Name} takes seconds, more than 0 and less than a day.");
    });
}

var watch = new Command("watch", "Publish what arrives in a folder and passes, until it is stopped. A line of JSON for each event.")
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

// Ours to handle: the library's own way ends the process by the signal, whatever the command has still to say.
using var stopping = new CancellationTokenSource();
using IDisposable interrupt = Stop(PosixSignal.SIGINT), terminate = Stop(PosixSignal.SIGTERM), hangUp = Stop(PosixSignal.SIGHUP);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stopping.Token);

PosixSignalRegistration Stop(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    stopping.Cancel();
});
