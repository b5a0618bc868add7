namespace LensTools.Engine.Formats.Muons;

/// <summary>What a file knows of its positron detectors, in the order of their histograms within a period.</summary>
/// <param name="Numbers">The number of each.</param>
/// <param name="DeadTimes">The dead time of each in µs; null if it is not known.</param>
/// <param name="Groups">The group of each; null if they are not grouped.</param>
/// <param name="GoodFrames">The good frames of each period; null if they are not known.</param>
internal sealed record MuonDetectors(int[] Numbers, double[]? DeadTimes, int[]? Groups, double[]? GoodFrames);
