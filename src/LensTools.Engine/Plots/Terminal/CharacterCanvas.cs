namespace LensTools.Engine.Plots.Terminal;

/// <summary>
/// Dots on characters: eight to a character as a braille pattern (Unicode 2800 to 28FF), or one as a letter. A character has the colour of
/// what was drawn last.
/// </summary>
internal sealed class CharacterCanvas(int columns, int rows, bool hasBraille)
{
    private const char FirstPattern = '\u2800';

    // The bit of a dot in a braille pattern, by its row and column.
    private static readonly byte[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    private readonly char[] _characters = Enumerable.Repeat(hasBraille ? FirstPattern : ' ', columns * rows).ToArray();
    private readonly string?[] _colours = new string?[columns * rows];

    /// <summary>How many dots it is wide.</summary>
    public int Width { get; } = hasBraille ? columns * 2 : columns;

    /// <summary>How many dots it is high.</summary>
    public int Height { get; } = hasBraille ? rows * 4 : rows;

    /// <summary>Draws a dot.</summary>
    /// <param name="x">Its column from the left.</param>
    /// <param name="y">Its row from the top.</param>
    /// <param name="letter">What it is where there are no patterns.</param>
    /// <param name="colour">Its colour.</param>
    public void Dot(int x, int y, char letter, string? colour)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height) return;
        int cell = hasBraille ? (y / 4 * columns) + (x / 2) : (y * columns) + x;
        if (!hasBraille) _characters[cell] = letter;
        else if (_characters[cell] is >= FirstPattern and <= '\u28FF') _characters[cell] |= (char)Bits[(y % 4 * 2) + (x % 2)];
        _colours[cell] = colour;
    }

    /// <summary>Draws a line.</summary>
    public void Line((int X, int Y) from, (int X, int Y) to, char letter, string? colour)
    {
        int steps = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        for (int i = 0; i <= steps; i++)
        {
            double part = steps == 0 ? 0 : (double)i / steps;
            Dot((int)Math.Round(from.X + (part * (to.X - from.X))), (int)Math.Round(from.Y + (part * (to.Y - from.Y))), letter, colour);
        }
    }

    /// <summary>Writes a character over what is there.</summary>
    public void Write(int x, int y, char character, string? colour)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height) return;
        int cell = hasBraille ? (y / 4 * columns) + (x / 2) : (y * columns) + x;
        (_characters[cell], _colours[cell]) = (character, colour);
    }

    /// <summary>Adds a row to a line.</summary>
    public void AddRow(AnsiText line, int row)
    {
        for (int column = 0; column < columns; column++)
        {
            char character = _characters[(row * columns) + column];
            if (character is FirstPattern or ' ') line.Add(" ");
            else line.Add(character.ToString(), _colours[(row * columns) + column]);
        }
    }
}
