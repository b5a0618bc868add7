using LensTools.Engine.Analysis.Histograms;

namespace LensTools.Engine.Analysis.Averaging;

/// <summary>
/// The intensity by momentum transfer from counts by detector and time of flight. Counts are taken as N = Φ(λ) I(Q) Ω, whose two
/// functions are found in turns from all detectors and times; so no measurement of the incident beam is needed, and the scale is free.
/// </summary>
internal static class FlightPathCurve
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Separated time of flight 1";

    private const int Rounds = 200;
    private const double Settled = 1e-8;

    /// <summary>The curve over the detectors of one bank.</summary>
    /// <param name="paths">Where they are.</param>
    /// <param name="bank">Which of them.</param>
    /// <param name="counts">The counts [detector, time].</param>
    /// <param name="bins">The number of bins of Q, of equal ratio.</param>
    public static Outcome<AveragedCurve> Of(FlightPaths paths, int[] bank, IReadOnlyList<double> counts, int bins)
    {
        int times = paths.TimeEdges.Length - 1;
        double[,] q = new double[bank.Length, times];
        double from = double.PositiveInfinity, to = 0;
        for (int d = 0; d < bank.Length; d++)
        {
            for (int t = 0; t < times; t++)
            {
                double wavelength = paths.Wavelength(bank[d], (paths.TimeEdges[t] + paths.TimeEdges[t + 1]) / 2);
                q[d, t] = 4 * Math.PI / wavelength * Math.Sin(paths.Angles[bank[d]] / 2);
                (from, to) = (Math.Min(from, q[d, t]), Math.Max(to, q[d, t]));
            }
        }
        Outcome<BinEdges> edges = BinEdges.Logarithmic(from, to, bins);
        if (edges.Result is not { } known) return Outcome<AveragedCurve>.None(edges.Reason!);
        var lookup = new BinLookup<double>(known.Values);
        // By bin of Q and time: counts and solid angles.
        double[,] n = new double[bins, times], angle = new double[bins, times];
        double[] sumQ = new double[bins];
        int[] pixels = new int[bins];
        for (int d = 0; d < bank.Length; d++)
        {
            double cosine = Math.Cos(paths.Angles[bank[d]]), distance = paths.Secondary[bank[d]];
            for (int t = 0; t < times; t++)
            {
                int bin = lookup.BinOf(q[d, t]);
                n[bin, t] += counts[(bank[d] * times) + t];
                angle[bin, t] += cosine / (distance * distance);
                sumQ[bin] += q[d, t];
                pixels[bin]++;
            }
        }
        double[] flux = Separate(n, angle, bins, times);
        int[] full = [.. Enumerable.Range(0, bins).Where(bin => Weight(bin) > 0)];
        return full.Length == 0
            ? Outcome<AveragedCurve>.None("nothing was counted")
            : new AveragedCurve(
                [.. full.Select(bin => sumQ[bin] / pixels[bin])],
                [.. full.Select(bin => Counts(bin) / Weight(bin))],
                [.. full.Select(bin => Math.Sqrt(Math.Max(1, Counts(bin))) / Weight(bin))],
                [.. full.Select(bin => pixels[bin])],
                0);

        double Counts(int bin) => Enumerable.Range(0, times).Where(t => flux[t] > 0).Sum(t => n[bin, t]);

        double Weight(int bin) => Enumerable.Range(0, times).Sum(t => flux[t] * angle[bin, t]);
    }

    // The flux by time, of sum 1, that together with an intensity by Q makes the counts most probable.
    private static double[] Separate(double[,] n, double[,] angle, int bins, int times)
    {
        double[] flux = new double[times], intensity = new double[bins];
        double all = 0;
        for (int t = 0; t < times; t++)
        {
            for (int bin = 0; bin < bins; bin++) flux[t] += n[bin, t];
            all += flux[t];
        }
        for (int t = 0; t < times && all > 0; t++) flux[t] /= all;
        for (int round = 0; round < Rounds && all > 0; round++)
        {
            for (int bin = 0; bin < bins; bin++)
            {
                double counted = 0, expected = 0;
                for (int t = 0; t < times; t++) (counted, expected) = (counted + n[bin, t], expected + (flux[t] * angle[bin, t]));
                intensity[bin] = expected > 0 ? counted / expected : 0;
            }
            double sum = 0, change = 0;
            double[] next = new double[times];
            for (int t = 0; t < times; t++)
            {
                double counted = 0, expected = 0;
                for (int bin = 0; bin < bins; bin++)
                    (counted, expected) = (counted + n[bin, t], expected + (intensity[bin] * angle[bin, t]));
                next[t] = expected > 0 ? counted / expected : 0;
                sum += next[t];
            }
            for (int t = 0; t < times; t++)
            {
                next[t] /= sum;
                change = Math.Max(change, Math.Abs(next[t] - flux[t]));
            }
            flux = next;
            if (change < Settled) break;
        }
        return flux;
    }
}
