using System.Text.Json;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Cli;

/// <summary>The runner as a program: what it says and how it ends.</summary>
public sealed class CurateTests : IDisposable
{
    private const string Good =
        "# Sample: water\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _folder = new(), _state = new();

    public void Dispose()
    {
        _folder.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void The_round_robin_is_checked_and_what_is_usable_is_published()
    {
        _folder.CopyFrom(Repository.RoundRobin);
        using var target = new TestFolder("lens target");
        (int code, string output, string error) = Lens("curate", _folder.Path, "--publish", target.Path);
        Assert.Equal(2, code);
        Assert.Contains("24 datasets: 18 Usable, 1 UsableWithWarnings, 4 NeedsInformation, 1 Rejected.", output, StringComparison.Ordinal);
        Assert.Contains(": 19 sent (", output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(21, Directory.GetFiles(target.Path, "*", SearchOption.AllDirectories).Count(
            file => !Path.GetFileName(file).StartsWith(".lens", StringComparison.Ordinal)));
        Assert.Contains(
            ": 0 sent (0.0 MB in ", Lens("curate", _folder.Path, "--publish", target.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_report_is_one_document()
    {
        _folder.CopyFrom(Repository.RoundRobin);
        using JsonDocument report = JsonDocument.Parse(Lens("curate", _folder.Path, "--report", "json").Output);
        JsonElement results = report.RootElement.GetProperty("results");
        Assert.Equal(24, results.GetArrayLength());
        Assert.Equal(6, results.EnumerateArray().Count(r => r.GetProperty("verdict").GetString() != "Usable"));
    }

    [Fact]
    public void Exit_codes_tell_usable_findings_and_failures_apart()
    {
        _folder.Write("a.dat", Good);
        Assert.Equal(0, Lens("curate", _folder.Path).ExitCode);
        (int code, _, string error) = Lens("curate", _folder["no such folder"]);
        Assert.Equal(1, code);
        Assert.Contains("LensPathNotFound", error, StringComparison.Ordinal);
        Assert.Equal(1, Lens("curate", _folder.Path, "--profile", "nosuch").ExitCode);
        _folder.Write("b.dat", "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
        Assert.Equal(2, Lens("curate", _folder.Path).ExitCode);
    }

    [Fact]
    public void What_is_never_done_again_and_again_is_no_option_of_a_watch()
    {
        (int code, string output, string error) = Lens("watch", _folder.Path, "--publish", _folder["out"], "--once", "--force");
        Assert.Equal(1, code);
        Assert.Contains("--force", output + error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void A_share_link_comes_from_the_environment_and_is_not_shown()
    {
        _folder.Write("a.dat", Good);
        using var server = new Sharing.DavDouble("link");
        (int code, string output, string error) = LensProgram.Run(
            _state, ["curate", _folder.Path, "--publish"], ("LENS_DESTINATION", server.Url));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("0 unchanged, 0 refused; proof: server-hash.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Url[(server.Url.LastIndexOf('/') + 1)..], output, StringComparison.Ordinal);
        Assert.Equal(1, LensProgram.Run(_state, ["curate", _folder.Path, "--publish"], ("LENS_DESTINATION", "")).ExitCode);
    }

    private (int ExitCode, string Output, string Error) Lens(params string[] arguments) => LensProgram.Run(_state, arguments);
}
