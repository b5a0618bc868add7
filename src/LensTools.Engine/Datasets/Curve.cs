namespace LensTools.Engine.Datasets;

/// <summary>
/// Intensity against momentum transfer, or another pair of quantities that a file of scattering data holds. Every
/// array has as many elements as <paramref name="Q"/>.
/// </summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Q">Momentum transfer in 1/angstrom where <paramref name="QUnit"/> is known, else as found.</param>
/// <param name="I">Intensity in <paramref name="IUnit"/>.</param>
/// <param name="Idev">One standard deviation of <paramref name="I"/>, or null where the file has none.</param>
/// <param name="Qdev">The resolution in Q as one standard deviation, or null.</param>
/// <param name="QUnit">The unit of <paramref name="Q"/> in the file, or null where the file does not say.</param>
/// <param name="IUnit">The unit of <paramref name="I"/> in the file, or null where the file does not say.</param>
/// <param name="Location">Where it stands in the file.</param>
public sealed record Curve(string Name, double[] Q, double[] I, double[]? Idev, double[]? Qdev, string? QUnit, string? IUnit, string Location)
{
    /// <summary>What stands in <see cref="Q"/>: "Q", or for example "r" of a distance distribution.</summary>
    public string Abscissa { get; init; } = "Q";

    /// <summary>What stands in <see cref="I"/>: "I", or for example "R" of a reflectivity.</summary>
    public string Ordinate { get; init; } = "I";

    /// <summary>The horizontal component of Q in a plane, whose magnitude is <see cref="Q"/>; null for a curve.</summary>
    public double[]? Qx { get; init; }

    /// <summary>The vertical component, likewise.</summary>
    public double[]? Qy { get; init; }

    /// <summary>The rows and columns of a plane's pixels, row by row; null where it is no grid, or not known to be one.</summary>
    public IReadOnlyList<long>? Shape { get; init; }
}
