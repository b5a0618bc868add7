using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Datasets;
using LensTools.Engine.Tests.Similarity;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>What several contributors measured of one particle, one of them wrongly.</summary>
internal sealed record SimulatedRoundRobin(SimulatedParticle Particle, IReadOnlyList<Curve> Curves, int Wrong)
{
    /// <summary>A consensus that is no further from the truth has recovered it within its uncertainty.</summary>
    public const double Recovered = 1.6;

    /// <summary>What is wrong with a contribution.</summary>
    public enum Fault
    {
        Scale,
        Background,
        Smearing,
        OtherParticle,
    }

    public static SimulatedRoundRobin Of(Random random, Fault fault, int contributors)
    {
        var particle = SimulatedParticle.Globular(random);
        int wrong = random.Next(contributors);
        var curves = new List<Curve>();
        for (int c = 0; c < contributors; c++)
        {
            double from = (0.1 + (0.2 * random.NextDouble())) / particle.Rg;
            double[] q = SimulatedCurves.Grid(from, 8 / particle.Rg, random.Next(80, 400), isLinear: true);
            double level = 0.003 * Math.Pow(10, random.NextDouble()), scale = Math.Exp(0.3 * SimulatedMeasurement.Normal(random));
            Func<double, double> model = c == wrong ? Wrongly(particle, fault) : particle.P;
            if (c == wrong && fault == Fault.Scale) scale *= 7;
            double[] values = [.. q.Select(model)], sigma = [.. values.Select(value => scale * level * Math.Sqrt((value + 0.01) / 1.01))];
            curves.Add(SimulatedCurves.Of(
                q, [.. values.Select((value, i) => (scale * value) + (sigma[i] * SimulatedMeasurement.Normal(random)))], sigma));
        }
        return new(particle, curves, wrong);
    }

    /// <summary>Whether a contribution is said to disagree with the others.</summary>
    public static bool IsNamed(CurveContribution one) =>
        one.IsOutlying || one.Scale is > 2.5 or < 0.4 || one.Bands.Any(band => Math.Abs(band.Score) > 3) || Math.Abs(one.RgScore ?? 0) > 4;

    /// <summary>χ² per node of a consensus beside the truth, but for the scale, which no consensus knows.</summary>
    public double DistanceFromTruth(CurveConsensus consensus)
    {
        double[] truth = [.. consensus.Q.Select(Particle.P)];
        double cross = 0, square = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            double weight = 1 / (consensus.Sigma[i] * consensus.Sigma[i]);
            (cross, square) = (cross + (weight * consensus.I[i] * truth[i]), square + (weight * truth[i] * truth[i]));
        }
        double scale = cross / square;
        return truth.Select((value, i) => Math.Pow((consensus.I[i] - (scale * value)) / consensus.Sigma[i], 2)).Average();
    }

    private static Func<double, double> Wrongly(SimulatedParticle particle, Fault fault) => fault switch
    {
        Fault.Background => q => particle.P(q) + 0.02,
        Fault.OtherParticle => SimulatedParticle.Sphere(1.6 * particle.Rg).P,
        Fault.Smearing => q => Smeared(particle, q),
        _ => particle.P,
    };

    // By a resolution of three tenths of Q.
    private static double Smeared(SimulatedParticle particle, double q)
    {
        double sum = 0, weights = 0;
        for (int k = -4; k <= 4; k++)
        {
            double x = 1.5 * k / 4, weight = Math.Exp(-x * x / 2);
            (sum, weights) = (sum + (weight * particle.P(Math.Abs(q + (x * ((0.2 * q) + (0.15 / particle.Rg)))))), weights + weight);
        }
        return sum / weights;
    }
}
