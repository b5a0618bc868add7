using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.PairDistributions;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>p(r) of particles whose p(r) is known, and of real curves beside the published Rg.</summary>
public sealed class PairDistributionTests
{
    public static TheoryData<string, int> Bodies() => new()
    {
        { "sphere", 3 }, { "core-shell", 3 }, { "oblate", 3 }, { "disc", 3 },
        // The longest distances of long bodies are too few to be seen: Dmax comes out too small, as the help says.
        { "prolate", 12 }, { "cylinder", 12 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Rg_of_a_body_is_right_within_a_hundredth_and_Dmax_nearly(string name, int percent)
    {
        SimulatedParticle particle = name switch
        {
            "sphere" => SimulatedParticle.Sphere(40),
            "core-shell" => SimulatedParticle.CoreShell(20, 40, 0.3),
            "oblate" => SimulatedParticle.Ellipsoid(50, 25),
            "disc" => SimulatedParticle.Cylinder(50, 20),
            "prolate" => SimulatedParticle.Ellipsoid(25, 50),
            _ => SimulatedParticle.Cylinder(25, 80),
        };
        PairDistribution p = Transform(particle, 1e-4);
        Assert.InRange(p.Rg / particle.Rg, 0.99, 1.01);
        Assert.InRange(p.Dmax / particle.Dmax, 1 - (percent / 100.0), 1 + (percent / 100.0));
        Assert.True(p.TotalEstimate > 0.5);
    }

    // p(r) of a sphere of diameter D: 12 x² (2 - 3x + x³) with x = r/D, over its area (Guinier and Fournet (1955), chapter 2).
    [Fact]
    public void The_distribution_of_a_sphere_has_its_shape()
    {
        var sphere = SimulatedParticle.Sphere(40);
        PairDistribution p = Transform(sphere, 1e-4);
        double area = 0, step = p.R[1] - p.R[0];
        foreach (double value in p.P) area += value * step;
        // The most probable distance of a sphere is 1.05 radii, where the distribution is 1.86 over the diameter, thrice 0.62.
        double top = Enumerable.Range(0, 1000).Max(i => Known(i / 1000.0)) / 80;
        for (int i = 0; i < p.R.Length; i++)
        {
            double known = p.R[i] > 80 ? 0 : Known(p.R[i] / 80) / 80;
            Assert.InRange(p.P[i] / area, known - (0.03 * top), known + (0.03 * top));
        }

        static double Known(double x) => 12 * x * x * (2 - (3 * x) + (x * x * x));
    }

    // Trewhella et al. (2022), supplement, table S7, as domain.md §2.1 has it.
    [Theory]
    [InlineData("SASDPP4_RNase_A", 14.95, 15.17)]
    [InlineData("SASDPQ4_Urate_oxidase", 31.51, 31.87)]
    [InlineData("SASDPS4_Xylanase", 15.72, 15.93)]
    public void Proteins_of_the_round_robin_are_in_the_published_range(string name, double least, double most) =>
        Assert.InRange(RoundRobin.Measure(name, AnalysisKind.PairDistribution).PairDistribution!.Rg, least, most);

    [Fact]
    public void Without_a_Guinier_region_or_behind_it_there_is_a_reason()
    {
        double[] q = [.. Enumerable.Range(1, 60).Select(i => i * 0.001)], one = [.. q.Select(_ => 1.0)], sigma = [.. q.Select(_ => 0.1)];
        Assert.Contains("Guinier", PairDistributionSearch.Find(q, one, sigma, null).Reason, StringComparison.Ordinal);
        SimulatedMeasurement near = SimulatedMeasurement.Of(new Random(2), SimulatedParticle.Sphere(30), q, 0.001);
        GuinierFit guinier = GuinierSearch.Find(near.Q, near.I, near.Sigma).Result!;
        Assert.Contains("ends before", PairDistributionSearch.Find(near.Q, near.I, near.Sigma, guinier).Reason, StringComparison.Ordinal);
    }

    private static PairDistribution Transform(SimulatedParticle particle, double level)
    {
        double[] q = [.. Enumerable.Range(0, 300).Select(i => (0.1 + (i * 8.9 / 299)) / particle.Rg)];
        SimulatedMeasurement curve = SimulatedMeasurement.Of(new Random(5), particle, q, level);
        return PairDistributionSearch.Find(curve.Q, curve.I, curve.Sigma, GuinierSearch.Find(curve.Q, curve.I, curve.Sigma).Result).Result!;
    }
}
