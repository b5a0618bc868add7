using System.Globalization;
using System.Text;

namespace LensTools.Engine.Plots.Terminal;

/// <summary>A line of a terminal: its text with colours, and how many characters of it are seen.</summary>
internal sealed class AnsiText(TerminalColours colours)
{
    private readonly StringBuilder _text = new();
    private string _now = "";

    /// <summary>How many characters are seen.</summary>
    public int Width { get; private set; }

    /// <summary>Adds a text in the usual colour, or in one as #rrggbb. Control characters are shown as question marks.</summary>
    public AnsiText Add(string text, string? colour = null, bool isBold = false, string? behind = null)
    {
        string wanted = colours == TerminalColours.None
            ? ""
            : string.Join(';', new[] { isBold ? "1" : null, Code(colour, 38), Code(behind, 48) }.Where(code => code is not null));
        if (text.Length == 0) return this;
        if (wanted != _now)
        {
            if (_now.Length > 0) _text.Append("\e[0m");
            if (wanted.Length > 0) _text.Append("\e[").Append(wanted).Append('m');
            _now = wanted;
        }
        foreach (char c in text) _text.Append(char.IsControl(c) ? '?' : c);
        Width += text.Length;
        return this;
    }

    /// <summary>Adds blanks up to a width.</summary>
    public AnsiText PadTo(int width) => Width < width ? Add(new string(' ', width - Width)) : this;

    /// <summary>Adds another line.</summary>
    public AnsiText Add(AnsiText other)
    {
        _text.Append(_now.Length > 0 ? "\e[0m" : "").Append(other);
        _now = "";
        Width += other.Width;
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _now.Length > 0 ? $"{_text}\e[0m" : _text.ToString();

    private string? Code(string? colour, int kind)
    {
        if (colour is null) return null;
        (int red, int green, int blue) = (Channel(colour, 1), Channel(colour, 3), Channel(colour, 5));
        return colours == TerminalColours.All
            ? string.Create(CultureInfo.InvariantCulture, $"{kind};2;{red};{green};{blue}")
            : string.Create(CultureInfo.InvariantCulture, $"{kind};5;{Nearest(red, green, blue)}");
    }

    // The cube of 6 × 6 × 6 colours, or the greys where they are nearer.
    private static int Nearest(int red, int green, int blue)
    {
        static int Step(int value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
        static int Level(int step) => step == 0 ? 0 : 55 + (40 * step);
        (int r, int g, int b) = (Step(red), Step(green), Step(blue));
        int grey = Math.Clamp((((red + green + blue) / 3) - 3) / 10, 0, 23), greyLevel = 8 + (10 * grey);
        static int Distance(int one, int other) => (one - other) * (one - other);
        int toCube = Distance(red, Level(r)) + Distance(green, Level(g)) + Distance(blue, Level(b));
        int toGrey = Distance(red, greyLevel) + Distance(green, greyLevel) + Distance(blue, greyLevel);
        return toGrey < toCube ? 232 + grey : 16 + (36 * r) + (6 * g) + b;
    }

    private static int Channel(string colour, int at) =>
        int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
