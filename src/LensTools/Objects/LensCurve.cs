using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using LensTools.Engine.Datasets;

namespace LensTools;

/// <summary>A quantity along one axis, usually intensity against momentum transfer. It is read-only.</summary>
public class LensCurve
{
    private readonly Signal _signal;
    private ReadOnlyCollection<double>? _q, _i;
    private LensPoint[]? _points;

    internal LensCurve(Signal signal) => _signal = signal;

    /// <summary>Its name in the file.</summary>
    public string Name => _signal.Name;

    /// <summary>Momentum transfer in 1/angstrom; for a plane, its magnitude.</summary>
    public ReadOnlyCollection<double> Q => _q ??= Shared(_signal.Q);

    /// <summary>Intensity.</summary>
    public ReadOnlyCollection<double> I => _i ??= Shared(_signal.I);

    /// <summary>Standard deviation of the intensity; null if the file has none.</summary>
    public ReadOnlyCollection<double>? Idev => Shared(_signal.Idev);

    /// <summary>Resolution in Q as a standard deviation; null if the file has none.</summary>
    public ReadOnlyCollection<double>? Qdev => Shared((_signal as Curve)?.Qdev);

    /// <summary>The first and last point that the file declares good, from 0; null if it does not.</summary>
    public PointRange? Good => (_signal as Curve)?.Good;

    /// <summary>The name of Q: "Q", or for example "r" for a distance distribution.</summary>
    public string Abscissa => _signal.X.Name;

    /// <summary>The name of I: "I", or for example "p(r)".</summary>
    public string Ordinate => _signal.Y.Name;

    /// <summary>The unit of the values of Q; empty if it is not known.</summary>
    public string? QUnit => _signal.X.Unit;

    /// <summary>The unit of Q in the file, from which values may have been converted.</summary>
    public string? SourceQUnit => _signal.X.SourceUnit;

    /// <summary>What the unit rests on: the file states it, its format implies it, or it was guessed.</summary>
    public Basis QUnitBasis => _signal.X.UnitBasis;

    /// <summary>The unit of the intensity in the file.</summary>
    public string? IUnit => _signal.Y.SourceUnit;

    /// <summary>Its location in the file.</summary>
    public string Location => _signal.Location;

    /// <summary>The curve point by point, for Export-Csv and the like.</summary>
    public LensPoint[] Points =>
        _points ??= [.. Enumerable.Range(0, Q.Count).Select(
            i => new LensPoint(Q[i], I[i], _signal.Idev?[i], (_signal as Curve)?.Qdev?[i]))];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Q.Count} points)";

    private protected static ReadOnlyCollection<double>? Shared(ImmutableArray<double>? values) =>
        values is { } known ? Shared(known) : null;

    // A read-only wrapper: callers cannot modify the underlying array.
    private protected static ReadOnlyCollection<double> Shared(ImmutableArray<double> values) =>
        new(ImmutableCollectionsMarshal.AsArray(values)!);
}

/// <summary>A quantity over the two components of Q in a detector's plane.</summary>
public sealed class LensPlane : LensCurve
{
    private readonly Plane _plane;

    internal LensPlane(Plane plane)
        : base(plane) => _plane = plane;

    /// <summary>The horizontal component of Q, in 1/angstrom.</summary>
    public ReadOnlyCollection<double> Qx => Shared(_plane.Qx);

    /// <summary>The vertical component of Q, in 1/angstrom.</summary>
    public ReadOnlyCollection<double> Qy => Shared(_plane.Qy);

    /// <summary>Rows and columns of the pixels, stored row by row; null if they do not form a grid.</summary>
    public long[]? Shape => _plane.Shape is { } shape ? [.. shape] : null;
}

/// <summary>One point of a curve.</summary>
public sealed record LensPoint(double Q, double I, double? Idev, double? Qdev);
