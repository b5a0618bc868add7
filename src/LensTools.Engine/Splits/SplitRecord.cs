namespace LensTools.Engine.Splits;

/// <summary>How datasets were split, so that it can be done again and audited.</summary>
/// <param name="Strategy">How groups are assigned; see <see cref="SplitAssignment.Strategy"/>.</param>
/// <param name="Seed">The seed of the order in which groups of equal size are assigned.</param>
/// <param name="Parts">The fraction of the datasets that each part is to have.</param>
/// <param name="GroupBy">What datasets share that must be in one part: labels, or terms of their metadata.</param>
/// <param name="StratifyBy">The label or term whose values are to be alike in all parts; null for none.</param>
/// <param name="Datasets">How many datasets were split.</param>
/// <param name="Input">The SHA-256 of the identities and groups of all of them, in order.</param>
/// <param name="Achieved">The fraction that each part has.</param>
public sealed record SplitRecord(
    string Strategy,
    long Seed,
    IReadOnlyDictionary<string, double> Parts,
    IReadOnlyList<string> GroupBy,
    string? StratifyBy,
    int Datasets,
    string Input,
    IReadOnlyDictionary<string, double> Achieved);
