namespace LensTools.Engine.Plots.Terminal;

/// <summary>Plots for a terminal: one that fills it, or many small ones beside each other.</summary>
public sealed class TerminalGrid(TerminalCapabilities terminal)
{
    private const int SmallColumns = 40, SmallRows = 13, Gap = 2;

    /// <summary>How many small plots stand beside each other.</summary>
    public int Across { get; } = Math.Max(1, (terminal.Columns + Gap) / (SmallColumns + Gap));

    /// <summary>The lines of one plot.</summary>
    public IReadOnlyList<string> One(Plot plot) => [.. TerminalPlot.Of(plot, terminal).Select(line => line.ToString())];

    /// <summary>The lines of a row of small plots.</summary>
    /// <param name="plots">The plots, no more than there is room for beside each other.</param>
    public IReadOnlyList<string> Row(IReadOnlyList<Plot> plots)
    {
        int columns = ((terminal.Columns + Gap) / Across) - Gap;
        TerminalCapabilities small = terminal with { Columns = columns, Rows = Math.Min(terminal.Rows, SmallRows) };
        IReadOnlyList<AnsiText>[] drawn = [.. plots.Select(plot => TerminalPlot.Of(plot, small, isSmall: true))];
        var lines = new List<string>();
        for (int i = 0; i < drawn.Max(one => one.Count); i++)
        {
            var line = new AnsiText(terminal.Colours);
            for (int k = 0; k < drawn.Length; k++)
            {
                line.PadTo(k * (columns + Gap));
                if (i < drawn[k].Count) line.Add(drawn[k][i]);
            }
            lines.Add(line.ToString());
        }
        return [.. lines, ""];
    }
}
