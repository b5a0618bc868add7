using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Measuring;
using LensTools.Engine.Processing;

namespace LensTools;

/// <summary>What several contributors measured of one sample, together.</summary>
public sealed class LensConsensus
{
    internal LensConsensus(GroupConsensus group)
    {
        Processed = group.ToProcessedCurve();
        Group = group.Name;
        Count = group.Curves.Count;
        Reason = group.Reason;
        Truth = [.. group.Truth];
        if (group.Consensus is not { } consensus) return;
        Curve = new LensCurve(consensus.ToCurve(group.Curves[0].Curve));
        Contributions = [.. consensus.Contributions.Zip(group.Curves, (one, of) => new LensContribution(of, one))];
        Rg = consensus.Rg;
        RgSigma = consensus.RgSigma;
        RejectedPoints = consensus.RejectedPoints;
    }

    /// <summary>What the curves share.</summary>
    public string Group { get; }

    /// <summary>How many curves there are.</summary>
    public int Count { get; }

    /// <summary>How many of them were left out.</summary>
    public int Outlying => Contributions.Count(one => one.IsOutlying);

    /// <summary>The consensus, where two curves or more have it; null if there is none.</summary>
    public LensCurve? Curve { get; }

    /// <summary>The median Rg.</summary>
    public double? Rg { get; }

    /// <summary>The spread of Rg over the contributors.</summary>
    public double? RgSigma { get; }

    /// <summary>How many points were left out as outlying.</summary>
    public int RejectedPoints { get; }

    /// <summary>Each curve beside the others.</summary>
    public LensContribution[] Contributions { get; } = [];

    /// <summary>Values beside those that -Truth gives.</summary>
    public TruthComparison[] Truth { get; }

    /// <summary>The algorithm and its version.</summary>
    public string Algorithm { get; } = CurveConsensus.Algorithm;

    /// <summary>Why there is no consensus; null if there is one.</summary>
    public string? Reason { get; }

    internal ProcessedCurve? Processed { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Group}: {Reason ?? $"{Count} curves"}";
}
