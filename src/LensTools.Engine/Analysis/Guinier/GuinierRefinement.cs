using LensTools.Engine.Analysis.Comparison;

namespace LensTools.Engine.Analysis.Guinier;

/// <summary>
/// The last fit of an interval: to the intensities, not to their logarithms, which noise biases; so negative ones count as what they are.
/// </summary>
internal static class GuinierRefinement
{
    private const int MostRounds = 12;

    // Points further away count less, as the square of what they are further away.
    private const double FarSigmas = 4;

    // An end that was left where it is may be a little outside.
    private const double Slack = 1.05;

    // What holds so badly is no Guinier region.
    private const double LeastQuality = 0.1;

    public static Outcome<GuinierFit> Refine(
        double[] q, double[] intensities, double[] sigmas, GuinierForm form, GuinierSearch.Interval interval, bool isAssumed)
    {
        GuinierLaw law = GuinierLaw.Of(form);
        int first = interval.First, last = interval.Last;
        double a = interval.A, b = interval.B, c = interval.C, rg = Math.Sqrt(-law.Divisor * b);
        QuadraticFit fit = default;
        Span<double> sums = stackalloc double[8];
        for (int round = 0; round < MostRounds; round++)
        {
            sums.Clear();
            for (int i = first; i <= last; i++)
            {
                double x = q[i] * q[i], y = a + (x * (b + (c * x))), model = Math.Exp(y) / Power(q[i], law.Power);
                double away = (intensities[i] - model) / model, noise = sigmas[i] / model;
                double variance = (noise * noise) + (Uncertainties.LeastPart * Uncertainties.LeastPart);
                double weight = 1 / variance, far = Math.Abs(away) / (FarSigmas * Math.Sqrt(variance * interval.Inflation));
                if (far > 1) weight /= far;
                double wx = weight * x, wxx = wx * x;
                y += away;
                sums[0] += weight;
                sums[1] += wx;
                sums[2] += wxx;
                sums[3] += wxx * x;
                sums[4] += wxx * x * x;
                sums[5] += weight * y;
                sums[6] += wx * y;
                sums[7] += wxx * y;
            }
            (double mean, double weightOfPrior) = interval.Prior.At(rg * rg);
            fit = QuadraticFit.Solve(sums, mean, interval.Inflation * weightOfPrior);
            if (!(fit.B < 0) || !double.IsFinite(fit.A)) return Outcome<GuinierFit>.None(GuinierSearch.NoFall);
            (a, b, c) = (fit.A, fit.B, fit.C);
            double before = rg;
            rg = Math.Sqrt(-law.Divisor * b);
            int end = End(q, first, law.LargestQRg / rg);
            bool isSettled = Math.Abs(rg - before) < 1e-5 * rg && end == last;
            // An end that changes to and fro is left where it is.
            if (round < MostRounds / 2) last = end;
            if (isSettled) break;
        }
        GuinierFit judged = Judge(q, intensities, sigmas, form, law, fit, first, last, interval.Inflation, isAssumed);
        bool isWithin = judged.QRgMin <= Slack * GuinierSearch.LargestFirstQRg && judged.QRgMax <= Slack * law.LargestQRg;
        return isWithin && judged.Quality >= LeastQuality
            ? judged
            : Outcome<GuinierFit>.None(FormattableString.Invariant(
                $"no interval follows the law (the best: q Rg {judged.QRgMin:0.0} to {judged.QRgMax:0.0}, quality {judged.Quality:0.00})"));
    }

    private static double Power(double q, int power) => power switch { 0 => 1, 1 => q, _ => q * q };

    private static int End(double[] q, int first, double largest) =>
        Math.Max(CurveShape.LastUpTo(q, largest), Math.Min(first + GuinierSearch.FewestPoints - 1, q.Length - 1));

    private static GuinierFit Judge(
        double[] q, double[] intensities, double[] sigmas, GuinierForm form, GuinierLaw law, QuadraticFit fit, int first, int last,
        double scatter, bool isAssumed)
    {
        double chi = 0, honest = 0, weights = 0, mean = 0, square = 0, residual = 0;
        int count = last - first + 1;
        double[] residuals = new double[count];
        for (int i = first; i <= last; i++)
        {
            double x = q[i] * q[i], y = fit.A + (x * (fit.B + (fit.C * x))), model = Math.Exp(y) / Power(q[i], law.Power);
            double away = (intensities[i] - model) / model, noise = sigmas[i] / model, weight = 1 / (noise * noise);
            chi += away * away * weight;
            honest += away * away / ((noise * noise) + (Uncertainties.LeastPart * Uncertainties.LeastPart));
            double seen = y + away;
            (weights, mean, square) = (weights + weight, mean + (weight * seen), square + (weight * seen * seen));
            residual += weight * away * away;
            residuals[i - first] = away;
        }
        int degrees = Math.Max(1, count - 2), run = LongestRun.Of(residuals);
        double inflation = isAssumed ? chi / degrees : Math.Max(scatter, honest / degrees);
        double rg = Math.Sqrt(-law.Divisor * fit.B), total = square - (mean * mean / weights);
        double rgSigma = rg * Math.Sqrt(inflation * fit.BVariance) / (2 * -fit.B), i0 = Math.Exp(fit.A);
        double curvature = fit.C / (rg * rg * rg * rg), low = q[first] * rg, high = q[last] * rg;
        return new GuinierFit
        {
            Form = form,
            Rg = rg,
            RgSigma = rgSigma,
            I0 = i0,
            I0Sigma = i0 * Math.Sqrt(inflation * fit.AVariance),
            Curvature = curvature,
            First = first,
            Last = last,
            QRgMin = low,
            QRgMax = high,
            RSquared = 1 - (residual / Math.Max(total, double.Epsilon)),
            ChiSquare = chi / degrees,
            LongestRun = run,
            RunProbability = RunLength.ProbabilityOfAtLeast(count, run),
            Quality = QualityOf(law, rgSigma / rg, low, high, isAssumed ? 1 : honest / degrees / scatter, curvature, count),
        };
    }

    // Each part is 1 for the best and falls to 0; their product is poor where one is.
    private static double QualityOf(
        GuinierLaw law, double precision, double low, double high, double misfit, double curvature, int count)
    {
        double certain = 1 / (1 + (8 * precision));
        double begins = 1 - (0.6 * Math.Pow(Math.Min(1, low), 2));
        double reaches = Math.Min(1, (high - low) / (0.5 * law.LargestQRg));
        // Two standard deviations of χ² are chance.
        double excess = Math.Max(0, ((misfit - 1) * Math.Sqrt(count / 2.0)) - 2), holds = 1 / (1 + (excess / 4));
        double bends = Math.Max(0, 1 - Math.Pow((curvature - law.Usual.Mean) / (5 * law.Usual.Sigma), 4));
        double many = Math.Min(1, count / 10.0);
        return certain * begins * reaches * holds * bends * Math.Sqrt(many);
    }
}
