using System.Globalization;
using System.Runtime.InteropServices;

namespace LensTools.Benchmarks;

/// <summary>Curves for the peers in Python, and the numbers that they answer with.</summary>
internal static class CurveFile
{
    /// <summary>Writes for each curve the number of its points, then Q, I and σ, all as doubles.</summary>
    public static void Write(string path, IEnumerable<(double[] Q, double[] I, double[] Sigma)> curves)
    {
        using FileStream stream = File.Create(path);
        foreach ((double[] q, double[] i, double[] sigma) in curves)
            foreach (double[] values in new[] { [q.Length], q, i, sigma })
                stream.Write(MemoryMarshal.AsBytes<double>(values));
    }

    /// <summary>A number as Python writes it.</summary>
    public static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
