using System.Globalization;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Measuring;

/// <summary>The consensus of a group of curves.</summary>
/// <param name="Name">What they share.</param>
/// <param name="Curves">The curves.</param>
/// <param name="Consensus">The consensus; null if there is none.</param>
/// <param name="Reason">Why there is none; null if there is one.</param>
/// <param name="Truth">Values beside those that are known.</param>
public sealed record GroupConsensus(
    string Name, IReadOnlyList<MeasuredCurve> Curves, CurveConsensus? Consensus, string? Reason, IReadOnlyList<TruthComparison> Truth)
{
    /// <summary>The consensus as a curve with what it is from and how; null if there is none.</summary>
    public ProcessedCurve? ToProcessedCurve()
    {
        if (Consensus is not { } consensus) return null;
        var parameters = new List<KeyValuePair<string, string>>
        {
            new("curves", Count(Curves.Count)),
            new("outlying curves", Count(consensus.Contributions.Count(one => one.IsOutlying))),
            new("outlying points", Count(consensus.RejectedPoints)),
        };
        for (int i = 0; i < Curves.Count; i++)
        {
            CurveContribution one = consensus.Contributions[i];
            parameters.Add(new($"factor {i + 1}", one.Scale.ToString("R", CultureInfo.InvariantCulture)));
            if (one.Background != 0) parameters.Add(new($"constant {i + 1}", one.Background.ToString("R", CultureInfo.InvariantCulture)));
            if (one.Reason is { } reason) parameters.Add(new($"left out {i + 1}", reason));
        }
        return new ProcessedCurve(
            $"{Name}-consensus",
            consensus.ToCurve(Curves[0].Curve),
            [.. Curves.Select(curve => new ProcessSource(curve.Dataset))],
            new ProcessStep("consensus", CurveConsensus.Algorithm, parameters));
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
