namespace LensTools.Engine.Tests.Analysis;

/// <summary>What an instrument would measure of a particle: its points, with normal noise that follows the counts.</summary>
/// <param name="Particle">The particle.</param>
/// <param name="Q">Momentum transfers in 1/angstrom.</param>
/// <param name="I">Intensities.</param>
/// <param name="Sigma">Their standard deviations.</param>
internal sealed record SimulatedMeasurement(SimulatedParticle Particle, double[] Q, double[] I, double[] Sigma)
{
    /// <summary>The relative noise at q = 0 of the five levels.</summary>
    public static readonly double[] Levels = [0.003, 0.01, 0.02, 0.05, 0.1];

    /// <summary>A measurement.</summary>
    /// <param name="random">Noise.</param>
    /// <param name="particle">What is measured.</param>
    /// <param name="q">Where.</param>
    /// <param name="level">The relative standard deviation at q = 0.</param>
    /// <param name="background">A constant, in units of the intensity at q = 0.</param>
    /// <param name="aggregates">The intensity at q = 0 of aggregates five times as large, likewise.</param>
    public static SimulatedMeasurement Of(
        Random random, SimulatedParticle particle, double[] q, double level, double background = 0, double aggregates = 0)
    {
        double scale = Math.Pow(10, (3 * random.NextDouble()) - 2);
        double[] model = [.. q.Select(x => particle.P(x) + background + (aggregates * Math.Exp(-Math.Pow(5 * x * particle.Rg, 2) / 3)))];
        // A solvent scatters a hundredth of it everywhere.
        double[] sigma = [.. model.Select(value => scale * level * Math.Sqrt((Math.Max(0, value) + 0.01) / 1.01))];
        return new(particle, q, [.. model.Select((value, i) => (scale * value) + (sigma[i] * Normal(random)))], sigma);
    }

    /// <summary>Between 80 and 500 points, evenly in q or in its logarithm, from where q Rg is 0.08 to 0.5.</summary>
    public static double[] Grid(Random random, double rg)
    {
        double from = 0.08 * Math.Pow(6, random.NextDouble()) / rg, to = (5 + (7 * random.NextDouble())) / rg;
        int count = random.Next(80, 500);
        bool isLinear = random.Next(3) > 0;
        return [.. Enumerable.Range(0, count).Select(i => i / (count - 1.0))
            .Select(part => isLinear ? from + ((to - from) * part) : from * Math.Pow(to / from, part))];
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
