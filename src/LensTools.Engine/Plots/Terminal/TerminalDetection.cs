namespace LensTools.Engine.Plots.Terminal;

/// <summary>Tells what a terminal can show, from what it says of itself.</summary>
public static class TerminalDetection
{
    /// <summary>The question: how large a character is (XTWINOPS 16), and what the terminal is (DA1), which all answer.</summary>
    public const string Question = "\e[16t\e[c";

    private static readonly string[] KittyPrograms = ["ghostty", "WezTerm"];

    /// <summary>What a terminal can show.</summary>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="isRedirected">Whether what is written goes elsewhere.</param>
    /// <param name="isUnicode">Whether characters outside ASCII are written as they are.</param>
    /// <param name="answer">Asks <see cref="Question"/>; null if that cannot be asked, or nobody answers.</param>
    public static TerminalGraphics Graphics(Func<string, string?> environment, bool isRedirected, bool isUnicode, Func<string?> answer)
    {
        string terminal = environment("TERM") ?? "";
        bool isPlain = terminal == "dumb" || !string.IsNullOrEmpty(environment("NO_COLOR"));
        if (isRedirected || !isUnicode || isPlain) return TerminalGraphics.Ascii;
        // Within tmux and screen it is these that draw, whatever they run in.
        bool isWithin = !string.IsNullOrEmpty(environment("TMUX")) || terminal.StartsWith("screen", StringComparison.Ordinal);
        if (!isWithin && (terminal == "xterm-kitty" || environment("KITTY_WINDOW_ID") is not null
            || KittyPrograms.Contains(environment("TERM_PROGRAM")))) return TerminalGraphics.Kitty;
        return HasSixels(answer()) ? TerminalGraphics.Sixel : TerminalGraphics.Braille;
    }

    /// <summary>How many colours it shows.</summary>
    public static TerminalColours Colours(Func<string, string?> environment, bool isRedirected)
    {
        if (isRedirected || environment("TERM") == "dumb" || !string.IsNullOrEmpty(environment("NO_COLOR"))) return TerminalColours.None;
        return environment("COLORTERM") is "truecolor" or "24bit" || environment("WT_SESSION") is not null
            ? TerminalColours.All
            : TerminalColours.Palette;
    }

    /// <summary>Whether an answer to <see cref="Question"/> names sixels: 4 among the attributes of DA1.</summary>
    public static bool HasSixels(string? answer) =>
        Part(answer, "\e[?", 'c') is { } attributes && attributes.Split(';').Skip(1).Contains("4");

    /// <summary>The size of a character in pixels as an answer says; that of most terminals if it does not.</summary>
    public static (int Width, int Height) CellSize(string? answer) =>
        Part(answer, "\e[6;", 't')?.Split(';') is [var height, var width]
            && int.TryParse(height, out int high) && int.TryParse(width, out int wide) && high is > 0 and < 200 && wide is > 0 and < 200
            ? (wide, high)
            : (10, 20);

    private static string? Part(string? answer, string start, char end)
    {
        int from = answer?.IndexOf(start, StringComparison.Ordinal) ?? -1;
        if (from < 0) return null;
        int to = answer!.IndexOf(end, from + start.Length);
        return to < 0 ? null : answer[(from + start.Length)..to];
    }
}
