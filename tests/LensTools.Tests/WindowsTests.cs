using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>
/// The other suites as programs for Windows, self-contained, under Debian's wine64: what touches paths, locks and
/// processes is proven there too. Where there is no wine64 each of them is a visible skip.
/// </summary>
public sealed class WindowsTests(ITestOutputHelper said) : IClassFixture<WindowsTests.Prefix>
{
    private static readonly string Artifacts = Path.Combine(Repository.Root, "artifacts", "windows");

    // One class of a suite, or all of the Pester suite; several times what they take.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("LensTools.Hdf5.Tests")]
    [InlineData("LensTools.Engine.Tests")]
    public void The_suite_passes_on_Windows(string project)
    {
        string wine = Wine();
        string program = Path.Combine(Publish(project), project + ".exe");
        using var folder = new TestFolder();
        string[] classes = Run(wine, [program, "-list", "classes", "-noLogo"]).Output.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.NotEmpty(classes);
        var failures = new StringBuilder();
        var report = new List<string>();
        int passed = 0;
        // A process a class: one that wine ends takes no other with it.
        foreach (string name in classes)
        {
            string results = folder[name + ".xml"];
            (int code, string output) = Run(
                wine, [program, "-class", name, "-noLogo", "-noColor", "-parallel", "none", "-xml", Windows(results)]);
            XElement? totals = File.Exists(results) ? XDocument.Load(results).Descendants("assembly").SingleOrDefault() : null;
            int count = (int?)totals?.Attribute("passed") ?? 0,
                failed = (int?)totals?.Attribute("failed") ?? 0,
                skipped = (int?)totals?.Attribute("skipped") ?? 0;
            report.Add($"{name}: {count} passed, {failed} failed, {skipped} skipped");
            report.AddRange(Skips(totals));
            passed += count;
            if (code != 0 || totals is null || failed > 0)
                failures.Append(CultureInfo.InvariantCulture, $"{name} ended with {code}:\n{output}\n");
        }
        Report(project, report);
        Assert.True(failures.Length == 0, failures.ToString());
        Assert.True(passed > 0, "no test ran");
    }

    [Fact]
    public void The_Pester_suite_passes_on_Windows()
    {
        string wine = Wine();
        string host = Path.Combine(Publish("LensTools.PesterHost"), "LensTools.PesterHost.exe");
        using var folder = new TestFolder();
        // As the module lies once it is installed.
        string version = FileVersionInfo.GetVersionInfo(Path.Combine(
            AppContext.BaseDirectory, "module", "module", "bin", "LensTools.dll")).ProductVersion!.Split('+', '-')[0];
        folder.CopyFrom(Path.Combine(AppContext.BaseDirectory, "module"), Path.Combine("Modules", "LensTools", version));
        string results = folder["results.xml"];
        (int code, string output) = Run(
            wine, [
                host,
                Windows(PesterTests.Given("Pester")),
                Windows(folder["Modules"]),
                Windows(Path.Combine(Repository.Root, "tests", "Pester")),
                Windows(results)]);
        Report("Pester", [.. output.Split('\n').Where(
            line => line.TrimStart().StartsWith("[!]", StringComparison.Ordinal)
                || line.Contains("Tests Passed", StringComparison.Ordinal))]);
        Assert.True(File.Exists(results), $"the Pester suite did not run:\n{output}");
        XElement totals = XDocument.Load(results).Root!;
        int total = (int)totals.Attribute("total")!, failed = (int)totals.Attribute("failures")! + (int)totals.Attribute("errors")!;
        Assert.True(code == 0 && failed == 0 && total > 30, $"{failed} of {total} Pester tests failed:\n{output}");
    }

    /// <summary>What Windows' service control manager says of a watch that it starts and stops, and of one that cannot run.</summary>
    [Fact]
    public void A_watch_is_a_service_of_Windows()
    {
        string wine = Wine();
        string drive = Prefix.Drive;
        // A command line of a service has blanks between its parts.
        Publish(Path.Combine("..", "src", "LensTools.Cli"), Path.Combine(drive, "lens"));
        Directory.CreateDirectory(Path.Combine(drive, "set"));
        File.Copy(Path.Combine(Repository.RoundRobin, "ill", "300202_silica25_2mgml.dat"), Path.Combine(drive, "set", "a.dat"));
        Create("lensgood", "target");
        Create("lensbad", @"no\such\place");
        // Wine starts only services that were there when it began.
        Prefix.WaitForEnd();
        string said = Say("net start lensgood & ping -n 9 127.0.0.1 >nul & sc query lensgood & net stop lensgood & sc query lensgood");
        Assert.Matches("(?s)RUNNING.*STOPPED.*WIN32_EXIT_CODE +: 0 ", said);
        Assert.Equal(["Started", "Published", "Stopped"], Kinds("lensgood"));
        Assert.True(File.Exists(Path.Combine(drive, "target", "a.dat")));
        said = Say("net start lensbad & ping -n 5 127.0.0.1 >nul & sc query lensbad");
        Assert.Matches("(?s)STOPPED.*WIN32_EXIT_CODE +: 1 ", said);
        Assert.Equal(["Started", "Failed"], Kinds("lensbad"));

        // The services of Wine live as long as some program does.
        string Say(string commands) => Run(wine, ["cmd", "/c", commands]).Output;

        void Create(string name, string target) => Run(wine, [
            "sc", "create", name, "binPath=",
            $@"C:\lens\lens.exe watch C:\set --publish C:\{target} --settle 0.5 --interval 0.5 --log C:\{name}.jsonl --service"]);

        string[] Kinds(string name) =>
            [.. File.ReadAllLines(Path.Combine(drive, $"{name}.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!)];
    }

    // Each by name and reason: what is not proven on Windows is to be seen.
    private static IEnumerable<string> Skips(XElement? totals) => (totals?.Descendants("test") ?? [])
        .Where(test => (string?)test.Attribute("result") == "Skip")
        .Select(test => $"  skipped on Windows: {(string?)test.Attribute("name")}: {((string?)test.Element("reason") ?? "").Trim()}");

    // Beside what was published, for .ci/run to show: a console logger keeps the output of tests that pass to itself.
    private void Report(string suite, IReadOnlyList<string> lines)
    {
        foreach (string line in lines) said.WriteLine(line);
        File.WriteAllLines(Path.Combine(Artifacts, suite + ".txt"), lines);
    }

    private static string Wine()
    {
        string? wine = OperatingSystem.IsLinux() ? Tool.Find("wine64") ?? Tool.Find("/usr/lib/wine/wine64") : null;
        Assert.SkipWhen(wine is null, "Debian's wine64 is not installed");
        return wine!;
    }

    /// <summary>
    /// The folder of a project that was published for Windows, below the repository: the suites look for it above themselves.
    /// </summary>
    private static string Publish(string project, string? folder = null)
    {
        folder ??= Path.Combine(Artifacts, "publish", project);
        (int code, string output, string error) = Tool.Run(
            "dotnet",
            [
                "publish", Path.Combine(Repository.Root, "tests", project), "-c", "Release", "-r", "win-x64", "--self-contained",
                "--artifacts-path", Artifacts, "-o", folder, "-v", "q", "-nodeReuse:false"]);
        Assert.True(code == 0, output + error);
        return folder;
    }

    private static (int ExitCode, string Output) Run(string wine, IEnumerable<string> arguments)
    {
        // Into a file: Wine's own processes outlive the program, and would keep a pipe open.
        using var folder = new TestFolder();
        string log = folder.Write("log", "");
        int? code = null;
        string late = "";
        try
        {
            (code, _, _) = Tool.Run(
                "/bin/sh",
                ["-c", "log=$1; shift; exec \"$@\" > \"$log\" 2>&1", "sh", log, wine, .. arguments],
                environment: Prefix.Environment,
                patience: Patience);
        }
        catch (TimeoutException problem)
        {
            // One class that hangs is the failure of that class, and what it said until then tells where.
            late = problem.Message;
        }
        return (code ?? -1, File.ReadAllText(log).Replace("\r", "", StringComparison.Ordinal) + late);
    }

    private static string Windows(string path) => "Z:" + Path.GetFullPath(path).Replace('/', '\\');

    /// <summary>The Windows that the suites run in, made anew.</summary>
    public sealed class Prefix : IDisposable
    {
        private static readonly TestFolder Folder = new("lens-wine");

        /// <summary>Makes it, where there is a wine64.</summary>
        public Prefix()
        {
            if (!OperatingSystem.IsLinux() || (Tool.Find("wine64") ?? Tool.Find("/usr/lib/wine/wine64")) is not { } wine) return;
            Run(wine, ["wineboot", "--init"]);
            Run(wine, ["winecfg", "-v", "win10"]);
        }

        /// <summary>Its drive C.</summary>
        internal static string Drive => Path.Combine(Folder.Path, "drive_c");

        internal static Dictionary<string, string> Environment { get; } = new()
        {
            ["WINEPREFIX"] = Folder.Path,
            ["WINEDEBUG"] = "-all",
            ["NO_COLOR"] = "1",
            // Wine maps no memory twice.
            ["DOTNET_EnableWriteXorExecute"] = "0",
        };

        public void Dispose()
        {
            if (Server is not null) Tool.Run(Server, ["--kill", "--wait"], environment: Environment);
            Folder.Dispose();
        }

        /// <summary>Waits until all its programs have ended, and it with them.</summary>
        internal static void WaitForEnd()
        {
            if (Server is not null) Tool.Run(Server, ["--wait"], environment: Environment, patience: TimeSpan.FromMinutes(2));
        }

        private static string? Server => Tool.Find("wineserver") ?? Tool.Find("/usr/lib/wine/wineserver");
    }
}
