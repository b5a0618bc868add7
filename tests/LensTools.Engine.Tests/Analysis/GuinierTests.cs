using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Guinier;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>Rg of curves whose Rg is known: from the formulas of the particles, or from the paper of the round robin.</summary>
public sealed class GuinierTests
{
    [Fact]
    public void The_true_Rg_of_clean_globular_particles_is_within_two_standard_deviations()
    {
        var random = new Random(3);
        int covered = 0;
        var off = new List<double>();
        const int Trials = 500;
        for (int i = 0; i < Trials; i++)
        {
            var particle = SimulatedParticle.Globular(random);
            GuinierFit fit = Fit(SimulatedMeasurement.Of(
                random, particle, SimulatedMeasurement.Grid(random, particle.Rg), SimulatedMeasurement.Levels[i % 5]));
            if (Math.Abs(fit.Rg - particle.Rg) <= 2 * fit.RgSigma) covered++;
            off.Add(Math.Abs((fit.Rg / particle.Rg) - 1));
        }
        Assert.InRange(covered / (double)Trials, 0.93, 1);
        // The plain law is off by as much up to q Rg = 1.3.
        Assert.InRange(off.Order().ElementAt(Trials / 2), 0, 0.015);
    }

    // Trewhella et al. (2022), supplement, table S5, as domain.md §2.1 has it.
    [Theory]
    [InlineData("SASDPP4_RNase_A", 15.00, 15.33)]
    [InlineData("SASDPQ4_Urate_oxidase", 30.95, 33.03)]
    [InlineData("SASDPS4_Xylanase", 15.98, 16.21)]
    public void Proteins_of_the_round_robin_are_in_the_published_range(string name, double least, double most)
    {
        CurveMeasurement measured = RoundRobin.Measure(name, AnalysisKind.Guinier);
        Assert.InRange(measured.Guinier!.Rg, least, most);
        Assert.InRange(measured.Guinier.QRgMax, 1, 1.3);
        Assert.True(measured.Guinier.Quality > 0.8);
    }

    [Theory]
    [InlineData(1, 3.0)]
    [InlineData(2, 1.5)]
    [InlineData(3, 0.1)]
    [InlineData(4, 0.0)]
    [InlineData(3, -1.0)]
    public void Hot_first_points_and_the_shadow_of_a_beam_stop_are_left_out(int points, double factor)
    {
        SimulatedMeasurement curve = Spheres(new Random(points), 40, 0.005);
        for (int k = 0; k < points; k++) curve.I[k] *= factor;
        GuinierFit fit = Fit(curve);
        Assert.True(fit.First >= points, $"begins at {fit.First}");
        Assert.InRange(fit.Rg / curve.Particle.Rg, 0.97, 1.03);
    }

    [Fact]
    public void Fifteen_points_are_enough()
    {
        var particle = SimulatedParticle.Ellipsoid(20, 30);
        double[] q = [.. Enumerable.Range(1, 15).Select(i => i * 1.3 / 15 / particle.Rg)];
        GuinierFit fit = Fit(SimulatedMeasurement.Of(new Random(1), particle, q, 0.005));
        Assert.InRange(fit.Rg / particle.Rg, 0.97, 1.03);
        Assert.True(Math.Abs(fit.Rg - particle.Rg) < 2 * fit.RgSigma);
    }

    [Fact]
    public void Intensities_below_zero_are_used_as_they_are()
    {
        // Noise as large as a third of the intensity at q = 0: one point in a hundred is negative there.
        var particle = SimulatedParticle.Sphere(40);
        double[] q = [.. Enumerable.Range(1, 1500).Select(i => i * 0.15 / 1500)];
        SimulatedMeasurement curve = SimulatedMeasurement.Of(new Random(8), particle, q, 0.35);
        Assert.Contains(curve.I.Take(400), value => value < 0);
        GuinierFit fit = Fit(curve);
        Assert.InRange(fit.Rg / particle.Rg, 0.9, 1.1);
    }

    [Fact]
    public void Rg_scales_as_the_unit_of_Q()
    {
        SimulatedMeasurement curve = Spheres(new Random(4), 30, 0.01);
        GuinierFit inAngstrom = Fit(curve), inNanometre = Fit(curve with { Q = [.. curve.Q.Select(q => 10 * q)] });
        Assert.Equal(inAngstrom.Rg, 10 * inNanometre.Rg, 1e-6 * inAngstrom.Rg);
        Assert.Equal(inAngstrom.Last, inNanometre.Last);
    }

    [Fact]
    public void Without_uncertainties_it_says_what_it_assumed()
    {
        SimulatedMeasurement curve = Spheres(new Random(5), 30, 0.01);
        GuinierFit fit = GuinierSearch.Find(curve.Q, curve.I, []).Result!;
        Assert.InRange(fit.Rg / curve.Particle.Rg, 0.97, 1.03);
        Assert.InRange(Math.Abs(fit.Rg - curve.Particle.Rg) / fit.RgSigma, 0, 2.5);
        Assert.Contains("4 %", fit.AssumedUncertainty, StringComparison.Ordinal);
    }

    // Of a long rod, the radius of gyration of the cross-section is R/√2; of a wide plate that of the thickness is T/√12 (Glatter and
    // Kratky (1982), chapter 4).
    [Fact]
    public void A_rod_and_a_sheet_follow_their_own_law()
    {
        double[] q = [.. Enumerable.Range(0, 200).Select(i => 0.012 + (i * 0.0009))];
        SimulatedMeasurement rod = SimulatedMeasurement.Of(new Random(6), SimulatedParticle.Cylinder(15, 900), q, 0.0005);
        GuinierFit across = GuinierSearch.Find(rod.Q, rod.I, rod.Sigma, GuinierForm.Rod).Result!;
        Assert.InRange(across.Rg / (15 / Math.Sqrt(2)), 0.95, 1.05);
        // A plate without an edge: (sin(qT/2) / (qT/2))² / q².
        double[] plate = [.. q.Select(x => Math.Pow(Math.Sin(15 * x) / (15 * x) / x, 2))];
        GuinierFit thick = GuinierSearch.Find(q, plate, [.. plate.Select(value => 0.005 * value)], GuinierForm.Sheet).Result!;
        Assert.InRange(thick.Rg / (30 / Math.Sqrt(12)), 0.9, 1.1);
    }

    public static TheoryData<string, double[], double[], double[]> NoGuinierRegion()
    {
        double[] q = [.. Enumerable.Range(1, 100).Select(i => i * 0.002)];
        double[] Of(Func<double, double> of) => [.. q.Select(of)];
        double[] wide = Of(x => Math.Pow(10, (x * 15) - 3)), steep = [.. wide.Select(x => Math.Pow(x, -4))];
        return new()
        {
            { "fewer than five points", [0.01, 0.02, 0.03, 0.04], [1, 0.9, 0.8, 0.7], [0.01, 0.01, 0.01, 0.01] },
            { "all zeros", q, Of(_ => 0), Of(_ => 0.01) },
            { "zeros without uncertainties", q, Of(_ => 0), [] },
            { "no uncertainty above zero", q, Of(x => Math.Exp(-x * x * 100)), Of(_ => 0) },
            { "uncertainties that are no numbers", q, Of(x => Math.Exp(-x * x * 100)), Of(_ => double.NaN) },
            { "rising", q, Of(x => 1 + x), Of(_ => 0.01) },
            { "a power law over twelve decades", wide, steep, [.. steep.Select(value => 0.01 * value)] },
        };
    }

    [Theory]
    [MemberData(nameof(NoGuinierRegion))]
    public void Where_there_is_no_Guinier_region_there_is_a_reason(string why, double[] q, double[] intensities, double[] sigmas)
    {
        Outcome<GuinierFit> outcome = GuinierSearch.Find(q, intensities, sigmas);
        Assert.True(outcome.Result is null, why);
        Assert.False(string.IsNullOrWhiteSpace(outcome.Reason));
    }

    private static SimulatedMeasurement Spheres(Random random, double radius, double level) => SimulatedMeasurement.Of(
        random, SimulatedParticle.Sphere(radius), [.. Enumerable.Range(0, 250).Select(i => 0.004 + (i * 0.0008))], level);

    private static GuinierFit Fit(SimulatedMeasurement curve) => GuinierSearch.Find(curve.Q, curve.I, curve.Sigma).Result!;
}
