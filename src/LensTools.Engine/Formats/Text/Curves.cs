using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>Makes curves of columns: Q in 1/angstrom where its unit is known.</summary>
internal static class Curves
{
    // The full width at half maximum of a Gaussian in its standard deviations.
    private static readonly double FullWidthOfSigma = 2 * Math.Sqrt(2 * Math.Log(2));

    /// <summary>Standard deviations from the full widths at half maximum of Gaussians, in the same array.</summary>
    public static double[]? FromFullWidths(double[]? widths)
    {
        for (int k = 0; k < widths?.Length; k++) widths[k] /= FullWidthOfSigma;
        return widths;
    }

    public static Curve Make(string name, double[] q, double[] i, double[]? idev, double[]? qdev, string? qUnit, string? iUnit, string place)
    {
        double factor = Units.Find(qUnit, Dimension.Momentum)?.Factor ?? 1;
        return new Curve(name, Scaled(q, factor), i, idev, qdev is null ? null : Scaled(qdev, factor), qUnit, iUnit, place);
    }

    /// <summary>A plane of intensities, of which Q is the magnitude.</summary>
    public static Curve MakePlane(string name, double[] qx, double[] qy, double[] i, double[]? idev, string? qUnit, string? iUnit, string place, IReadOnlyList<long>? shape = null)
    {
        double factor = Units.Find(qUnit, Dimension.Momentum)?.Factor ?? 1;
        Scaled(qx, factor);
        Scaled(qy, factor);
        double[] q = new double[qx.Length];
        for (int k = 0; k < q.Length; k++) q[k] = Math.Sqrt((qx[k] * qx[k]) + (qy[k] * qy[k]));
        return new Curve(name, q, i, idev, null, qUnit, iUnit, place) { Qx = qx, Qy = qy, Shape = shape };
    }

    private static double[] Scaled(double[] values, double factor)
    {
        if (factor == 1) return values;
        for (int k = 0; k < values.Length; k++) values[k] *= factor;
        return values;
    }
}
