using LensTools.Engine.Checks;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Curation;

/// <summary>The result of curating one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Results">A result for each of its entries; empty if it was skipped.</param>
public sealed record CuratedFile(string Path, IReadOnlyList<TestResult> Results)
{
    /// <summary>Why the file is not a dataset, or null.</summary>
    public string? SkippedBecause { get; init; }

    /// <summary>Why it could not be read, or null.</summary>
    public LensError? Error { get; init; }

    /// <summary>Whether it may be published: it contains data, and all of its entries are usable.</summary>
    public bool IsAccepted => Results.Count > 0 && Results.All(result => result.IsAccepted);
}
