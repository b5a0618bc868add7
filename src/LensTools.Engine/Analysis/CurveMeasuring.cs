using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.Kratky;
using LensTools.Engine.Analysis.Noise;
using LensTools.Engine.Analysis.PairDistributions;
using LensTools.Engine.Analysis.Porod;
using LensTools.Engine.Analysis.Reflectivity;
using LensTools.Engine.Analysis.Volumes;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Analysis;

/// <summary>Measures curves, each by what was asked for and applies to it.</summary>
/// <param name="analyses">What to measure.</param>
/// <param name="form">The form of the particles, for the Guinier law.</param>
/// <param name="range">The momentum transfers to take, in the unit of the curves; null for all.</param>
internal sealed class CurveMeasuring(
    IReadOnlySet<AnalysisKind> analyses, GuinierForm form = GuinierForm.Globular, (double From, double To)? range = null)
{
    /// <summary>Measures one curve.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="kind">What kind of data it is.</param>
    public CurveMeasurement Measure(Curve curve, DataKinds kind)
    {
        var shape = new CurveShape(curve, range);
        (double[] q, double[] i, double[] sigma) = (shape.Q, shape.I, shape.Sigma);
        var reasons = new Dictionary<AnalysisKind, string>();
        foreach (AnalysisKind analysis in analyses)
            if (Obstacle(analysis, kind, shape) is { } reason) reasons[analysis] = reason;
        // Volumes, peaks and p(r) follow from Rg and I(0) of a particle, not from those of a cross-section.
        GuinierFit? Particle() => shape.Guinier;
        bool asksGuinier = analyses.Contains(AnalysisKind.Guinier) && !reasons.ContainsKey(AnalysisKind.Guinier);
        GuinierFit? guinier = Do(
            AnalysisKind.Guinier, () => form == GuinierForm.Globular ? shape.GuinierOutcome : GuinierSearch.Find(q, i, sigma, form));
        var volumes = new Lazy<Outcome<ParticleVolume>>(() => VolumeOf(shape));
        ParticleVolume? volume = Do(AnalysisKind.Volume, () => volumes.Value), mass = Do(AnalysisKind.Mass, () => MassOf(volumes.Value));
        double inflation = Math.Max(1, Math.Pow(shape.Scatter?.Factor ?? 1, 2));
        var measurement = new CurveMeasurement
        {
            Curve = curve,
            Guinier = guinier,
            Departure = asksGuinier && form == GuinierForm.Globular ? LowQDeparture.Of(shape) : null,
            Porod = Do(AnalysisKind.Porod, () => PorodFit.Of(q, i, sigma, Particle())),
            Volume = volume ?? mass,
            Kratky = Do(AnalysisKind.Kratky, () => KratkyPeak.Of(q, i, sigma, Particle())),
            PairDistribution = Do(
                AnalysisKind.PairDistribution, () => PairDistributionSearch.Find(q, i, sigma, Particle(), inflation)),
            Noise = Do(AnalysisKind.Noise, () => NoiseEstimate.Of(q, i, sigma, shape.Scatter)),
            Reflectivity = Do(AnalysisKind.Reflectivity, () => ReflectivityShape.Of(q, i, sigma)),
            Reasons = reasons,
        };
        return OfCurve(measurement, shape.Points);

        T? Do<T>(AnalysisKind analysis, Func<Outcome<T>> measure)
            where T : class
        {
            if (!analyses.Contains(analysis) || reasons.ContainsKey(analysis)) return null;
            try
            {
                Outcome<T> outcome = measure();
                if (outcome.Reason is { } reason) reasons[analysis] = reason;
                return outcome.Result;
            }
            catch (Exception problem) when (problem is ArgumentException or ArithmeticException)
            {
                // Equations without a solution, as MathNet reports them.
                reasons[analysis] = $"the calculation failed: {problem.Message}";
                return null;
            }
        }
    }

    private static string? Obstacle(AnalysisKind analysis, DataKinds kind, CurveShape shape)
    {
        if (kind is not (DataKinds.Curve or DataKinds.Reflectivity)) return "it is no measured intensity against Q";
        if (analysis != AnalysisKind.Noise && analysis == AnalysisKind.Reflectivity != (kind == DataKinds.Reflectivity))
            return kind == DataKinds.Reflectivity ? "it is a reflectivity" : "it is no reflectivity";
        return shape.Q.Length >= GuinierSearch.FewestPoints
            ? null
            : $"it has {shape.Q.Length} points with a positive Q and an intensity, fewer than {GuinierSearch.FewestPoints}";
    }

    private static Outcome<ParticleVolume> VolumeOf(CurveShape shape) => shape.Curve.X.Unit == Curves.QUnit
        ? ParticleVolume.Of(shape.Q, shape.I, shape.Sigma, shape.Guinier)
        : Outcome<ParticleVolume>.None("the unit of Q is not known");

    private static Outcome<ParticleVolume> MassOf(Outcome<ParticleVolume> volume) =>
        volume.Result is { MassByVolume: null, MassByCorrelation: null }
            ? Outcome<ParticleVolume>.None("the curve ends too early for a mass (below 0.1 per angstrom)")
            : volume;

    // The points of the curve, not of the part of it that was measured.
    private static CurveMeasurement OfCurve(CurveMeasurement m, int[] points) => m with
    {
        Guinier = m.Guinier is { } guinier ? guinier with { First = points[guinier.First], Last = points[guinier.Last] } : null,
        Porod = m.Porod is { } porod ? porod with { First = points[porod.First], Last = points[porod.Last] } : null,
        Kratky = m.Kratky is { } kratky ? kratky with { First = points[kratky.First], Last = points[kratky.Last] } : null,
        PairDistribution = m.PairDistribution is { } pair ? pair with { First = points[pair.First], Last = points[pair.Last] } : null,
        Reflectivity = m.Reflectivity is { } shape ? shape with { First = points[shape.First], Last = points[shape.Last] } : null,
    };
}
