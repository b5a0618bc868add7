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

    /// <summary>What is found about it among all datasets together, once they are known.</summary>
    public IReadOnlyList<Finding> AmongAll { get; init; } = [];

    /// <summary>
    /// Whether it may be published: it contains data, all of its entries are usable, and nothing among all datasets says otherwise.
    /// </summary>
    public bool IsAccepted => Results.Count > 0 && Results.All(result => result.IsAccepted) && !AmongAll.Any(IsRefusal);

    /// <summary>Why it may not be published: the error or rule of its first entry that is not usable, in words; null if it may.</summary>
    public (string Id, string Message)? Refusal
    {
        get
        {
            if (Results.FirstOrDefault(result => !result.IsAccepted) is { } bad)
            {
                if (bad.Verdict != Verdict.NotChecked) return Words(bad.Verdict, bad.Findings[0]);
                RuleFailure failure = bad.Failures[0];
                return (failure.Error.Id, $"{bad.Verdict}, {failure.Rule}: {failure.Error.Message} {failure.Error.Advice}");
            }
            return AmongAll.FirstOrDefault(IsRefusal) is { } refusal
                ? Words(refusal.Remedy.IsAnswerable ? Verdict.NeedsInformation : Verdict.Rejected, refusal)
                : null;
        }
    }

    /// <summary>This file, with what the result of all datasets together says about it.</summary>
    public CuratedFile Among(TestResult? all) =>
        all is null ? this : this with { AmongAll = [.. all.Findings.Where(finding => finding.Location.Path == Path)] };

    private static bool IsRefusal(Finding finding) => finding.Severity == Severity.Error && finding.Suppression is null;

    private static (string, string) Words(Verdict verdict, Finding finding) =>
        (finding.Rule, $"{verdict}, {finding.Rule}: {finding.Message}. {finding.Advice}");
}
