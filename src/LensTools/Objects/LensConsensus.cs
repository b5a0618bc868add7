using System.Globalization;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Measuring;

namespace LensTools;

/// <summary>What several contributors measured of one sample, together.</summary>
public sealed class LensConsensus
{
    internal LensConsensus(GroupConsensus group)
    {
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

    /// <inheritdoc/>
    public override string ToString() => $"{Group}: {Reason ?? $"{Count} curves"}";
}

/// <summary>One curve beside the consensus of the others.</summary>
public sealed class LensContribution
{
    private const double FarBand = 3, FarRg = 3, FarScale = 2;

    internal LensContribution(MeasuredCurve of, CurveContribution one)
    {
        Name = of.Dataset.Name;
        Path = of.Dataset.Path;
        Entry = of.Dataset.Entry;
        Facility = of.Dataset.Facility;
        Curve = of.Curve.Name;
        Scale = one.Scale;
        ScaleSigma = one.ScaleSigma;
        Background = one.Background;
        ChiSquare = one.ChiSquare;
        Bands = [.. one.Bands];
        Rg = one.Rg;
        RgScore = one.RgScore;
        RejectedPoints = one.RejectedPoints;
        IsOutlying = one.IsOutlying;
        Reason = one.Reason;
        Remarks = [.. RemarksOn(one)];
    }

    /// <summary>The dataset's name.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The entry of the file; empty where it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The facility.</summary>
    public string? Facility { get; }

    /// <summary>The name of the curve in the file.</summary>
    public string Curve { get; }

    /// <summary>The factor that makes it like the others.</summary>
    public double Scale { get; }

    /// <summary>Its standard deviation.</summary>
    public double ScaleSigma { get; }

    /// <summary>The constant that is added to it then.</summary>
    public double Background { get; }

    /// <summary>χ² per point of its distance from the others.</summary>
    public double ChiSquare { get; }

    /// <summary>By part of the range of Q, how far it is from the others, in standard deviations of their spread.</summary>
    public BandScore[] Bands { get; }

    /// <summary>Its Rg; null if it has no Guinier region.</summary>
    public double? Rg { get; }

    /// <summary>How far its Rg is from that of the others, in standard deviations.</summary>
    public double? RgScore { get; }

    /// <summary>How many of its points were left out.</summary>
    public int RejectedPoints { get; }

    /// <summary>Whether it was left out as a whole.</summary>
    public bool IsOutlying { get; }

    /// <summary>Why; null if it was used.</summary>
    public string? Reason { get; }

    /// <summary>Where it disagrees with the others, in words; empty if it agrees.</summary>
    public string[] Remarks { get; }

    /// <inheritdoc/>
    public override string ToString() => Remarks.Length == 0 ? Name : $"{Name}: {string.Join("; ", Remarks)}";

    private static IEnumerable<string> RemarksOn(CurveContribution one)
    {
        if (one.Reason is { } reason) yield return reason;
        if (one.Scale is > FarScale or < 1 / FarScale) yield return string.Create(CultureInfo.InvariantCulture, $"scale {one.Scale:G3}");
        foreach (BandScore band in one.Bands.Where(band => Math.Abs(band.Score) > FarBand))
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{(band.Score > 0 ? "above" : "below")} the others from {band.QMin:G2} to {band.QMax:G2}");
        if (one.RgScore is { } score && Math.Abs(score) > FarRg)
            yield return string.Create(CultureInfo.InvariantCulture, $"Rg {one.Rg:G4}");
    }
}
