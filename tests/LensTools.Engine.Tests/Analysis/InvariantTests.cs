using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Analysis.Kratky;
using LensTools.Engine.Analysis.Noise;
using LensTools.Engine.Analysis.Porod;
using LensTools.Engine.Analysis.Volumes;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>Quantities of curves for which integrals and peaks are known.</summary>
public sealed class InvariantTests
{
    // I = exp(-q² Rg²/3), whose integrals are known: ∫ q² I dq = √π/4 (3/Rg²)^(3/2), ∫ q I dq = 3/(2 Rg²).
    private static readonly double[] Q = [.. Enumerable.Range(1, 300).Select(i => i * 0.001)];
    private const double Rg = 20;

    [Fact]
    public void Volumes_follow_from_the_integrals()
    {
        ParticleVolume volume = ParticleVolume.Of(Q, Gaussian(), Noise(), Guinier()).Result!;
        double second = Math.Sqrt(Math.PI) / 4 * Math.Pow(3 / (Rg * Rg), 1.5);
        Assert.Equal(1, volume.Invariant / second, 0.01);
        Assert.Equal(1, volume.PorodVolume / (2 * Math.PI * Math.PI / second), 0.015);
        Assert.Equal(1, volume.CorrelationVolume / (2 * Rg * Rg / 3), 0.01);
        // Rambo and Tainer (2013): (2 Rg²/3)² / Rg / 0.1231 Da.
        Assert.Equal(1, volume.MassByCorrelation!.Value / (4 * Math.Pow(Rg, 3) / 9 / 123.1), 0.02);
    }

    // The values that RAW stores of glucose isomerase: a volume of 327,960.1 to q = 0.23799 is 203,767.0, and 169.13 kDa.
    [Fact]
    public void The_correction_for_the_end_of_the_curve_is_that_of_RAW() =>
        Assert.InRange(ParticleVolume.Corrected(327_960.1, 0.23799), 203_737, 203_797);

    [Fact]
    public void The_Kratky_peak_of_a_Gaussian_is_at_the_root_of_three()
    {
        KratkyPeak peak = KratkyPeak.Of(Q, Gaussian(), Noise(), Guinier()).Result!;
        Assert.Equal(Math.Sqrt(3), peak.QRg, 0.03);
        Assert.Equal(3 / Math.E, peak.Height, 0.01);
        Assert.Equal(1, peak.Compactness, 0.01);
    }

    [Fact]
    public void A_chain_has_no_Kratky_peak()
    {
        SimulatedMeasurement chain = SimulatedMeasurement.Of(new Random(1), SimulatedParticle.Chain(20), Q, 0.0005);
        GuinierFit guinier = GuinierSearch.Find(chain.Q, chain.I, chain.Sigma).Result!;
        Assert.Contains("no peak", KratkyPeak.Of(chain.Q, chain.I, chain.Sigma, guinier).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 0.02)]
    [InlineData(2, 0)]
    [InlineData(1.6667, 0)]
    public void The_exponent_of_a_power_law_is_found_with_its_background(double exponent, double background)
    {
        double[] q = [.. Enumerable.Range(0, 150).Select(i => 0.02 * Math.Pow(15, i / 149.0))];
        var random = new Random(3);
        double[] model = [.. q.Select(x => Math.Pow(x / 0.1, -exponent) + background)], sigma = [.. model.Select(value => 0.01 * value)];
        double[] values = [.. model.Select((value, i) => value + (sigma[i] * SimulatedMeasurement.Normal(random)))];
        PorodFit fit = PorodFit.Of(q, values, sigma, null).Result!;
        Assert.InRange(fit.Exponent, exponent - Math.Max(0.03, 3 * fit.ExponentSigma), exponent + Math.Max(0.03, 3 * fit.ExponentSigma));
        Assert.Equal(background, fit.Background, 0.003);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(3.0)]
    public void The_noise_tells_by_how_much_uncertainties_are_wrong(double wrong)
    {
        double[] q = [.. Enumerable.Range(1, 2000).Select(i => i * 0.00015)];
        SimulatedMeasurement curve = SimulatedMeasurement.Of(new Random(9), SimulatedParticle.Sphere(30), q, 0.02);
        double[] stated = [.. curve.Sigma.Select(sigma => wrong * sigma)];
        NoiseEstimate noise = NoiseEstimate.Of(q, curve.I, stated, CurveScatter.Of(q, curve.I, stated, 12)).Result!;
        Assert.InRange(noise.Factor * wrong, 0.9, 1.1);
        // From 0.00015, 0.001, 0.01 and 0.1 on.
        Assert.Equal(4, noise.SignalToNoise.Length);
    }

    [Fact]
    public void Where_uncertainties_are_missing_about_the_peak_there_is_a_reason()
    {
        double[] few = [.. Noise().Select((sigma, i) => Q[i] * Rg > 1.35 ? 0 : sigma)];
        Assert.Contains("uncertainty", KratkyPeak.Of(Q, Gaussian(), few, Guinier()).Reason, StringComparison.Ordinal);
    }

    private static double[] Gaussian() => [.. Q.Select(q => Math.Exp(-q * q * Rg * Rg / 3))];

    private static double[] Noise() => [.. Gaussian().Select(value => 0.001 * value)];

    private static GuinierFit Guinier() => GuinierSearch.Find(Q, Gaussian(), Noise()).Result!;
}
