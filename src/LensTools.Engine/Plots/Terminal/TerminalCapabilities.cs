namespace LensTools.Engine.Plots.Terminal;

/// <summary>How many colours a terminal is given.</summary>
public enum TerminalColours
{
    /// <summary>None.</summary>
    None,
    /// <summary>The 256 of most terminals.</summary>
    Palette,
    /// <summary>All.</summary>
    All,
}

/// <summary>What plots are drawn with in a terminal.</summary>
/// <param name="Columns">Its width in characters.</param>
/// <param name="Rows">The height to fill, in lines.</param>
/// <param name="HasBraille">Whether braille patterns and box drawing characters are shown; else plain ASCII.</param>
/// <param name="Colours">How many colours.</param>
public sealed record TerminalCapabilities(int Columns, int Rows, bool HasBraille, TerminalColours Colours);
