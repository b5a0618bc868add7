using System.Collections.Immutable;

namespace LensTools.Engine.Analysis.Noise;

/// <summary>How uncertainties compare with the scatter of the points, and how far the curve stands out from its noise.</summary>
/// <param name="LocalChiSquare">The squared scatter about neighbours over what the uncertainties say, 1 where they are right.</param>
/// <param name="Factor">By how much the uncertainties would have to be multiplied to be right.</param>
/// <param name="SignalToNoise">The median of intensity over uncertainty, by decade of Q.</param>
public sealed record NoiseEstimate(double LocalChiSquare, double Factor, ImmutableArray<DecadeSignal> SignalToNoise)
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Local scatter 1";

    internal static Outcome<NoiseEstimate> Of(double[] q, double[] intensities, double[] sigmas, CurveScatter? scatter)
    {
        if (sigmas.Length == 0) return Outcome<NoiseEstimate>.None("the curve has no uncertainties");
        if (scatter is null) return Outcome<NoiseEstimate>.None("too few points have neighbours and an uncertainty");
        var decades = ImmutableArray.CreateBuilder<DecadeSignal>();
        foreach (IGrouping<int, int> decade in Enumerable.Range(0, q.Length)
            .Where(i => sigmas[i] > 0 && double.IsFinite(sigmas[i]))
            .GroupBy(i => (int)Math.Floor(Math.Log10(q[i]))))
        {
            double[] ratios = [.. decade.Select(i => intensities[i] / sigmas[i]).Order()];
            decades.Add(new DecadeSignal(q[decade.First()], q[decade.Last()], ratios[ratios.Length / 2], ratios.Length));
        }
        return new NoiseEstimate(scatter.Factor * scatter.Factor, scatter.Factor, decades.ToImmutable());
    }
}

/// <summary>How far a curve stands out from its noise in one decade of Q.</summary>
/// <param name="QMin">The first momentum transfer.</param>
/// <param name="QMax">The last.</param>
/// <param name="Median">The median of intensity over uncertainty.</param>
/// <param name="Points">Of how many points.</param>
public readonly record struct DecadeSignal(double QMin, double QMax, double Median, int Points)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Median:G3} from {QMin:G3} to {QMax:G3}");
}
