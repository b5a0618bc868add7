using System.Diagnostics;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Tests.Analysis;

namespace LensTools.Benchmarks;

/// <summary>The consensus of 250 curves against a second, and how often simulated round robins come out right.</summary>
internal sealed class ConsensusBenchmark : Benchmark
{
    private const int Curves = 250, RoundRobins = 500;
    private const double AllowedSeconds = 1;

    public override string Name => "consensus";

    public override string Description => "the consensus of 250 curves, against a second; 500 simulated round robins";

    protected override double Bar => 1;

    protected override double Run()
    {
        SimulatedRoundRobin large = SimulatedRoundRobin.Of(new Random(1), SimulatedRoundRobin.Fault.Smearing, Curves);
        double Measure()
        {
            var watch = Stopwatch.StartNew();
            RobustConsensus.Of(large.Curves, ScaleModel.Factor);
            return watch.Elapsed.TotalSeconds;
        }
        double seconds = Median(Repeat(5, Measure));
        Print($"{Curves} curves of {large.Curves.Average(curve => curve.Q.Length):0} points: {seconds:0.00} s");
        SimulatedRoundRobin.Fault[] faults = Enum.GetValues<SimulatedRoundRobin.Fault>();
        foreach (SimulatedRoundRobin.Fault fault in faults)
        {
            int named = 0, recovered = 0, falsely = 0, others = 0, trials = RoundRobins / faults.Length;
            for (int trial = 0; trial < trials; trial++)
            {
                var random = new Random(trial);
                SimulatedRoundRobin simulated = SimulatedRoundRobin.Of(random, fault, random.Next(6, 13));
                CurveConsensus consensus = RobustConsensus.Of(simulated.Curves, ScaleModel.Factor).Result!;
                for (int c = 0; c < simulated.Curves.Count; c++)
                {
                    bool isNamed = SimulatedRoundRobin.IsNamed(consensus.Contributions[c]);
                    if (c == simulated.Wrong) named += isNamed ? 1 : 0;
                    else (falsely, others) = (falsely + (isNamed ? 1 : 0), others + 1);
                }
                if (simulated.DistanceFromTruth(consensus) < SimulatedRoundRobin.Recovered) recovered++;
            }
            Print($"{fault,-14} named {named} of {trials}, truth recovered {recovered} of {trials}, others named {falsely} of {others}");
        }
        return AllowedSeconds / seconds;
    }
}
