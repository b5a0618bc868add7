namespace LensTools.Engine.Datasets;

/// <summary>
/// Intensity against momentum transfer. Every array has as many elements as <paramref name="Q"/>.
/// </summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Q">Momentum transfer in 1/angstrom where <paramref name="QUnit"/> is known, else as found.</param>
/// <param name="I">Intensity in <paramref name="IUnit"/>.</param>
/// <param name="Idev">One standard deviation of <paramref name="I"/>, or null where the file has none.</param>
/// <param name="Qdev">The resolution in Q as one standard deviation, or null.</param>
/// <param name="QUnit">The unit of <paramref name="Q"/> in the file, or null where the file does not say.</param>
/// <param name="IUnit">The unit of <paramref name="I"/> in the file, or null where the file does not say.</param>
/// <param name="Place">Where it stands in the file.</param>
public sealed record Curve(string Name, double[] Q, double[] I, double[]? Idev, double[]? Qdev, string? QUnit, string? IUnit, string Place);
