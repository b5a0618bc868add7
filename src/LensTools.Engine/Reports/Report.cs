using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Reports;

/// <summary>The results of a check as tables that people and programs read.</summary>
/// <param name="Root">The folder that all files are in.</param>
/// <param name="At">When it was made, in UTC.</param>
/// <param name="Tool">The version of LensTools.</param>
/// <param name="Profiles">The profiles that were applied.</param>
/// <param name="Verdicts">A verdict for each dataset, in the order of the files.</param>
/// <param name="Rows">The findings, in the same order.</param>
public sealed record Report(
    string Root,
    DateTime At,
    string Tool,
    IReadOnlyList<ProfileStamp> Profiles,
    IReadOnlyList<ReportVerdict> Verdicts,
    IReadOnlyList<ReportRow> Rows)
{
    /// <summary>When the earlier report was made; null if there is none.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The findings of the earlier report that are there no longer.</summary>
    public IReadOnlyList<ReportRow> Mended { get; init; } = [];

    private Dictionary<(string, string), Verdict>? _byFile;

    /// <summary>The verdict on the dataset of a finding; null if it is about a whole file or folder.</summary>
    internal Verdict? VerdictOf(ReportRow row)
    {
        _byFile ??= Verdicts.DistinctBy(verdict => (verdict.File, verdict.Entry))
            .ToDictionary(verdict => (verdict.File, verdict.Entry), verdict => verdict.Verdict);
        return _byFile.TryGetValue((row.File, row.Entry), out Verdict known) ? known : null;
    }

    /// <summary>A report of results.</summary>
    public static Report Of(IReadOnlyList<TestResult> results, DateTime at)
    {
        string root = CommonFolder(results.Select(result => result.Dataset is null && Directory.Exists(result.Path)
            ? result.Path
            : Path.GetDirectoryName(result.Path) ?? result.Path));
        string Relative(string path) => PortablePath.Relative(root, path);
        TestResult[] ordered = [.. results.OrderBy(result => result.Path, StringComparer.Ordinal)
            .ThenBy(result => result.Dataset?.Entry, StringComparer.Ordinal)];
        return new Report(
            root,
            at,
            typeof(Report).Assembly.GetName().Version!.ToString(3),
            [.. ordered.Select(result => result.Profile).Where(profile => profile.Name.Length > 0).DistinctBy(profile => profile.Hash)],
            // The result of a folder is about its datasets, which have verdicts of their own.
            [.. ordered.Where(result => result.Dataset is not null || !Directory.Exists(result.Path)).Select(result => new ReportVerdict(
                Relative(result.Path),
                EntryOf(result.Dataset),
                result.Verdict,
                result.Dataset?.Value(Term.Facility) as string ?? "",
                result.Profile.Name,
                [.. result.Failures.Select(failure => $"{failure.Rule}: {failure.Error.Message}")]))],
            [.. ordered.SelectMany(result => result.Findings.Select(finding => new ReportRow(
                Relative(finding.Location.Path),
                finding.Location.Entry ?? EntryOf(result.Dataset),
                finding.Rule,
                finding.Severity,
                finding.Seen,
                finding.Expected,
                finding.Location.Within,
                finding.Advice,
                finding.Remedy.Who,
                finding.Suppression is { } why ? $"{why.Reason} ({LabelAuthor.NameOf(why.By)})" : null)))]);
    }

    /// <summary>This report, with what is new in it and what is mended since an earlier one.</summary>
    public Report ComparedWith(Report earlier)
    {
        var before = earlier.Rows.Select(row => row.Key).ToHashSet();
        var now = Rows.Select(row => row.Key).ToHashSet();
        return this with
        {
            Since = earlier.At,
            Rows = [.. Rows.Select(row => row with { Change = before.Contains(row.Key) ? ReportChange.StillOpen : ReportChange.New })],
            Mended = [.. earlier.Rows.Where(row => !now.Contains(row.Key)).Select(row => row with { Change = ReportChange.Mended })],
        };
    }

    private static string EntryOf(Dataset? dataset) => dataset is null || dataset.IsOnlyEntry ? "" : dataset.Entry;

    private static string CommonFolder(IEnumerable<string> folders)
    {
        string? common = null;
        foreach (string folder in folders)
        {
            common ??= folder;
            while (common.Length > 0 && folder != common
                && !folder.StartsWith(Path.TrimEndingDirectorySeparator(common) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                common = Path.GetDirectoryName(common) ?? "";
        }
        return common is { Length: > 0 } ? common : Directory.GetCurrentDirectory();
    }
}
