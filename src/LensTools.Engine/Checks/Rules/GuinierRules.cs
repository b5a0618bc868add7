using LensTools.Engine.Analyses;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>What the smallest Q of a curve say about the particles: rules on one Guinier fit.</summary>
internal abstract class GuinierRule : CurveRule
{
    // How many points at the beginning are compared with the law of those behind them.
    private static readonly int[] Counts = [3, 5, 8, 12, 18, 26];

    // The fit leaves out at least this many points, so that a departure has no part in it.
    private const int FewestLeftOut = 3;

    // Behind the beginning, the law must hold well, or there is none to depart from.
    private const double SmallestRSquared = 0.85;

    // Where it begins further out, it says little of what is below.
    private const double LargestFirstQRg = 0.9;

    // More than this is no particle with an upturn, but a curve that falls everywhere.
    private const double LargestPart = 3;

    /// <summary>
    /// The mean departure of the first points from the Guinier law of those behind them, in standard deviations and as a part, where it is
    /// most significant; null if there is no such law.
    /// </summary>
    /// <param name="shape">The curve.</param>
    /// <param name="sign">1 for a departure upwards, -1 for one downwards.</param>
    protected static (double Sigmas, double Part, int Count)? Departure(CurveShape shape, int sign)
    {
        if (shape.Sigma.Length != shape.I.Length || shape.I.Length < 4 * FewestLeftOut) return null;
        GuinierFit? law = GuinierFit.Find(
            shape.Q.AsSpan(FewestLeftOut), shape.I.AsSpan(FewestLeftOut), shape.Sigma.AsSpan(FewestLeftOut));
        if (law is not { RSquared: > SmallestRSquared }) return null;
        int first = FewestLeftOut + law.First;
        if (shape.Q[first] * law.Rg > LargestFirstQRg || first > shape.I.Length / 2) return null;
        (double Sigmas, double Part, int Count)? most = null;
        foreach (int count in Counts.Where(count => count <= first))
        {
            double variance = 0, part = 0, outer = 0;
            int half = (count + 1) / 2;
            for (int i = 0; i < count; i++)
            {
                double expected = law.At(shape.Q[i]), away = (shape.I[i] / expected) - 1;
                double noise = shape.Sigma[i] / expected / count;
                variance += noise * noise;
                part += away / count;
                if (i < half) outer += away / half;
            }
            // Where the fit scatters more than it should, so do these; and its own I(0) is uncertain.
            variance = (variance * Math.Max(1, law.ChiSquare)) + (law.I0Sigma / law.I0 * (law.I0Sigma / law.I0));
            double sigmas = part / Math.Sqrt(variance);
            // It grows towards the smallest Q.
            if (!(sign * sigmas > 0) || sign * outer < sign * part || Math.Abs(part) > LargestPart) continue;
            if (most is null || sign * sigmas > sign * most.Value.Sigmas) most = (sigmas, part, count);
        }
        return most;
    }
}

/// <summary>The smallest Q reach the Guinier region of the particles.</summary>
internal sealed class GuinierRangeRule : GuinierRule
{
    private const string LargestFirst = "largestFirstQRg";

    // AUTORG takes 4 % where the file has no uncertainties.
    private const double AssumedDeviation = 0.04;

    // A slope within this many of its standard deviations may be none.
    private const double SlopeSigmas = 4;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.GuinierRange",
        Name = "Guinier range",
        Description = "The curve reaches to small enough Q for its particles: the product of the smallest Q and Rg is below one.",
        Explanation = "Without its Guinier region a curve tells neither size nor mass, and looks like a piece of many shapes.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(
                LargestFirst,
                "1",
                1,
                "The largest product of the smallest Q and Rg.",
                "BioXTAS RAW, Hopkins et al., J. Appl. Cryst. 50, 1545 (2017): 0.65 is good, 1.0 the limit"),
        ],
        Source = "A. Guinier, Ann. Phys. 12, 161 (1939)",
        Remedy = new Remedy(Party.Uploader, "The curve begins at too large Q for its particles. Is there a measurement at smaller Q?"),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (shape.Q.Length < 10) yield break;
        double limit = context.Threshold(LargestFirst);
        double? first = AtStart(shape);
        if (!(first > limit)) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the smallest Q, {shape.Q[0]:G4} 1/angstrom, is {first:G2} / Rg"),
            Text($"a smallest Q below {limit:G3} / Rg"),
            "Ask the uploader for a measurement at smaller Q; do not take Rg or I(0) from this curve.");
    }

    // The q Rg of the slope that the first points have in a Guinier plot, whatever follows; null if it is lost in noise.
    private static double? AtStart(CurveShape shape)
    {
        // As far as the slope is that of the beginning.
        int count = Math.Min(Math.Max(8, Array.FindLastIndex(shape.Q, q => q <= 1.5 * shape.Q[0])), shape.Q.Length / 2);
        double w = 0, x = 0, y = 0, xx = 0, xy = 0;
        for (int i = 0; i < count; i++)
        {
            double deviation = shape.Sigma.Length > i ? shape.Sigma[i] / shape.I[i] : AssumedDeviation;
            if (!(shape.I[i] > 0) || !(deviation is > 0 and < 0.5)) return null;
            double weight = 1 / (deviation * deviation), square = shape.Q[i] * shape.Q[i], log = Math.Log(shape.I[i]);
            w += weight;
            x += weight * square;
            y += weight * log;
            xx += weight * square * square;
            xy += weight * square * log;
        }
        double denominator = (w * xx) - (x * x), slope = ((w * xy) - (x * y)) / denominator;
        return slope < -SlopeSigmas * Math.Sqrt(w / denominator) ? Math.Sqrt(-3 * slope) * shape.Q[0] : null;
    }
}

/// <summary>The intensity does not rise above the Guinier law towards the smallest Q.</summary>
internal sealed class UpturnRule : GuinierRule
{
    private const string Sigmas = "upturnSigmas", Part = "upturnPart";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.Upturn",
        Name = "Upturn",
        Description = "Towards the smallest Q, the intensity does not rise above the Guinier law.",
        Explanation = "An upturn is aggregation, or parasitic scattering beside the beam stop: Rg and I(0) come out too large.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(Sigmas, "1", 5, "How many standard deviations above the law the points may be.", "a proposal"),
            new ThresholdInfo(Part, "1", 0.05, "The part by which they may be above it whatever their noise.", "a proposal"),
        ],
        Source = "Putnam et al., Q. Rev. Biophys. 40, 191 (2007)",
        Remedy = new Remedy(Party.Nobody),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (Departure(shape, 1) is not { } below) yield break;
        if (!(below.Sigmas > context.Threshold(Sigmas)) || below.Part < context.Threshold(Part)) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the first {below.Count} intensities are {100 * below.Part:G3} % above the Guinier law"),
            "no upturn at small Q",
            "Label it with the quality flag aggregation or beam-stop, and leave those points out of fits.");
    }
}

/// <summary>The intensity does not fall below the Guinier law towards the smallest Q.</summary>
internal sealed class DownturnRule : GuinierRule
{
    private const string Sigmas = "downturnSigmas", Part = "downturnPart";

    public override RuleInfo Info { get; } = new()
    {
        Id = "Data.Downturn",
        Name = "Downturn",
        Description = "Towards the smallest Q, the intensity does not fall below the Guinier law.",
        Explanation = "A downturn is repulsion between particles, or the shadow of the beam stop: Rg and I(0) come out too small.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve,
        DefaultSeverity = Severity.Information,
        Needs = RuleNeeds.Signals,
        Thresholds =
        [
            new ThresholdInfo(Sigmas, "1", 5, "How many standard deviations below the law the points may be.", "a proposal"),
            new ThresholdInfo(Part, "1", 0.05, "The part by which they may be below it whatever their noise.", "a proposal"),
        ],
        Source = "Putnam et al., Q. Rev. Biophys. 40, 191 (2007)",
        Remedy = new Remedy(Party.Nobody),
    };

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        (double Sigmas, double Part, int Count)? found = Departure(shape, -1) ?? AtMaximum(shape);
        if (found is not { } down) yield break;
        if (!(down.Sigmas < -context.Threshold(Sigmas)) || down.Part > -context.Threshold(Part)) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the first {down.Count} intensities are {-100 * down.Part:G3} % below what those beyond them let expect"),
            "no downturn at small Q",
            "Label it with the quality flag repulsion or beam-stop, and leave those points out of fits.");
    }

    // The curve rises from its first points to a maximum: a peak of a structure factor.
    private static (double Sigmas, double Part, int Count)? AtMaximum(CurveShape shape)
    {
        if (shape.Sigma.Length != shape.I.Length || shape.I.Length < 12) return null;
        // A single point that jumps is no maximum.
        int top = Enumerable.Range(1, (shape.I.Length / 2) - 1).MaxBy(i => MedianOf(shape.I[i - 1], shape.I[i], shape.I[i + 1]));
        if (top < 3) return null;
        // The largest of many points is large by chance: the mean of as many points about it as are compared.
        int count = Math.Max(2, top / 2), first = Math.Max(0, top - (count / 2)), last = Math.Min(shape.I.Length, first + count);
        if (first < count) return null;
        double height = 0, low = 0, variance = 0;
        for (int i = first; i < last; i++)
        {
            height += shape.I[i] / (last - first);
            variance += shape.Sigma[i] * shape.Sigma[i] / ((last - first) * (last - first));
        }
        for (int i = 0; i < count; i++)
        {
            low += shape.I[i] / count;
            variance += shape.Sigma[i] * shape.Sigma[i] / (count * count);
        }
        return ((low - height) / Math.Sqrt(variance), (low / height) - 1, count);
    }

    private static double MedianOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
