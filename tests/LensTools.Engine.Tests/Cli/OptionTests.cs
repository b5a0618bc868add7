using System.Text.Json;
using System.Text.RegularExpressions;
using LensTools.Cli;
using LensTools.Engine.Tests.Sharing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Cli;

/// <summary>The options of <c>lens</c>: what each does, where secrets come from, and that messages advise no others.</summary>
public sealed partial class OptionTests : IDisposable
{
    private const string Curve =
        "# Sample: water\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _folder = new(), _state = new();

    public void Dispose()
    {
        _folder.Dispose();
        _state.Dispose();
    }

    [Theory]
    [InlineData("a.dat b.dat sub/c.dat")]
    [InlineData("a.dat sub/c.dat", "--exclude", "b.*")]
    [InlineData("b.dat", "--include", "b.dat")]
    [InlineData("a.dat b.dat run.log sub/c.dat", "--all")]
    [InlineData("a.dat b.dat sub/c.dat", "--all", "--maximum-size", "200")]
    [InlineData("a.dat", "--minimum-age", "1h")]
    [InlineData("a.dat b.dat linked/d.dat sub/c.dat", "--follow-symlinks")]
    [InlineData("", "--what-if")]
    public void Which_files_are_published(string expected, params string[] options)
    {
        File.SetLastWriteTimeUtc(_folder.Write("set/a.dat", Curve), DateTime.UtcNow.AddDays(-1));
        _folder.Write("set/b.dat", Curve + "# b\n");
        _folder.Write("set/sub/c.dat", Curve + "# c\n");
        _folder.Write("set/run.log", new string('x', 300));
        if (options.Contains("--follow-symlinks"))
        {
            _folder.Write("elsewhere/d.dat", Curve + "# d\n");
            _folder.Link("set/linked", _folder["elsewhere"], isFolder: true);
            // What is not followed is counted.
            Assert.Contains(
                "1 linked folder was not followed; --follow-symlinks searches them",
                Lens("publish", _folder["set"], "--to", _folder["target"], "--what-if").Error,
                StringComparison.Ordinal);
        }
        (int code, string output, string error) = Lens(["publish", _folder["set"], "--to", _folder["target"], .. options]);
        Assert.Equal(0, code);
        string[] found = !Directory.Exists(_folder["target"])
            ? []
            : [.. Directory.GetFiles(_folder["target"], "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_folder["target"], path).Replace('\\', '/'))
                .Where(path => !path.Contains("lens-", StringComparison.Ordinal) && path != "SHA256SUMS").Order(StringComparer.Ordinal)];
        Assert.Equal(expected, string.Join(' ', found));
        // Nothing is left out without a word.
        if (!options.Contains("--all")) Assert.Contains("1 file is not a dataset", error, StringComparison.Ordinal);
        if (options.Contains("--what-if")) Assert.Contains("What if: publish ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_others_is_replaced_by_force_only_and_a_watch_has_none()
    {
        _folder.Write("set/a.dat", Curve);
        _folder.Write("target/a.dat", "of others");
        (int code, _, string error) = Lens("publish", _folder["set"], "--to", _folder["target"]);
        Assert.Equal(3, code);
        Assert.Contains("LensTargetConflict", error, StringComparison.Ordinal);
        Assert.Contains("--force of lens publish or lens curate", error, StringComparison.Ordinal);
        Assert.Equal("of others", File.ReadAllText(_folder["target/a.dat"]));
        Assert.Equal(0, Lens("publish", _folder["set"], "--to", _folder["target"], "--force").ExitCode);
        Assert.Equal(Curve, File.ReadAllText(_folder["target/a.dat"]));
        Assert.Equal(1, Lens("watch", _folder["set"], "--publish", _folder["target"], "--once", "--force").ExitCode);
    }

    [Theory]
    [InlineData("environment")]
    [InlineData("file")]
    [InlineData("systemd")]
    public void Secrets_come_from_the_environment_files_and_credentials_of_systemd(string from)
    {
        using var server = new DavDouble("link") { Password = "geheim" };
        _folder.Write("set/a.dat", Curve);
        string link = _state.Write("secrets/lens-destination", server.Url + "\n");
        string password = _state.Write("secrets/lens-password", "geheim\n");
        (string, string)[] environment = from switch
        {
            "environment" => [("LENS_DESTINATION", server.Url), ("LENS_PASSWORD", "geheim")],
            "file" => [("LENS_DESTINATION_FILE", link), ("LENS_PASSWORD_FILE", password)],
            _ => [("CREDENTIALS_DIRECTORY", _state["secrets"])],
        };
        // Verify goes where publish went, and without an option for the destination.
        (int code, string output, string error) = LensProgram.Run(_state, ["publish", _folder["set"], "--name", "loq"], environment);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(": 1 sent", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(server.Root, "loq", "a.dat")));
        Assert.Equal(0, LensProgram.Run(_state, ["verify", _folder["set"], "--name", "loq"], environment).ExitCode);
        Assert.Equal(0, server.WrongLogins);
    }

    [Fact]
    public void A_link_on_the_command_line_is_warned_of_and_a_secret_that_cannot_be_read_is_an_error()
    {
        using var server = new DavDouble("link");
        _folder.Write("set/a.dat", Curve);
        (int code, string output, string error) = Lens("publish", _folder["set"], "--to", server.Url, "--name", "loq");
        Assert.Equal(0, code);
        Assert.Contains("warning: A share link on a command line can be read by every user", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Tk3dPq8", output + error, StringComparison.Ordinal);
        (code, _, error) = LensProgram.Run(_state, ["publish", _folder["set"], "--to"], ("LENS_DESTINATION_FILE", _state["none"]));
        Assert.Equal(1, code);
        Assert.Contains("none", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_status_is_written_for_people_and_for_Prometheus()
    {
        Assert.Contains("Nothing was published", Lens("status").Output, StringComparison.Ordinal);
        _folder.Write("set/a.dat", Curve);
        Lens("publish", _folder["set"], "--to", _folder["target"]);
        (int code, string output, _) = Lens("status");
        Assert.Equal(0, code);
        Assert.Contains($"set -> {_folder["target"]}", output, StringComparison.Ordinal);
        Assert.Contains("1 files, 0 waiting, 0 refused", output, StringComparison.Ordinal);
        Assert.Contains("verified      never", output, StringComparison.Ordinal);
        string metrics = _folder["lens.prom"];
        (code, output, _) = Lens("status", "--prometheus", metrics);
        Assert.Equal((0, ""), (code, output));
        Assert.Contains(
            File.ReadAllLines(metrics),
            line => line.StartsWith("lens_", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));
        Assert.Equal(1, Lens("status", "--prometheus", _folder["no such/lens.prom"]).ExitCode);
    }

    [Fact]
    public void The_log_has_a_line_of_JSON_for_each_event_of_each_command()
    {
        string log = _state["log.jsonl"];
        _folder.Write("set/a.dat", Curve);
        _folder.Write("set/b.dat", Curve + "# b\n");
        Lens("publish", _folder["set"], "--to", _folder["one"], "--log", log);
        Lens("curate", _folder["set"], "--publish", _folder["two"], "--log", log);
        Lens("watch", _folder["set"], "--publish", _folder["three"], "--once", "--settle", "0.1", "--interval", "0.1", "--log", log);
        Lens("verify", _folder["set"], "--at", _folder["one"], "--log", log);
        Lens("publish", _folder["set"], "--to", _folder["four"], "--log", log, "--what-if");
        string[] kinds = [.. File.ReadAllLines(log).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString()!)];
        Assert.Equal(
            ["Published", "Published", "Finished", "Published", "Published", "Finished", "Started", "Published", "Published", "Finished"],
            kinds);
    }

    [Theory]
    [InlineData("publish", "--to")]
    [InlineData("watch", "--publish")]
    public void A_mistyped_target_is_no_folder(string command, string option)
    {
        _folder.Write("set/a.dat", Curve);
        _folder.Write("set/lens.yaml", $"name: one\ntargets:\n  archive: {JsonSerializer.Serialize(_folder["target"])}\n");
        (int code, string output, string error) = Lens(
            [command, _folder["set"], option, "archve", .. command == "watch" ? (string[])["--once", "--settle", "0.1"] : []]);
        Assert.Equal(1, code);
        Assert.Contains("LensTargetUnknown", output + error, StringComparison.Ordinal);
        Assert.Contains("archive", output + error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["set/archve"]));
        Assert.False(Directory.Exists("archve"));
        // And that of the collection is one for every command.
        Assert.Equal(0, Lens("publish", _folder["set"], "--to", "archive").ExitCode);
        Assert.Equal(0, Lens("verify", _folder["set"], "--at", "archive").ExitCode);
        Assert.True(File.Exists(_folder["target/a.dat"]));
    }

    [Theory]
    [InlineData("--max-rate", "fast")]
    [InlineData("--retry-for", "soon")]
    [InlineData("--verify", "none")]
    [InlineData("--throttle-limit", "0")]
    [InlineData("--minimum-age", "old")]
    [InlineData("--maximum-size", "large")]
    [InlineData("--log", "")]
    [InlineData("--no-such-option", "1")]
    public void What_makes_no_sense_is_refused_before_anything_is_done(string option, string value)
    {
        _folder.Write("set/a.dat", Curve);
        (int code, _, string error) = Lens("publish", _folder["set"], "--to", _folder["target"], option, value);
        Assert.Equal(1, code);
        Assert.Matches($"{option}|'none'", error);
        Assert.False(Directory.Exists(_folder["target"]));
    }

    /// <summary>Advice is written in the words of the cmdlets; this takes each such word from the sources of the engine.</summary>
    [Fact]
    public void What_messages_advise_is_an_option_of_the_command_line()
    {
        string help = string.Concat(((string[])["publish", "curate", "watch", "verify"]).Select(command => Lens(command, "--help").Output));
        // Of what lens does: it neither withdraws nor receives.
        string[] sources = [.. Directory.GetFiles(
            Path.Combine(Repository.Root, "src", "LensTools.Engine", "Sharing"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("Withdraw", StringComparison.Ordinal) && !path.Contains("Recept", StringComparison.Ordinal))];
        string[] advised = [.. sources.SelectMany(path => Literal().Matches(File.ReadAllText(path)))
            .SelectMany(literal => Parameter().Matches(literal.Value)).Select(match => match.Value).Distinct().Order()];
        Assert.True(advised.Length > 8, string.Join(' ', advised));
        foreach (string word in advised)
        {
            string said = CommandLineWords.Of($"Use it {word}.");
            Assert.DoesNotMatch(Parameter(), said);
            foreach (Match option in Option().Matches(said)) Assert.Contains(option.Value, help, StringComparison.Ordinal);
        }
        // Names of files are not words of advice.
        foreach (string name in (string[])["My-Name-Partial.dat", "run5-Partial.dat", "x.-Force", "a_-Name"])
            Assert.Equal($"A file {name}.", CommandLineWords.Of($"A file {name}."));
    }

    [GeneratedRegex("\"[^\"\n]*\"")]
    private static partial Regex Literal();

    [GeneratedRegex("(with )?(?<![A-Za-z-])([A-Z][a-z]+-Lens[A-Za-z]+( -[A-Z][A-Za-z]+)?|-[A-Z][A-Za-z]+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();

    private (int ExitCode, string Output, string Error) Lens(params string[] arguments) => LensProgram.Run(_state, arguments);
}
