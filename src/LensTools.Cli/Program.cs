using System.CommandLine;
using LensTools.Cli;

var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder of files to go through, to the bottom." };
var profile = new Option<string?>("--profile") { Description = "The profile by name, or the path of one; the collection's where none is given." };
var publish = new Option<string?>("--publish") { Description = "Where to publish what is usable: a folder, a WebDAV URL, or a target of the collection. A server's user name and password are taken from LENS_USERNAME and LENS_PASSWORD." };
var report = new Option<ReportKind>("--report") { Description = "How to report.", DefaultValueFactory = _ => ReportKind.Table };

var curate = new Command("curate", "Find the datasets of a folder, check them, and publish those that are usable.") { folder, profile, publish, report };
curate.SetAction((parsed, stop) => Task.Run(
    () => new CurateCommand(
        parsed.GetValue(folder)!.FullName,
        parsed.GetValue(profile),
        parsed.GetValue(publish),
        parsed.GetValue(report)).Run(stop),
    CancellationToken.None));

var root = new RootCommand("Curates folders of neutron-facility files. Exit codes: 0 all usable, 2 findings, 1 failure.") { curate };
return await root.Parse(args).InvokeAsync();
