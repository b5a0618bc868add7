using System.Collections.Immutable;
using LensTools.Engine.Analysis.Guinier;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace LensTools.Engine.Analysis.PairDistributions;

/// <summary>
/// Finds p(r) and the largest distance: transforms with every distance are weighed by their evidence (S. Hansen, J. Appl. Cryst. 33, 1415
/// (2000)), so that the uncertainty of the distance is part of that of p(r).
/// </summary>
internal static class PairDistributionSearch
{
    // Of Rg: a sphere has 2.58, a rod 3.46; beyond 6 a tail of p(r) is aggregates or a wrong background.
    private const double Shortest = 1.9, Longest = 6.5;

    // Distances of bodies become rare towards the largest, of compact ones less so: the evidence decides between these.
    private static readonly double[] EndSlopes = [30, 1e4];
    private const int Coarse = 20, Fine = 16, Distances = 101;

    // In units of 1/Rg: further out noise, solvent and inner structure say nothing of the shape (ATSAS' GNOM takes as much).
    private const double FurthestQRg = 8;
    private const int MostPoints = 220, FewestPoints = 12;

    /// <summary>Transforms a curve.</summary>
    /// <param name="q">Increasing positive momentum transfers.</param>
    /// <param name="intensities">One finite intensity for each.</param>
    /// <param name="sigmas">Their standard deviations; empty if there are none.</param>
    /// <param name="guinier">The Guinier fit, for the scale and the first good point; null if there is none.</param>
    /// <param name="inflation">By how much the variances are too small.</param>
    public static Outcome<PairDistribution> Find(
        double[] q, double[] intensities, double[] sigmas, GuinierFit? guinier, double inflation = 1)
    {
        if (guinier is null)
            return Outcome<PairDistribution>.None("it begins with the Guinier fit, and there is none");
        int first = guinier.First, last = CurveShape.LastUpTo(q, FurthestQRg / guinier.Rg);
        double assumed = guinier.AssumedUncertainty is null ? 0 : Uncertainties.AssumedPart * Math.Sqrt(Math.Max(guinier.ChiSquare, 1e-4));
        (double[] qs, double[] values, double[] weights) = Gather(q, intensities, sigmas, first, last, assumed, inflation);
        if (qs.Length < FewestPoints)
            return Outcome<PairDistribution>.None($"it needs {FewestPoints} points with an uncertainty, and has {qs.Length}");
        if (qs[^1] * guinier.Rg < 2)
            return Outcome<PairDistribution>.None("the curve ends before the shape of the particle is seen (q Rg below 2)");
        List<(IndirectTransform, double)> transforms = [.. EndSlopes.SelectMany(slope => Scan(qs, values, weights, guinier, slope))];
        return Combine(transforms, qs, values, weights, first, last, inflation) with { AssumedUncertainty = guinier.AssumedUncertainty };
    }

    // With how much of the range of distances each stands for.
    private static IEnumerable<(IndirectTransform Transform, double Width)> Scan(
        double[] q, double[] values, double[] weights, GuinierFit guinier, double endSlope)
    {
        IndirectTransform At(double largest) => IndirectTransform.Of(q, values, weights, guinier.I0, largest, endSlope);
        double shortest = Shortest * guinier.Rg, step = Math.Log(Longest / Shortest) / Coarse;
        List<IndirectTransform> coarse = [.. Enumerable.Range(0, Coarse + 1).Select(i => At(shortest * Math.Exp(i * step)))];
        int top = Enumerable.Range(0, coarse.Count).MaxBy(i => coarse[i].LogEvidence);
        // Where the evidence is within a factor of e⁸ of the largest, and one step beyond.
        double enough = coarse[top].LogEvidence - 8;
        int from = top, to = top;
        while (from > 0 && coarse[from].LogEvidence > enough) from--;
        while (to < Coarse && coarse[to].LogEvidence > enough) to++;
        double low = coarse[from].Largest, high = coarse[to].Largest;
        List<IndirectTransform> Between() => [.. Enumerable.Range(0, Fine + 1).Select(i => At(low + ((high - low) * i / Fine)))];
        List<IndirectTransform> fine = Between();
        // A peak that is narrower than the steps is looked at again.
        top = Enumerable.Range(0, fine.Count).MaxBy(i => fine[i].LogEvidence);
        (low, high) = (fine[Math.Max(0, top - 1)].Largest, fine[Math.Min(Fine, top + 1)].Largest);
        double neighbours = Math.Max(fine[Math.Max(0, top - 1)].LogEvidence, fine[Math.Min(Fine, top + 1)].LogEvidence);
        if (fine[top].LogEvidence - neighbours > 2) fine = Between();
        double width = fine[1].Largest - fine[0].Largest;
        return fine.Select(transform => (transform, width));
    }

    private static PairDistribution Combine(
        List<(IndirectTransform Transform, double Width)> transforms, double[] q, double[] values, double[] weights,
        int first, int last, double inflation)
    {
        IndirectTransform best = transforms.MaxBy(one => one.Transform.LogEvidence).Transform;
        // What is a thousand times less probable does not count.
        (IndirectTransform Transform, double Share)[] likely = [.. transforms
            .Where(one => one.Transform.LogEvidence > best.LogEvidence - 7)
            .Select(one => (one.Transform, one.Width * Math.Exp(one.Transform.LogEvidence - best.LogEvidence)))];
        double all = likely.Sum(one => one.Share), furthest = likely.Max(one => one.Transform.Largest);
        double[] r = [.. Enumerable.Range(0, Distances).Select(i => furthest * i / (Distances - 1))];
        double[] p = new double[Distances], squares = new double[Distances];
        Moments dmax = default, rg = default, i0 = default;
        foreach ((IndirectTransform transform, double share) in likely)
        {
            double weight = share / all;
            dmax.Add(weight, transform.Largest, 0);
            (double value, double variance) = Linear(transform, SineSeries.AtZero);
            i0.Add(weight, value, variance);
            (double size, double sizeVariance) = Radius(transform, value);
            rg.Add(weight, size, sizeVariance);
            for (int i = 0; i < Distances; i++)
            {
                if (r[i] > transform.Largest) continue;
                (double at, double noise) = Linear(transform, (n, largest) => SineSeries.Distribution(n, r[i], largest));
                p[i] += weight * at;
                squares[i] += weight * ((at * at) + noise);
            }
        }
        (double chi, double changes) = Residuals(best, q, values, weights);
        return new PairDistribution
        {
            Dmax = dmax.Mean,
            DmaxSigma = dmax.Sigma,
            Rg = rg.Mean,
            RgSigma = rg.Sigma,
            I0 = i0.Mean,
            I0Sigma = i0.Sigma,
            R = ImmutableArray.Create(r),
            P = ImmutableArray.Create(p),
            PSigma = [.. p.Zip(squares, (mean, square) => Math.Sqrt(Math.Max(0, square - (mean * mean))))],
            First = first,
            Last = last,
            ChiSquare = chi * inflation,
            LogStrength = best.LogStrength,
            LogEvidence = best.LogEvidence,
            TotalEstimate = PairDistributions.TotalEstimate.Of(p, Stability(best), Math.Sqrt(chi), changes),
        };
    }

    // A linear function of the coefficients, and its variance.
    private static (double Value, double Variance) Linear(IndirectTransform transform, Func<int, double, double> of)
    {
        var row = DenseVector.Create(transform.Coefficients.Count, n => of(n + 1, transform.Largest));
        return (row.DotProduct(transform.Coefficients), row.DotProduct(transform.Cholesky.Solve(row)));
    }

    // Half the second moment over the first, whose gradient gives the variance.
    private static (double Rg, double Variance) Radius(IndirectTransform transform, double i0)
    {
        Vector<double> moments = DenseVector.Create(transform.Coefficients.Count, n => SineSeries.SecondMoment(n + 1, transform.Largest));
        Vector<double> zero = DenseVector.Create(transform.Coefficients.Count, n => SineSeries.AtZero(n + 1, transform.Largest));
        double square = moments.DotProduct(transform.Coefficients) / i0 / 2, rg = Math.Sqrt(Math.Max(0, square));
        Vector<double> gradient = ((moments / 2) - (zero * square)) / i0;
        return (rg, gradient.DotProduct(transform.Cholesky.Solve(gradient)) / (4 * square));
    }

    private static double Stability(IndirectTransform transform)
    {
        Vector<double> other = transform.With(Math.E);
        return (other - transform.Coefficients).L2Norm() / transform.Coefficients.L2Norm();
    }

    private static (double ChiSquare, double ChangesOfSign) Residuals(
        IndirectTransform transform, double[] q, double[] values, double[] weights)
    {
        double[] row = new double[transform.Coefficients.Count];
        double chi = 0;
        int changes = 0, sign = 0;
        for (int i = 0; i < q.Length; i++)
        {
            SineSeries.Intensities(q[i], transform.Largest, row);
            double model = 0;
            for (int n = 0; n < row.Length; n++) model += row[n] * transform.Coefficients[n];
            double away = values[i] - (weights[i] * model);
            chi += away * away;
            if (Math.Sign(away) == -sign) changes++;
            sign = Math.Sign(away);
        }
        return (chi / q.Length, changes / (q.Length / 2.0));
    }

    // Neighbours together where there are more points than the transform can tell apart.
    private static (double[] Q, double[] Values, double[] Weights) Gather(
        double[] q, double[] intensities, double[] sigmas, int first, int last, double assumed, double inflation)
    {
        int together = Math.Max(1, (last - first + MostPoints) / MostPoints);
        var qs = new List<double>(MostPoints);
        var values = new List<double>(MostPoints);
        var weights = new List<double>(MostPoints);
        for (int start = first; start <= last; start += together)
        {
            double at = 0, value = 0, weight = 0;
            for (int i = start; i < Math.Min(start + together, last + 1); i++)
            {
                double sigma = assumed > 0 ? assumed * Math.Abs(intensities[i]) : sigmas[i];
                if (!(sigma > 0) || !double.IsFinite(sigma)) continue;
                double w = 1 / (sigma * sigma * inflation);
                (at, value, weight) = (at + (w * q[i]), value + (w * intensities[i]), weight + w);
            }
            if (weight <= 0) continue;
            (at, value) = (at / weight, value / weight);
            double variance = (1 / weight) + Math.Pow(Uncertainties.LeastPart * value, 2);
            qs.Add(at);
            values.Add(value / Math.Sqrt(variance));
            weights.Add(1 / Math.Sqrt(variance));
        }
        return ([.. qs], [.. values], [.. weights]);
    }

    /// <summary>The mean and variance over distributions, each with its share.</summary>
    private struct Moments
    {
        private double _square;

        public double Mean { get; private set; }

        public readonly double Sigma => Math.Sqrt(Math.Max(0, _square - (Mean * Mean)));

        public void Add(double share, double mean, double variance)
        {
            Mean += share * mean;
            _square += share * ((mean * mean) + variance);
        }
    }
}
