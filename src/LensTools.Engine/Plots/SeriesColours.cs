namespace LensTools.Engine.Plots;

/// <summary>The numbers of the colours of series: a few are told apart by hue, many are in order along a gradient.</summary>
internal static class SeriesColours
{
    /// <summary>How many hues there are: the numbers from 0.</summary>
    public const int Hues = 7;

    /// <summary>How many steps the gradient has: the numbers behind the hues.</summary>
    public const int Steps = 16;

    /// <summary>The number of the colour of a series.</summary>
    /// <param name="series">Which of them it is, from 0.</param>
    /// <param name="count">How many there are.</param>
    public static int Of(int series, int count) => count <= Hues ? series : Hues + (int)((long)series * (Steps - 1) / (count - 1));
}
