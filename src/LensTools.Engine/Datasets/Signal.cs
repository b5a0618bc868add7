using System.Collections.Immutable;

namespace LensTools.Engine.Datasets;

/// <summary>Values against an axis as a file holds them: a curve or a plane (NeXus' <c>signal</c> with its <c>axes</c>).</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="X">What it is measured against: Q in 1/angstrom if its unit is known, else as found. For a plane, the magnitude of
/// Q.</param>
/// <param name="Y">What was measured, one value for each of <paramref name="X"/>.</param>
/// <param name="Location">Where it is in the file.</param>
public abstract record Signal(string Name, Axis X, Axis Y, string Location)
{
    /// <summary>The values of <see cref="X"/>, usually momentum transfer.</summary>
    public ImmutableArray<double> Q => X.Values;

    /// <summary>The values of <see cref="Y"/>, usually intensities.</summary>
    public ImmutableArray<double> I => Y.Values;

    /// <summary>One standard deviation of each intensity, or null.</summary>
    public ImmutableArray<double>? Idev => Y.Sigma;

    /// <summary>Whether it is given against momentum transfer.</summary>
    public bool IsAgainstQ => X.Quantity == AxisQuantity.MomentumTransfer;

    /// <summary>Whether it was measured: fits, distance distributions and what was computed were not.</summary>
    public bool IsMeasured =>
        Y.Quantity is not (AxisQuantity.FittedIntensity or AxisQuantity.DistanceDistribution or AxisQuantity.Computed);
}

/// <summary>Points of a curve, by their indices from 0.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, inclusive.</param>
public readonly record struct PointRange(int First, int Last)
{
    /// <inheritdoc/>
    public override string ToString() => $"{First}..{Last}";
}

/// <summary>A quantity along one axis.</summary>
public sealed record Curve(string Name, Axis X, Axis Y, string Location) : Signal(Name, X, Y, Location)
{
    /// <summary>The resolution in Q as one standard deviation, or null.</summary>
    public ImmutableArray<double>? Qdev => X.Sigma;

    /// <summary>The points that the file declares good, such as the bins of a muon histogram after the prompt peak; null if none.</summary>
    public PointRange? Good { get; init; }
}

/// <summary>A quantity over the two components of Q in a detector's plane.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Qx">The horizontal component of Q, in the unit of <paramref name="X"/>.</param>
/// <param name="Qy">The vertical component, likewise.</param>
/// <param name="X">The magnitude of Q.</param>
/// <param name="Y">What was measured, one value per pixel.</param>
/// <param name="Location">Where it is in the file.</param>
public sealed record Plane(string Name, ImmutableArray<double> Qx, ImmutableArray<double> Qy, Axis X, Axis Y, string Location)
    : Signal(Name, X, Y, Location)
{
    /// <summary>Rows and columns of the pixels, stored row by row; null if they are not known to form a grid.</summary>
    public IReadOnlyList<long>? Shape { get; init; }
}
