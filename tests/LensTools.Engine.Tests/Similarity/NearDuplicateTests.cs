using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Similarity;

namespace LensTools.Engine.Tests.Similarity;

/// <summary>Near duplicates are found, however they were scaled, cut or binned, and others are not taken for them.</summary>
public sealed class NearDuplicateTests
{
    // Relative to the first point; of the others, fewer neutrons are counted.
    private const double Noise = 0.005;

    private static readonly double[] Usual = SimulatedCurves.Grid(0.005, 0.4, 150);

    // What is done to a curve, planted among a thousand others of the same kinds.
    [Theory]
    [InlineData("the same", true)]
    [InlineData("scaled", true)]
    [InlineData("rounded", true)]
    [InlineData("cut", true)]
    [InlineData("without uncertainties", true)]
    [InlineData("binned", null)]
    [InlineData("another grid", false)]
    [InlineData("measured again", false)]
    [InlineData("measured longer", false)]
    public void A_duplicate_is_found(string change, bool? isSameNoise)
    {
        var simulation = new SimulatedCurves(1);
        var index = new NearDuplicateIndex<int>();
        var models = Enumerable.Range(0, 1000).Select(_ => simulation.Model()).ToArray();
        Curve[] curves = [.. models.Select(model => simulation.Measure(model, Usual, Noise))];
        for (int i = 0; i < curves.Length; i++) index.Add(i, CurveFingerprint.Of(curves[i])!);
        int found = 0, same = 0, others = 0;
        for (int i = 0; i < 200; i++)
        {
            Curve changed = Change(curves[i], models[i], change, simulation);
            IReadOnlyList<NearDuplicate<int>> near = index.Add(-1 - i, CurveFingerprint.Of(changed)!);
            if (near.Any(one => one.Item == i))
            {
                found++;
                if (near.First(one => one.Item == i).Match.IsSameNoise) same++;
            }
            foreach (NearDuplicate<int> one in near.Where(one => one.Item >= 0 && one.Item != i))
            {
                // Of models that differ by less than the noise, nobody can tell that the curves are not one.
                if (Distance(models[i], models[one.Item], curves[i], changed) > 3) others++;
            }
        }
        // All of one measurement; of others, those that differ from a straight line by enough of their noise to be told apart.
        Assert.True(found >= (isSameNoise == false ? 180 : 200), $"{found} of 200 were found");
        // Of 200,000 pairs of others, at most one in a hundred thousand that differs by more than three times its noise.
        Assert.True(others <= 2, $"{others} others were taken for duplicates");
        if (isSameNoise is { } expected) Assert.Equal(expected ? found : 0, same);
    }

    // Masked points are zero, and constants are everywhere.
    [Fact]
    public void A_zero_hides_no_duplicate_and_a_constant_is_none()
    {
        var simulation = new SimulatedCurves(5);
        Curve curve = simulation.Measure(simulation.Model(), Usual, Noise);
        double[] masked = [.. curve.I.Select((x, i) => i is > 60 and < 80 ? 0 : x)];
        var index = new NearDuplicateIndex<int>();
        index.Add(1, CurveFingerprint.Of(SimulatedCurves.Of([.. curve.Q], masked, null))!);
        IReadOnlyList<NearDuplicate<int>> found = index.Add(2, CurveFingerprint.Of(SimulatedCurves.Of([.. curve.Q], masked, null))!);
        Assert.True(Assert.Single(found).Match.IsSameNoise);
        foreach (double constant in new[] { 0.0, 1.0, 7.0 })
        {
            Curve flat = SimulatedCurves.Of(Usual, [.. Usual.Select(_ => constant)], null);
            Assert.Empty(index.Add(3, CurveFingerprint.Of(flat)!));
        }
    }

    // The reduced χ² of two models without noise, where both were measured, after a scale, for the noise of two such measurements.
    private static double Distance(Func<double, double> one, Func<double, double> other, Curve measured, Curve changed)
    {
        double sxy = 0, sxx = 0, chi = 0;
        int[] common = [.. Enumerable.Range(0, measured.Q.Length)
            .Where(i => measured.Q[i] >= changed.Q[0] && measured.Q[i] <= changed.Q[^1])];
        foreach (int i in common)
        {
            double weight = 1 / Math.Pow(measured.Idev!.Value[i], 2) / 2;
            sxy += weight * one(measured.Q[i]) * other(measured.Q[i]);
            sxx += weight * Math.Pow(other(measured.Q[i]), 2);
        }
        foreach (int i in common)
        {
            double weight = 1 / Math.Pow(measured.Idev!.Value[i], 2) / 2;
            chi += weight * Math.Pow(one(measured.Q[i]) - (sxy / sxx * other(measured.Q[i])), 2);
        }
        return chi / common.Length;
    }

    private static Curve Change(Curve curve, Func<double, double> model, string change, SimulatedCurves simulation)
    {
        double[] q = [.. curve.Q], values = [.. curve.I], sigma = [.. curve.Idev!.Value];
        switch (change)
        {
            case "the same": return SimulatedCurves.Of(q, values, sigma);
            case "scaled": return SimulatedCurves.Of(q, [.. values.Select(x => 37 * x)], [.. sigma.Select(x => 37 * x)]);
            case "rounded": return SimulatedCurves.Of(q, [.. values.Select(Rounded)], [.. sigma.Select(Rounded)]);
            case "cut": return SimulatedCurves.Of(q[20..110], values[20..110], sigma[20..110]);
            case "without uncertainties": return SimulatedCurves.Of(q, values, null);
            case "binned":
                return SimulatedCurves.Of(
                    [.. q.Chunk(2).Select(pair => pair.Average())],
                    [.. values.Chunk(2).Select(pair => pair.Average())],
                    [.. sigma.Chunk(2).Select(pair => Math.Sqrt(pair.Sum(x => x * x)) / pair.Length)]);
            case "another grid": return simulation.Measure(model, SimulatedCurves.Grid(0.006, 0.3, 220, isLinear: true), Noise, 0.2);
            case "measured longer": return simulation.Measure(model, Usual, Noise / 3);
            default: return simulation.Measure(model, Usual, Noise, 3);
        }
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
