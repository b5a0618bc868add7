namespace LensTools.Engine.Plots.Terminal;

/// <summary>What a terminal is drawn on with.</summary>
public enum TerminalGraphics
{
    /// <summary>Letters of ASCII.</summary>
    Ascii,
    /// <summary>Braille patterns.</summary>
    Braille,
    /// <summary>Pixels as DEC's sixels.</summary>
    Sixel,
    /// <summary>Pixels by the protocol of kitty.</summary>
    Kitty,
}
