using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Terminal;

namespace LensTools.Engine.Tests.Plots;

/// <summary>Plots of characters, read as a person reads them.</summary>
public sealed class TerminalTests
{
    private static readonly Plot Decades = new(
        "Decades",
        new PlotAxis("x", "1/nm", PlotScale.Logarithmic),
        [
            new PlotPanel(
                new PlotAxis("y", "1/cm", PlotScale.Logarithmic), [new PlotSeries("one", [0.01, 0.1, 1, 10], [1e-4, 1e-2, 1, 100], [])]),
        ]);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(200, 50)]
    public void A_letter_is_at_the_ticks_of_its_value(int columns, int rows)
    {
        string[] lines = [.. Draw(Decades, new TerminalCapabilities(columns, rows, HasBraille: false, TerminalColours.None))];
        string labels = Assert.Single(
            lines, line => line.Contains(" 0.1 ", StringComparison.Ordinal) && line.Contains(" 10", StringComparison.Ordinal));
        string axis = lines[Array.IndexOf(lines, labels) - 1];
        // The point at 0.1 is above the tick of 0.1, in the line of 10^-2.
        int tick = labels.IndexOf(" 0.1 ", StringComparison.Ordinal) + 2;
        int column = Enumerable.Range(tick - 1, 3).Single(at => axis[at] == '+');
        string line = Assert.Single(lines, one => one.StartsWith("10^-2", StringComparison.Ordinal));
        Assert.Equal('o', line[column]);
        Assert.Equal(4, lines.Sum(one => one.Count(c => c == 'o')));
        Assert.Contains("x (1/nm)", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24, true, TerminalColours.All)]
    [InlineData(80, 24, false, TerminalColours.None)]
    [InlineData(200, 50, true, TerminalColours.Palette)]
    [InlineData(20, 8, true, TerminalColours.None)]
    public void No_line_is_wider_and_no_plot_higher_than_the_terminal(int columns, int rows, bool hasBraille, TerminalColours colours)
    {
        var residuals = new PlotPanel(new PlotAxis("r"), [new PlotSeries("left", [0.01, 10], [-2, 2], [])])
        {
            Weight = 0.35,
            Reference = 0,
        };
        var image = new Plot("Image", new PlotAxis("Qx"), [new PlotPanel(new PlotAxis("Qy"), [])
        {
            Image = new PlotImage([.. Enumerable.Range(1, 64).Select(i => (double)i)], 8, 8, (0, 1), (0, 1), new PlotAxis("I")),
        }]);
        string wide = string.Concat(Enumerable.Repeat("a long title ", 40));
        foreach (Plot plot in (Plot[])[
            Decades, image, Decades with { Panels = [.. Decades.Panels, residuals], Title = wide, Subtitle = wide, Remarks = [wide] }])
        {
            var terminal = new TerminalCapabilities(columns, rows, hasBraille, colours);
            string[] lines = [.. Draw(plot, terminal)];
            Assert.All(lines, line => Assert.InRange(Plain(line).Length, 0, columns));
            if (rows > 8) Assert.InRange(lines.Length, 1, rows);
            if (!hasBraille) Assert.All(lines, line => Assert.All(line, c => Assert.True(char.IsAscii(c))));
            if (colours == TerminalColours.None) Assert.All(lines, line => Assert.DoesNotContain('\e', line));
            else Assert.Contains(lines, line => line.Contains("\e[", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_title_cannot_steer_the_terminal()
    {
        Plot hostile = Decades with { Title = "\e[2J\e]0;owned\a\r\n", Remarks = ["\e[31m"] };
        foreach (string line in Draw(hostile, new TerminalCapabilities(80, 24, true, TerminalColours.None)))
            Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public void Braille_patterns_have_their_dots_as_Unicode_numbers_them()
    {
        // Dots 1 to 8 of a pattern: the columns from above, then the lowest row (The Unicode Standard, 16.0, section 21.1).
        (int X, int Y)[] order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];
        for (int dot = 0; dot < 8; dot++)
        {
            var canvas = new CharacterCanvas(1, 1, hasBraille: true);
            canvas.Dot(order[dot].X, order[dot].Y, 'o', null);
            var line = new AnsiText(TerminalColours.None);
            canvas.AddRow(line, 0);
            Assert.Equal(((char)(0x2800 + (1 << dot))).ToString(), line.ToString());
        }
    }

    [Fact]
    public void Without_colours_each_series_has_a_letter_of_its_own()
    {
        PlotSeries[] series = [.. Enumerable.Range(0, 14).Select(i => new PlotSeries($"number {i}", [1, 10], [i + 1, i + 2], [])
        {
            Colour = SeriesColours.Of(i, 14),
        })];
        Plot plot = Decades with { Panels = [new PlotPanel(new PlotAxis("y"), series)] };
        string legend = string.Join(' ', Draw(plot, new TerminalCapabilities(200, 40, HasBraille: false, TerminalColours.None)).Take(4));
        char[] letters = [.. Enumerable.Range(0, 14).Select(i => legend[legend.IndexOf($" number {i} ", StringComparison.Ordinal) - 1])];
        Assert.Equal(14, letters.Distinct().Count());
    }

    [Fact]
    public void Small_plots_stand_beside_each_other()
    {
        var grid = new TerminalGrid(new TerminalCapabilities(126, 40, false, TerminalColours.None));
        Assert.Equal(3, grid.Across);
        string[] lines = [.. grid.Row([Decades with { Title = "A" }, Decades with { Title = "B" }, Decades with { Title = "C" }])];
        Assert.Matches("^A {41}B {41}C$", lines[0]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 126));
    }

    [Theory]
    [InlineData("xterm-256color", null, null, "\e[6;20;10t\e[?64;1;2;4;22c", TerminalGraphics.Sixel)]
    [InlineData("xterm-256color", null, null, "\e[?64;1;2;22c", TerminalGraphics.Braille)]
    [InlineData("xterm-256color", null, null, null, TerminalGraphics.Braille)]
    [InlineData("xterm-kitty", null, null, null, TerminalGraphics.Kitty)]
    [InlineData("tmux-256color", "xterm-kitty", null, "\e[?1;2c", TerminalGraphics.Braille)]
    [InlineData("dumb", null, null, null, TerminalGraphics.Ascii)]
    [InlineData("xterm-kitty", null, "1", null, TerminalGraphics.Ascii)]
    public void What_a_terminal_says_decides(string term, string? tmux, string? noColor, string? answer, TerminalGraphics expected)
    {
        string? Environment(string name) => name switch { "TERM" => term, "TMUX" => tmux, "NO_COLOR" => noColor, _ => null };
        Assert.Equal(expected, TerminalDetection.Graphics(Environment, isRedirected: false, isUnicode: true, () => answer));
        Assert.Equal(TerminalGraphics.Ascii, TerminalDetection.Graphics(Environment, isRedirected: true, isUnicode: true, () => answer));
        Assert.Equal(TerminalGraphics.Ascii, TerminalDetection.Graphics(Environment, isRedirected: false, isUnicode: false, () => answer));
    }

    [Fact]
    public void The_size_of_a_character_is_the_one_that_the_terminal_says() =>
        Assert.Equal((9, 18), TerminalDetection.CellSize("\e[6;18;9t\e[?62;4c"));

    private static IEnumerable<string> Draw(Plot plot, TerminalCapabilities terminal) => new TerminalGrid(terminal).One(plot);

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9;]*m", "");
}
