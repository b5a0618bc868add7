using LensTools.Engine.Datasets;

namespace LensTools.Engine.Processing;

/// <summary>A curve that was computed from datasets, with how, so that it can be computed again.</summary>
/// <param name="Name">Its name, as for a file.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Sources">What it is from.</param>
/// <param name="Process">How it was computed.</param>
public sealed record ProcessedCurve(string Name, Curve Curve, IReadOnlyList<ProcessSource> Sources, ProcessStep Process);
