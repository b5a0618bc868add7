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

    /// <summary>Why it may not be published: the error or rule of its first entry that is not usable, in words; null if it may.</summary>
    public (string Id, string Message)? Refusal
    {
        get
        {
            if (Results.FirstOrDefault(result => !result.IsAccepted) is not { } bad) return null;
            if (bad.Verdict == Verdict.NotChecked)
            {
                RuleFailure failure = bad.Failures[0];
                return (failure.Error.Id, $"{bad.Verdict}, {failure.Rule}: {failure.Error.Message} {failure.Error.Advice}");
            }
            Finding finding = bad.Findings[0];
            return (finding.Rule, $"{bad.Verdict}, {finding.Rule}: {finding.Message}. {finding.Advice}");
        }
    }
}
