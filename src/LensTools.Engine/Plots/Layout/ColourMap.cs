namespace LensTools.Engine.Plots.Layout;

/// <summary>Colours of values from 0 to 1: viridis, which has even steps of lightness and is told apart by the colour-blind.</summary>
internal static class ColourMap
{
    // Every sixteenth of matplotlib's viridis (S. van der Walt and N. Smith, 2015, CC0), as red, green, blue.
    private static readonly byte[] Nodes =
    [
        68, 1, 84, 72, 24, 106, 71, 45, 123, 66, 64, 134, 59, 82, 139, 51, 99, 141, 44, 114, 142, 38, 130, 142, 33, 145, 140, 31, 160, 136,
        40, 174, 128, 63, 188, 115, 94, 201, 98, 132, 212, 75, 173, 220, 48, 216, 226, 25, 253, 231, 37,
    ];

    private const int Last = 16;

    /// <summary>The colour of a value.</summary>
    public static (byte Red, byte Green, byte Blue) At(double value)
    {
        double place = Math.Clamp(value, 0, 1) * Last;
        int node = Math.Min((int)place, Last - 1);
        double part = place - node;
        byte Mix(int channel) =>
            (byte)Math.Round((Nodes[(node * 3) + channel] * (1 - part)) + (Nodes[((node + 1) * 3) + channel] * part));
        return (Mix(0), Mix(1), Mix(2));
    }
}
