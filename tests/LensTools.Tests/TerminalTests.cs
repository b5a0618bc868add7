using System.Diagnostics;
using System.Text.RegularExpressions;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>A person at a terminal, which tmux is: what is on its screen after Show-LensDataset.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _server = $"lens-{Guid.NewGuid():N}";

    public void Dispose()
    {
        if (IsHere) Tmux("kill-server");
    }

    private static bool IsHere => !OperatingSystem.IsWindows() && File.Exists("/usr/bin/tmux");

    [Theory]
    [InlineData(80, 24, true)]
    [InlineData(80, 24, false)]
    [InlineData(200, 50, true)]
    [InlineData(200, 50, false)]
    public void A_plot_fills_the_screen_and_no_line_is_broken(int columns, int rows, bool hasColours)
    {
        Assert.SkipUnless(IsHere, "there is no tmux here");
        string module = Path.Combine(AppContext.BaseDirectory, "module", "LensTools.psd1");
        string curve = Path.Combine(Repository.Root, "examples", "roundrobin", "ill", "300202_silica25_2mgml.dat");
        string script = $"function prompt {{ 'ready>' }}; Import-Module '{module}'; Clear-Host; Show-LensDataset '{curve}'";
        string environment = $"env {(hasColours ? "-u NO_COLOR" : "NO_COLOR=1")} LANG=C.UTF-8";
        string shell = $"dotnet '{PesterTests.Given("Pwsh")}' -NoLogo -NoProfile -NoExit -Command \"{script}\"";
        Tmux("new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", $"{environment} {shell}");
        string[] screen = WaitForPrompt();
        Assert.StartsWith("300202_silica25_2mgml  Silica spheres", screen[0], StringComparison.Ordinal);
        Assert.InRange(Array.FindIndex(screen, line => line.StartsWith("ready>", StringComparison.Ordinal)), rows - 3, rows - 1);
        // The frame goes to the right edge, and lines of the panel begin with it: none is broken in two.
        string axis = Assert.Single(screen, line => Axis().IsMatch(line));
        Assert.InRange(axis.Length, columns - 2, columns);
        int frame = axis.IndexOfAny(['└', '+']);
        Assert.InRange(
            screen.Count(line => line.Length > frame && "│┤|+".Contains(line[frame]) && !Axis().IsMatch(line)), rows - 9, rows - 6);
        string coloured = Tmux("capture-pane", "-p", "-e");
        Assert.Equal(hasColours, coloured.Contains("\e[38;5;", StringComparison.Ordinal));
        Assert.Equal(hasColours, screen.Any(line => line.Any(c => c is > '\u2800' and <= '\u28ff')));
        if (!hasColours) Assert.All(screen, line => Assert.All(line, c => Assert.True(char.IsAscii(c))));
    }

    private string[] WaitForPrompt()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            string[] screen = Tmux("capture-pane", "-p").Split('\n');
            if (Array.Exists(screen, line => line.StartsWith("ready>", StringComparison.Ordinal))) return screen;
            Assert.True(waited.Elapsed < Patience, $"no prompt:\n{string.Join('\n', screen)}");
            Thread.Sleep(100);
        }
    }

    private string Tmux(params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/tmux", ["-L", _server, "-f", "/dev/null", .. arguments])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }

    [GeneratedRegex("^ *(└[─┬]+|\\+[-+]{20,})$")]
    private static partial Regex Axis();
}
