using LensTools.Engine.Datasets;

namespace LensTools.Engine.Processing;

/// <summary>A dataset that something was computed from.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Role">What it is in the computation.</param>
public sealed record ProcessSource(Dataset Dataset, string Role = ProcessSource.Measurement)
{
    /// <summary>The role of a dataset whose sample the result is of, and whose description it therefore has.</summary>
    public const string Measurement = "source";
}
