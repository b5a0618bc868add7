namespace LensTools.Engine.Analysis.Guinier;

/// <summary>
/// Finds the interval of a curve that follows the Guinier law, as AUTORG does (Petoukhov et al., J. Appl. Cryst. 40, s223 (2007)):
/// intervals that begin and end anywhere are fitted and scored, and the best is fitted again, point by point, to the intensities
/// themselves.
/// </summary>
internal static class GuinierSearch
{
    /// <summary>What is said where there is nothing to fit.</summary>
    public const string NoFall = "the intensities do not fall as q² grows";

    /// <summary>How few points an interval may have.</summary>
    public const int FewestPoints = 5;

    // Of most particles; what bends more, departs from the law.
    private static readonly CurvaturePrior Narrow = new(-0.002, 0.003, 0);

    // An interval that begins further out says little of q = 0.
    public const double LargestFirstQRg = 1;
    private const double LargestRgSigma = 0.5;

    // What it costs to leave a point out at the beginning, and to begin far from q = 0, in units of χ².
    private const double CostOfPoint = .15, CostOfStart = 4;

    /// <summary>Searches a curve.</summary>
    /// <param name="q">Increasing positive momentum transfers.</param>
    /// <param name="intensities">One finite intensity for each.</param>
    /// <param name="sigmas">Their standard deviations; empty if there are none.</param>
    /// <param name="form">The form of the particle.</param>
    /// <param name="isCompact">Whether a curve that bends as long or loose particles do departs from the law.</param>
    public static Outcome<GuinierFit> Find(
        ReadOnlySpan<double> q, ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas,
        GuinierForm form = GuinierForm.Globular, bool isCompact = false)
    {
        GuinierLaw law = GuinierLaw.Of(form);
        (int[]? kept, double[] known) = Known(intensities, sigmas);
        double[] qs = Keep(q, kept), values = Keep(intensities, kept), noise = Keep(known, kept);
        if (qs.Length < FewestPoints)
            return Outcome<GuinierFit>.None($"it needs {FewestPoints} points with an intensity and an uncertainty, and has {qs.Length}");
        Outcome<Interval> found = Search(qs, values, noise, isCompact ? law with { Usual = Narrow, Open = Narrow } : law, sigmas.IsEmpty);
        if (found.Result is not { } interval) return Outcome<GuinierFit>.None(found.Reason!);
        Outcome<GuinierFit> refined = GuinierRefinement.Refine(qs, values, noise, form, interval, sigmas.IsEmpty);
        return refined.Result is not { } fit
            ? refined
            : fit with
            {
                First = kept is null ? fit.First : kept[fit.First],
                Last = kept is null ? fit.Last : kept[fit.Last],
                AssumedUncertainty = sigmas.IsEmpty ? "4 % of each intensity, scaled to the scatter" : null,
            };
    }

    private static Outcome<Interval> Search(double[] q, double[] intensities, double[] sigmas, GuinierLaw law, bool isAssumed)
    {
        var points = GuinierPoints.Of(q, intensities, sigmas, law.Power);
        if (points.Count < FewestPoints) return Outcome<Interval>.None("hardly any intensity is above its noise");
        double inflation = points.Inflation(isAssumed), lowest = double.MaxValue;
        Interval? best = null;
        (bool Falls, bool BeginsEarly, bool IsCertain) seen = default;
        Span<double> sums = stackalloc double[9];
        for (int first = 0; first <= points.Count - FewestPoints; first += 1 + (first / 5))
        {
            for (int count = FewestPoints; first + count <= points.Count; count += 1 + (count / 4))
            {
                int last = first + count - 1;
                points.Sum(first, last, sums);
                // The plain law first: it tells the scale of the prior.
                double slope = ((sums[0] * sums[6]) - (sums[1] * sums[5])) / ((sums[0] * sums[2]) - (sums[1] * sums[1]));
                if (!(slope < 0)) continue;
                seen.Falls = true;
                double scale = -law.Divisor * slope, high = points.Q[last] * Math.Sqrt(scale);
                if (high > 1.4 * law.LargestQRg) break;
                (QuadraticFit fit, double misfit, CurvaturePrior prior) = Fit(sums, law, scale, inflation);
                if (!(fit.B < 0)) continue;
                double square = -law.Divisor * fit.B, rg = Math.Sqrt(square), low = points.Q[first] * rg;
                high = points.Q[last] * rg;
                if (high > law.LargestQRg || low > LargestFirstQRg) continue;
                seen.BeginsEarly = true;
                double precision = Math.Sqrt(inflation * fit.BVariance) / (2 * -fit.B);
                if (!(precision < LargestRgSigma)) continue;
                seen.IsCertain = true;
                // Of a window that fits as well as chance lets it, neither more nor fewer points make a better one.
                double excess = Math.Max(0, (misfit - count) / Math.Sqrt(2 * count));
                double cost = (excess * excess) + Departure(points, fit, first, count, inflation)
                    + (CostOfPoint * first) + (CostOfStart * low * low) + (4 * Math.Log(precision));
                if (cost >= lowest) continue;
                lowest = cost;
                best = new Interval(points.First[first], points.Last[last], fit.A, fit.B, fit.C, inflation, prior);
            }
        }
        if (best is not null) return best;
        return Outcome<Interval>.None(
            !seen.Falls ? NoFall
            : !seen.BeginsEarly ? string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"no {FewestPoints} points lie where the law holds (q Rg between {LargestFirstQRg:0.0} and {law.LargestQRg:0.0} at most)")
            : "the noise is too large for any interval");
    }

    // By how much the first points depart from the law together, as aggregates and a shadow make them: the square of a normal deviate.
    private static double Departure(GuinierPoints points, QuadraticFit fit, int first, int count, double inflation)
    {
        Span<double> sums = stackalloc double[9];
        double most = 0;
        for (int few = Math.Max(1, count / 12); few <= count / 3; few *= 2)
        {
            points.Sum(first, first + few - 1, sums);
            double away = sums[5] - (fit.A * sums[0]) - (fit.B * sums[1]) - (fit.C * sums[2]);
            most = Math.Max(most, away * away / (sums[0] * inflation));
        }
        return most;
    }

    // With the prior that makes it the more probable.
    private static (QuadraticFit Fit, double Misfit, CurvaturePrior Prior) Fit(
        ReadOnlySpan<double> sums, GuinierLaw law, double square, double inflation)
    {
        (QuadraticFit fit, double misfit) = Fit(sums, law.Usual, square, inflation);
        if (!(fit.C > (law.Usual.Mean + law.Usual.Sigma) * square * square)) return (fit, misfit, law.Usual);
        (QuadraticFit open, double openMisfit) = Fit(sums, law.Open, square, inflation);
        return openMisfit < misfit ? (open, openMisfit, law.Open) : (fit, misfit, law.Usual);
    }

    private static (QuadraticFit Fit, double Misfit) Fit(
        ReadOnlySpan<double> sums, CurvaturePrior prior, double square, double inflation)
    {
        (double mean, double weight) = prior.At(square);
        // Uncertainties that are too small by a factor would outweigh the prior by it.
        weight *= inflation;
        var fit = QuadraticFit.Solve(sums, mean, weight);
        double misfit = sums[8] + (weight * mean * mean) - (fit.A * sums[5]) - (fit.B * sums[6])
            - (fit.C * (sums[7] + (weight * mean)));
        return (fit, (misfit / inflation) + prior.Cost);
    }

    // Which points have an uncertainty, null for all; and the uncertainties.
    private static (int[]? Kept, double[] Sigmas) Known(ReadOnlySpan<double> intensities, ReadOnlySpan<double> sigmas)
    {
        double[] known = new double[intensities.Length];
        if (sigmas.IsEmpty)
            for (int i = 0; i < known.Length; i++) known[i] = Uncertainties.AssumedPart * intensities[i];
        else
            sigmas.CopyTo(known);
        int good = 0;
        foreach (double sigma in known)
            if (sigma > 0 && double.IsFinite(sigma)) good++;
        return good == known.Length
            ? (null, known)
            : ([.. Enumerable.Range(0, known.Length).Where(i => known[i] > 0 && double.IsFinite(known[i]))], known);
    }

    private static double[] Keep(ReadOnlySpan<double> values, int[]? kept)
    {
        if (kept is null) return values.ToArray();
        double[] few = new double[kept.Length];
        for (int i = 0; i < kept.Length; i++) few[i] = values[kept[i]];
        return few;
    }

    /// <summary>An interval and a first fit of it.</summary>
    internal sealed record Interval(int First, int Last, double A, double B, double C, double Inflation, CurvaturePrior Prior);
}
