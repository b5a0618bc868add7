using LensTools.Engine.Plots.Terminal;

namespace LensTools;

/// <summary>What a terminal is drawn on with.</summary>
public enum LensTerminalGraphics
{
    /// <summary>Letters of ASCII.</summary>
    Ascii = TerminalGraphics.Ascii,
    /// <summary>Braille patterns.</summary>
    Braille = TerminalGraphics.Braille,
    /// <summary>Pixels as DEC's sixels.</summary>
    Sixel = TerminalGraphics.Sixel,
    /// <summary>Pixels by the protocol of kitty.</summary>
    Kitty = TerminalGraphics.Kitty,
}
