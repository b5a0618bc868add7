using LensTools.Engine.Analysis.Histograms;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analysis.Averaging;

/// <summary>Averages a plane over its pixels, as SasView's slicers do: all pixels of a bin count alike.</summary>
internal static class PlaneAverage
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Pixel average 1";

    /// <summary>Along Q, over all directions or over a sector and its opposite.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="bins">The number of bins, of equal width.</param>
    /// <param name="sector">The direction of the middle from Qx towards Qy, and how far the sector reaches to each side, in degrees; null
    /// for all directions.</param>
    public static Outcome<AveragedCurve> Radial(Plane plane, int bins, (double Middle, double HalfWidth)? sector)
    {
        (double from, double to) = Span(plane.Q);
        Outcome<BinEdges> edges = BinEdges.Linear(from, to, bins);
        return edges.Result is { } known
            ? AveragedCurve.Mean(
                known,
                Pixels(plane).Where(i => sector is not { } part || IsIn(part, plane, i))
                    .Select(i => (plane.Q[i], plane.I[i], Variance(plane, i))),
                plane.Idev is not null)
            : Outcome<AveragedCurve>.None(edges.Reason!);
    }

    /// <summary>Around a ring, by the direction in degrees from Qx towards Qy, from 0 to 360.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="bins">The number of bins, of equal width.</param>
    /// <param name="ring">The magnitudes of Q of the ring.</param>
    public static Outcome<AveragedCurve> Ring(Plane plane, int bins, (double From, double To) ring)
    {
        Outcome<BinEdges> edges = BinEdges.Linear(0, 360, bins);
        return edges.Result is { } known
            ? AveragedCurve.Mean(
                known,
                Pixels(plane).Where(i => plane.Q[i] >= ring.From && plane.Q[i] <= ring.To)
                    .Select(i => (Direction(plane, i), plane.I[i], Variance(plane, i))),
                plane.Idev is not null)
            : Outcome<AveragedCurve>.None(edges.Reason!);
    }

    private static IEnumerable<int> Pixels(Plane plane) => Enumerable.Range(0, plane.I.Length);

    private static (double From, double To) Span(IEnumerable<double> values)
    {
        double from = double.PositiveInfinity, to = double.NegativeInfinity;
        foreach (double value in values.Where(double.IsFinite)) (from, to) = (Math.Min(from, value), Math.Max(to, value));
        return (from, to);
    }

    private static double Direction(Plane plane, int i) =>
        (Math.Atan2(plane.Qy[i], plane.Qx[i]) * 180 / Math.PI) is var angle && angle < 0 ? angle + 360 : angle;

    // The opposite sector is the same by the symmetry of scattering.
    private static bool IsIn((double Middle, double HalfWidth) sector, Plane plane, int i) =>
        Math.Abs(Math.IEEERemainder(Direction(plane, i) - sector.Middle, 180)) <= sector.HalfWidth;

    private static double Variance(Plane plane, int i) => plane.Idev is { } sigma ? sigma[i] * sigma[i] : 0;
}
