using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Datasets;
using LensTools.Engine.Tests.Similarity;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>Simulated round robins in which one contributor is wrong in a known way.</summary>
public sealed class ConsensusTests
{
    [Theory]
    [InlineData(SimulatedRoundRobin.Fault.Scale)]
    [InlineData(SimulatedRoundRobin.Fault.Background)]
    [InlineData(SimulatedRoundRobin.Fault.Smearing)]
    [InlineData(SimulatedRoundRobin.Fault.OtherParticle)]
    internal void The_one_that_is_wrong_is_named_and_the_truth_recovered(SimulatedRoundRobin.Fault fault)
    {
        const int Trials = 20;
        int named = 0, recovered = 0, falsely = 0, others = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            var random = new Random(trial);
            SimulatedRoundRobin simulated = SimulatedRoundRobin.Of(random, fault, random.Next(6, 13));
            CurveConsensus consensus = RobustConsensus.Of(simulated.Curves, ScaleModel.Factor).Result!;
            for (int c = 0; c < simulated.Curves.Count; c++)
            {
                if (c == simulated.Wrong) named += SimulatedRoundRobin.IsNamed(consensus.Contributions[c]) ? 1 : 0;
                else (falsely, others) = (falsely + (SimulatedRoundRobin.IsNamed(consensus.Contributions[c]) ? 1 : 0), others + 1);
            }
            if (simulated.DistanceFromTruth(consensus) < SimulatedRoundRobin.Recovered) recovered++;
        }
        Assert.InRange(named, 0.9 * Trials, Trials);
        Assert.InRange(recovered, 0.9 * Trials, Trials);
        Assert.InRange(falsely / (double)others, 0, 0.02);
    }

    [Fact]
    public void A_curve_in_other_units_of_Q_is_far_from_the_others()
    {
        SimulatedRoundRobin simulated = SimulatedRoundRobin.Of(new Random(1), SimulatedRoundRobin.Fault.Scale, 6);
        Curve first = simulated.Curves[0], inOthers = first with { X = first.X with { Values = [.. first.Q.Select(q => 3 * q)] } };
        CurveConsensus consensus = RobustConsensus.Of([inOthers, .. simulated.Curves.Skip(1)], ScaleModel.Factor).Result!;
        Assert.True(consensus.Contributions[0].IsOutlying);
        Assert.True(Math.Abs(consensus.Contributions[0].RgScore!.Value) > 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_three_the_one_that_is_wrong_is_left_out_wherever_it_stands(int place)
    {
        Curve[] right = [.. Enumerable.Range(0, 3).Select(i => Measured(new Random(i), SimulatedParticle.Sphere(40), 0.01))];
        right[place] = Measured(new Random(9), SimulatedParticle.Sphere(60), 0.01);
        CurveConsensus consensus = RobustConsensus.Of(right, ScaleModel.Factor).Result!;
        Assert.Equal([place], Enumerable.Range(0, 3).Where(c => consensus.Contributions[c].IsOutlying));
    }

    [Fact]
    public void The_best_of_two_or_three_is_not_far_from_the_others()
    {
        double[] noise = [0.001, 0.03, 0.03];
        Curve[] curves = [.. noise.Select((level, i) => Measured(new Random(i), SimulatedParticle.Sphere(40), level))];
        foreach (int count in new[] { 2, 3 })
        {
            CurveConsensus consensus = RobustConsensus.Of(curves[..count], ScaleModel.Factor).Result!;
            Assert.All(consensus.Contributions, one => Assert.False(one.IsOutlying));
            Assert.All(consensus.Contributions, one => Assert.InRange(one.ChiSquare, 0, 3));
        }
    }

    [Fact]
    public void One_curve_or_curves_apart_have_no_consensus()
    {
        Curve curve = SimulatedRoundRobin.Of(new Random(2), SimulatedRoundRobin.Fault.Scale, 2).Curves[0];
        Assert.Contains("two curves", RobustConsensus.Of([curve], ScaleModel.Factor).Reason, StringComparison.Ordinal);
        Curve far = curve with { X = curve.X with { Values = [.. curve.Q.Select(q => 100 * q)] } };
        Assert.Contains("share", RobustConsensus.Of([curve, far], ScaleModel.Factor).Reason, StringComparison.Ordinal);
    }

    private static Curve Measured(Random random, SimulatedParticle particle, double noise)
    {
        SimulatedMeasurement one = SimulatedMeasurement.Of(
            random, particle, [.. Enumerable.Range(1, 200).Select(i => i * 0.001)], noise);
        return SimulatedCurves.Of(one.Q, one.I, one.Sigma);
    }
}
