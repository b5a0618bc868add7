using LensTools.Engine.Checks;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Curation;

/// <summary>What came of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Results">A result for each of its entries; none where it was skipped.</param>
public sealed record CuratedFile(string Path, IReadOnlyList<TestResult> Results)
{
    /// <summary>Why the file is no dataset, or null.</summary>
    public string? SkippedBecause { get; init; }

    /// <summary>Why it could not be read, or null.</summary>
    public LensError? Error { get; init; }

    /// <summary>Whether it may be published: it holds data, and every one of its entries can be used.</summary>
    public bool IsAccepted => Results.Count > 0 && Results.All(result => result.IsAccepted);
}
