using System.Text.Json;
using LensTools.Engine.Tests.Sharing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Cli;

/// <summary>How <c>lens</c> ends, by which whatever started it decides what to do; the codes are those of its help.</summary>
public sealed class ExitCodeTests : IDisposable
{
    // What nobody listens on.
    private const string Nowhere = "http://127.0.0.1:9/dav";

    private readonly TestFolder _folder = new(), _state = new();

    public ExitCodeTests()
    {
        foreach (string name in (string[])["a", "b", "c"]) _folder.Write($"{name}.dat", Curve(name));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void Files_that_the_destination_does_not_take_are_3_and_no_outage()
    {
        using DavDouble server = Refusing("b.dat");
        string to = server.Url + "set";
        (int code, string output, string error) = Lens("publish", _folder.Path, "--to", to);
        Assert.Equal(3, code);
        Assert.Contains("LensPublicationIncomplete", error, StringComparison.Ordinal);
        Assert.Contains("With --partial the others are published.", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(server.Set));
        (code, output, _) = Lens("status");
        Assert.Equal(3, code);
        Assert.DoesNotContain("outage", output, StringComparison.Ordinal);
        Assert.Contains("1 refused", output, StringComparison.Ordinal);
        Assert.Contains("LensFileTooLarge", output, StringComparison.Ordinal);

        (code, output, error) = Lens("publish", _folder.Path, "--to", to, "--partial");
        Assert.Equal(3, code);
        Assert.Contains(": 2 sent", output, StringComparison.Ordinal);
        Assert.Equal(["a.dat", "c.dat"], Directory.GetFiles(server.Set, "*.dat").Select(Path.GetFileName).Order());
        Assert.Equal(3, Lens("status").ExitCode);
        server.Faults = (_, _, _) => null;
        Assert.Equal(0, Lens("publish", _folder.Path, "--to", to).ExitCode);
        Assert.Equal(0, Lens("status").ExitCode);
    }

    [Fact]
    public void A_watch_tells_refused_files_from_findings()
    {
        using DavDouble server = Refusing("b.dat");
        (int code, string output, string error) = Watch(server.Url + "set");
        Assert.Equal((3, ""), (code, error));
        Assert.Single(output.Split('\n'), line => line.Contains("\"Refused\"", StringComparison.Ordinal));
        Assert.Equal(["a.dat", "c.dat"], Directory.GetFiles(server.Set, "*.dat").Select(Path.GetFileName).Order());
        Assert.Equal(3, Lens("status").ExitCode);

        _folder.Write("d.dat", "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
        server.Faults = (_, _, _) => null;
        Assert.Equal(2, Watch(server.Url + "set").ExitCode);
        File.Delete(_folder["d.dat"]);
        Assert.Equal(0, Watch(server.Url + "set").ExitCode);
        Assert.Equal(0, Lens("status").ExitCode);
    }

    [Theory]
    [InlineData("publish", "--to")]
    [InlineData("curate", "--publish")]
    [InlineData("watch", "--publish")]
    [InlineData("verify", "--at")]
    public void A_destination_that_is_not_there_is_4(string command, string option)
    {
        string[] more = command == "watch" ? ["--once", "--settle", "0.1", "--interval", "0.1"] : [];
        (int code, string output, string error) = Lens([command, _folder.Path, option, Nowhere, .. more]);
        Assert.Equal(4, code);
        Assert.Contains("LensServerUnreachable", output + error, StringComparison.Ordinal);
        if (command == "verify") return;
        (code, output, _) = Lens("status");
        Assert.Equal(4, code);
        Assert.Contains("outage since", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish", "--to")]
    [InlineData("watch", "--publish")]
    [InlineData("verify", "--at")]
    public void A_wrong_password_is_5_and_the_advice_is_that_of_the_command_line(string command, string option)
    {
        using var server = new DavDouble("link") { Password = "geheim" };
        string log = _state["log.jsonl"];
        string[] more = command == "watch" ? ["--once", "--settle", "0.1", "--interval", "0.1"] : [];
        (int code, string output, string error) = LensProgram.Run(
            _state, [command, _folder.Path, option, "--log", log, .. more], ("LENS_DESTINATION", server.Url), ("LENS_PASSWORD", "falsch"));
        Assert.Equal(5, code);
        string said = output + error + File.ReadAllText(log);
        Assert.Contains("LENS_PASSWORD", said, StringComparison.Ordinal);
        Assert.DoesNotContain("-Credential", said, StringComparison.Ordinal);
        Assert.DoesNotContain("falsch", said, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Url[(server.Url.LastIndexOf('/') + 1)..], said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_the_user_may_not_write_to_is_5()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Tool.Find("setpriv") is null, "needs util-linux' setpriv to run as nobody");
        Directory.CreateDirectory(_folder["target"]);
        var start = LensProgram.Start("publish", _folder.Path, "--to", _folder["target/set"]);
        (int code, _, string error) = Tool.Run(
            "setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", start.FileName, .. start.ArgumentList],
            environment: new Dictionary<string, string> { ["XDG_STATE_HOME"] = "/nonexistent", ["HOME"] = "/nonexistent" });
        Assert.SkipWhen(code == 1 && Environment.UserName != "root", "only root may run a program as nobody");
        Assert.Contains("LensAccessDenied", error, StringComparison.Ordinal);
        Assert.Equal(5, code);
    }

    [Fact]
    public void Someone_is_told_at_the_end_of_what_went_wrong()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command is one of a POSIX shell");
        using DavDouble server = Refusing("b.dat");
        string told = _state["told.jsonl"];
        string[] notify = ["--notify-command", $"cat >> '{told}'"];
        Lens(["publish", _folder.Path, "--to", server.Url + "set", .. notify]);
        string[] lines = File.ReadAllLines(told);
        Assert.Equal(
            ["Refused LensFileTooLarge", "Failed LensPublicationIncomplete"],
            lines.Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => $"{line.GetProperty("kind").GetString()} {line.GetProperty("id").GetString()}"));
        // A curator is told of what does not pass, and an address that is none ends nothing half way.
        _folder.Write("d.dat", "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
        server.Faults = (_, _, _) => null;
        Lens(["curate", _folder.Path, "--publish", server.Url + "other", .. notify]);
        Assert.Contains("d.dat", File.ReadAllLines(told)[2], StringComparison.Ordinal);
        File.Delete(_folder["d.dat"]);
        File.WriteAllLines(told, lines);
        Assert.Equal(1, LensProgram.Run(
            _state, ["publish", _folder.Path, "--to", server.Url + "set"], ("LENS_HEARTBEAT", "ping.example.org:443/x")).ExitCode);
        Assert.False(Directory.Exists(server.Set));
        // Nobody is told of what is only tried, or went well.
        Lens(["publish", _folder.Path, "--to", server.Url + "set", "--what-if", .. notify]);
        Lens(["curate", _folder.Path, "--publish", server.Url + "set", .. notify]);
        Assert.Equal(2, File.ReadAllLines(told).Length);
        File.WriteAllText(Path.Combine(server.Set, "a.dat"), "rotten");
        Lens(["verify", _folder.Path, "--at", server.Url + "set", .. notify]);
        Assert.Contains("LensPublicationDamaged", File.ReadAllLines(told)[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_is_2_until_it_is_repaired()
    {
        string at = _state["set"], log = _state["log.jsonl"];
        Assert.Equal(0, Lens("publish", _folder.Path, "--to", at).ExitCode);
        Assert.Equal(0, Lens("verify", _folder.Path, "--at", at).ExitCode);
        File.WriteAllText(Path.Combine(at, "a.dat"), "other");
        File.Delete(Path.Combine(at, "b.dat"));
        (int code, string output, string error) = Lens("verify", _folder.Path, "--at", at, "--log", log);
        Assert.Equal(2, code);
        Assert.Matches("(?m)^Different +a.dat", output);
        Assert.Matches("(?m)^Missing +b.dat", output);
        Assert.Contains("lens verify --repair", error, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(log).Count(line => line.Contains("\"Damaged\"", StringComparison.Ordinal)));
        Assert.Equal(2, Lens("status").ExitCode);
        Assert.Equal(2, Lens("verify", _folder.Path, "--at", at, "--repair", "--what-if").ExitCode);
        Assert.False(File.Exists(Path.Combine(at, "b.dat")));
        (code, output, _) = Lens("verify", _folder.Path, "--at", at, "--repair", "--log", log);
        Assert.Equal(0, code);
        Assert.Matches("(?m)^Repaired +a.dat", output);
        Assert.Equal(Curve("b"), File.ReadAllText(Path.Combine(at, "b.dat")));
        Assert.Equal(0, Lens("status").ExitCode);
    }

    private static string Curve(string name) => $"# Sample: {name}\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n"
        + "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private static DavDouble Refusing(string file) => new("dav")
    {
        Faults = (_, method, path) =>
            method == "PUT" && path.EndsWith(file, StringComparison.Ordinal) ? new Fault(FaultKind.Answer, 413) : null
    };

    private (int ExitCode, string Output, string Error) Watch(string to) =>
        Lens("watch", _folder.Path, "--publish", to, "--once", "--settle", "0.1", "--interval", "0.1");

    private (int ExitCode, string Output, string Error) Lens(params string[] arguments) => LensProgram.Run(_state, arguments);
}
