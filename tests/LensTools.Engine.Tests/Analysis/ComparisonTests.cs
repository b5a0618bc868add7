using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Tests.Similarity;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>Runs beside the numbers of domain.md §3 and all sequences of few signs; curves that differ by what is known.</summary>
public sealed class ComparisonTests
{
    private static readonly double[] Q = SimulatedCurves.Grid(0.005, 0.3, 200, isLinear: true);

    // Of two frames of BSA, as freesas and RAW have them.
    [Theory]
    [InlineData(469, 11, 0.202088)]
    [InlineData(469, 13, 0.054454)]
    public void Run_lengths_have_the_published_probability(int count, int length, double probability) =>
        Assert.Equal(probability, RunLength.ProbabilityOfAtLeast(count, length), 1e-6);

    [Fact]
    public void Run_lengths_of_few_signs_are_as_probable_as_they_are_frequent()
    {
        for (int count = 1; count <= 14; count++)
        {
            int[] longest = new int[count + 1];
            for (int signs = 0; signs < 1 << count; signs++)
            {
                longest[LongestRun.Of([.. Enumerable.Range(0, count).Select(i => ((signs >> i) & 1) == 1 ? 1.0 : -1)])]++;
            }
            for (int length = 1; length <= count; length++)
                Assert.Equal(longest[length..].Sum() / (double)(1 << count), RunLength.ProbabilityOfAtLeast(count, length), 1e-12);
        }
    }

    [Fact]
    public void A_difference_of_zero_ends_a_run()
    {
        Assert.Equal(3, LongestRun.Of([1.0, 1, 0, 1, 1, 1, -1]));
        Assert.Equal(0, LongestRun.Of([0.0, 0]));
    }

    [Theory]
    [InlineData(63, 3)]
    [InlineData(60, 70)]
    [InlineData(0, 200)]
    [InlineData(130, 70)]
    public void A_run_may_begin_and_end_anywhere(int first, int length)
    {
        double[] differences = [.. Enumerable.Range(0, 200).Select(i => i >= first && i < first + length ? -1.0 : i % 2 == 0 ? 1 : 0)];
        Assert.Equal(length, LongestRun.Of(differences));
    }

    [Fact]
    public void A_factor_and_a_background_are_found_and_the_rest_is_noise()
    {
        var simulation = new SimulatedCurves(5);
        Func<double, double> model = SimulatedCurves.Spheres(40);
        Curve one = simulation.Measure(q => model(q) + 0.01, Q, 0.01), other = simulation.Measure(model, Q, 0.01, 3);
        CurveDifference difference = CurveDifference.Of(one, other, ScaleModel.FactorAndBackground);
        Assert.InRange(Math.Abs(difference.Scale - (1 / 3.0)), 0, 4 * difference.ScaleSigma!.Value);
        Assert.Equal(0.01, difference.Background, 0.001);
        Assert.InRange(difference.ChiSquare!.Value, 0.7, 1.3);
        Assert.True(difference.RunProbability > 0.01);
        Assert.False(difference.IsInterpolated);
        // By the factor alone they differ.
        Assert.True(CurveDifference.Of(one, other, ScaleModel.Factor).RunProbability < 1e-6);
    }

    [Fact]
    public void Another_grid_is_interpolated_with_its_noise()
    {
        var simulation = new SimulatedCurves(6);
        Func<double, double> model = SimulatedCurves.Spheres(40);
        CurveDifference difference = CurveDifference.Of(
            simulation.Measure(model, Q, 0.02), simulation.Measure(model, SimulatedCurves.Grid(0.01, 0.25, 701, isLinear: true), 0.02),
            ScaleModel.Factor);
        Assert.True(difference.IsInterpolated);
        Assert.InRange(difference.QMin, 0.01, 0.012);
        Assert.InRange(difference.ChiSquare!.Value, 0.7, 1.3);
        Assert.Equal(1, difference.Scale, 0.02);
    }

    [Fact]
    public void The_noise_of_the_second_does_not_make_its_factor_too_small()
    {
        // As much noise as a fifth of the intensity, at a constant level.
        var random = new Random(11);
        Curve Flat() => SimulatedCurves.Of(Q, [.. Q.Select(_ => 1 + (0.2 * SimulatedMeasurement.Normal(random)))], [.. Q.Select(_ => 0.2)]);
        double[] factors = [.. Enumerable.Range(0, 50).Select(_ => CurveDifference.Of(Flat(), Flat(), ScaleModel.Factor).Scale)];
        Assert.Equal(1, factors.Average(), 0.01);
    }

    [Fact]
    public void A_copy_in_another_unit_is_no_different_curve()
    {
        Curve one = new SimulatedCurves(3).Measure(SimulatedCurves.Spheres(40), Q, 0.02);
        Curve copy = SimulatedCurves.Of([.. Q], [.. one.I.Select(i => 100 * i)], [.. one.Idev!.Value.Select(sigma => 100 * sigma)]);
        CurveDifference difference = CurveDifference.Of(one, copy, ScaleModel.Factor);
        Assert.Equal(0.01, difference.Scale, 1e-9);
        Assert.Equal(0, difference.LongestRun);
    }

    [Fact]
    public void Curves_that_do_not_overlap_have_a_reason()
    {
        var simulation = new SimulatedCurves(7);
        Func<double, double> model = SimulatedCurves.Spheres(40);
        CurveDifference difference = CurveDifference.Of(
            simulation.Measure(model, Q[..80], 0.02), simulation.Measure(model, Q[100..], 0.02), ScaleModel.Factor);
        Assert.Contains("share 0", difference.Reason, StringComparison.Ordinal);
        Assert.Null(difference.ChiSquare);
    }

    [Fact]
    public void Curves_in_different_units_are_not_compared()
    {
        Curve one = new SimulatedCurves(8).Measure(SimulatedCurves.Spheres(40), Q, 0.02);
        CurveDifference difference = CurveDifference.Of(one, one with { X = one.X with { Unit = null } }, ScaleModel.Factor);
        Assert.Contains("units", difference.Reason, StringComparison.Ordinal);
    }
}
