namespace LensTools.Engine.Plots.Layout;

/// <summary>How wide a text will be in whatever sans-serif font draws it: by the widths of Helvetica, with room for wider ones.</summary>
internal static class TextWidth
{
    private const double Room = 1.17, Other = 0.6, RaisedSize = 0.7;

    // Of the characters from space to tilde, in thousandths of the size (Adobe font metrics of Helvetica).
    private static readonly int[] Widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556,
        278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,
        611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833,
        556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    /// <summary>The width of a text in a size.</summary>
    public static double Of(string text, double size) =>
        PrintedUnit.Runs(text).Sum(run => run.Text.Sum(Of) * (run.IsRaised ? RaisedSize : 1)) * size * Room;

    /// <summary>As much of a text as is not wider than a width.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (text.Length == 0 || Of(text, size) <= width) return text;
        int length = text.Length;
        while (length > 1 && Of(text[..length] + "…", size) > width) length--;
        // Half of a pair of surrogates is no character.
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return text[..length] + "…";
    }

    private static double Of(char c) => c is >= ' ' and <= '~' ? Widths[c - ' '] / 1000.0 : Other;
}
