using LensTools.Engine.Datasets;

namespace LensTools.Engine.Analysis.Consensus;

/// <summary>One curve beside the consensus of the others.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Scale">The factor that makes it like the others.</param>
/// <param name="ScaleSigma">Its standard deviation.</param>
/// <param name="Background">The constant that is added to it then.</param>
/// <param name="ChiSquare">χ² per point of what it is away from the others, by its own uncertainties and theirs.</param>
/// <param name="Bands">By part of the range of Q, how far it is away from the others in standard deviations of their spread.</param>
/// <param name="Rg">Its Rg; null if it has no Guinier region.</param>
/// <param name="RgScore">How far its Rg is from that of the others, in standard deviations; null likewise.</param>
/// <param name="RejectedPoints">How many of its points were left out.</param>
/// <param name="IsOutlying">Whether it was left out as a whole.</param>
/// <param name="Reason">Why, or why it could not be compared; null if it was used.</param>
public sealed record CurveContribution(
    Curve Curve,
    double Scale,
    double ScaleSigma,
    double Background,
    double ChiSquare,
    IReadOnlyList<BandScore> Bands,
    double? Rg,
    double? RgScore,
    int RejectedPoints,
    bool IsOutlying,
    string? Reason);

/// <summary>How far a curve is from the others over a part of the range of Q.</summary>
/// <param name="QMin">Where the part begins.</param>
/// <param name="QMax">Where it ends.</param>
/// <param name="Score">The mean distance in standard deviations of the spread of the others; negative below them.</param>
public readonly record struct BandScore(double QMin, double QMax, double Score)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Score:+0.0;-0.0;0.0} from {QMin:G3} to {QMax:G3}");
}
