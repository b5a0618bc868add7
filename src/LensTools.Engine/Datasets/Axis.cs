using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LensTools.Engine.Datasets;

/// <summary>What the values of an axis represent.</summary>
public enum AxisQuantity
{
    /// <summary>Something else, identified by its name in the file.</summary>
    Other,
    /// <summary>Momentum transfer Q.</summary>
    MomentumTransfer,
    /// <summary>Scattered intensity I.</summary>
    Intensity,
    /// <summary>Reflectivity R.</summary>
    Reflectivity,
    /// <summary>An intensity that was fitted to the measured one.</summary>
    FittedIntensity,
    /// <summary>A distance r within a particle.</summary>
    Distance,
    /// <summary>The distribution p(r) of distances.</summary>
    DistanceDistribution,
    /// <summary>The spin-echo length.</summary>
    SpinEchoLength,
    /// <summary>The depolarisation of a spin echo.</summary>
    Depolarisation,
    /// <summary>A time; of muons, that after their arrival.</summary>
    Time,
    /// <summary>Counts in a bin.</summary>
    Counts,
    /// <summary>Something that was computed, as from the trajectories of a simulation.</summary>
    Computed,
}

/// <summary>One axis of a signal: its values, their unit, and one standard deviation of each if the file has them.</summary>
/// <param name="Quantity">What the values represent.</param>
/// <param name="Name">Its usual symbol, such as Q, I or p(r), or its name in the file.</param>
/// <param name="Values">The values, which are immutable.</param>
public sealed record Axis(AxisQuantity Quantity, string Name, ImmutableArray<double> Values)
{
    /// <summary>
    /// One standard deviation (σ) of each value: the uncertainty of an intensity, the resolution of Q; null if the file has none.
    /// </summary>
    public ImmutableArray<double>? Sigma { get; init; }

    /// <summary>The unit of <see cref="Values"/> and <see cref="Sigma"/>; null if it is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>What <see cref="Unit"/> rests on.</summary>
    public Basis UnitBasis { get; init; }

    /// <summary>The unit as written in the file, from which values may have been converted; null if it does not say.</summary>
    public string? SourceUnit { get; init; }

    /// <summary>An axis that takes ownership of its arrays.</summary>
    internal static Axis Of(AxisQuantity quantity, string name, double[] values, double[]? sigma = null, string? sourceUnit = null) =>
        new(quantity, name, ImmutableCollectionsMarshal.AsImmutableArray(values))
        {
            Sigma = sigma is null ? null : ImmutableCollectionsMarshal.AsImmutableArray(sigma),
            Unit = sourceUnit,
            SourceUnit = sourceUnit,
        };
}
