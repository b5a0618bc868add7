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
    /// <summary>The verdicts on folders, for what their data only show together.</summary>
    public IReadOnlyList<ReportVerdict> Folders { get; init; } = [];

    /// <summary>When the earlier report was made; null if there is none.</summary>
    public DateTime? Since { get; init; }

    /// <summary>The findings of the earlier report that are there no longer.</summary>
    public IReadOnlyList<ReportRow> Mended { get; init; } = [];

    /// <summary>The results themselves, in the order of the files; none of a report that was read from a file.</summary>
    internal IReadOnlyList<TestResult> Results { get; private init; } = [];

    /// <summary>What could not be checked, and of what.</summary>
    internal IEnumerable<(ReportVerdict On, ReportFailure Failure)> Failures =>
        Verdicts.Concat(Folders).SelectMany(verdict => verdict.Failures.Select(failure => (verdict, failure)));

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
        string root = results
            .Select(result => result.IsOfFolder ? result.Path : Path.GetDirectoryName(result.Path) ?? result.Path)
            .Aggregate((string?)null, (common, folder) => common is null ? folder : PortablePath.CommonFolder(common, folder))
            ?? Directory.GetCurrentDirectory();
        TestResult[] ordered = [.. results.OrderBy(result => result.Path, StringComparer.Ordinal)
            .ThenBy(result => result.Dataset?.Entry, StringComparer.Ordinal)];
        return new Report(
            root,
            at,
            typeof(Report).Assembly.GetName().Version!.ToString(3),
            [.. ordered.Select(result => result.Profile).Where(profile => profile.Name.Length > 0).DistinctBy(profile => profile.Hash)],
            [.. ordered.Where(result => !result.IsOfFolder).Select(VerdictOn)],
            [.. ordered.SelectMany(result => result.Findings.Select(finding => RowOf(root, result, finding)))])
        {
            Folders = [.. ordered.Where(result => result.IsOfFolder).Select(VerdictOn)],
            Results = ordered,
        };

        ReportVerdict VerdictOn(TestResult result) => new(
            PortablePath.Relative(root, result.Path),
            EntryOf(result.Dataset),
            result.Verdict,
            result.Dataset?.Value(Term.Facility) as string ?? "",
            result.Profile.Name,
            [.. result.Failures.Select(failure => new ReportFailure(failure.Rule, failure.Error.Message))]);
    }

    /// <summary>A finding as a row, with files relative to a folder.</summary>
    internal static ReportRow RowOf(string root, TestResult result, Finding finding) => new(
        PortablePath.Relative(root, finding.Location.Path),
        finding.Location.Entry ?? EntryOf(result.Dataset),
        finding.Rule,
        finding.Severity,
        finding.Seen,
        finding.Expected,
        finding.Location.Within,
        finding.Advice,
        finding.Remedy.Who,
        finding.Suppression is { } why ? $"{why.Reason} ({LabelAuthor.NameOf(why.By)})" : null)
    {
        Folder = result.IsOfFolder ? PortablePath.Relative(root, result.Path) : null,
    };

    /// <summary>This report, with what is new in it and what is mended since an earlier one.</summary>
    public Report ComparedWith(Report earlier)
    {
        ReportRow[] before = [.. earlier.Rows.Select(row => InThis(earlier.Root, row)).OfType<ReportRow>()];
        var known = before.Select(row => row.Key).ToHashSet();
        var now = Rows.Select(row => row.Key).ToHashSet();
        var tested = Verdicts.Select(verdict => verdict.File).ToHashSet();
        return this with
        {
            Since = earlier.At,
            Rows = [.. Rows.Select(row => row with { Change = known.Contains(row.Key) ? ReportChange.StillOpen : ReportChange.New })],
            Mended = [.. before.Where(row => !now.Contains(row.Key) && IsTested(row))
                .Select(row => row with { Change = ReportChange.Mended })],
        };

        // A file that is there and was not tested now may be as it was.
        bool IsTested(ReportRow row) =>
            row.Folder is not null || tested.Contains(row.File) || !Path.Exists(PortablePath.ToHostPath(Root, row.File));
    }

    // The earlier report may be of a part of this one's files, or of more. Of two folders that have nothing in common, one is a copy.
    private ReportRow? InThis(string root, ReportRow row)
    {
        if (PortablePath.Comparer.Equals(root, Root)
            || (!PortablePath.IsBelow(root, Root) && !PortablePath.IsBelow(Root, root))) return row;
        string path = Path.GetFullPath(PortablePath.ToHostPath(root, row.File));
        return PortablePath.Comparer.Equals(path, Root) || PortablePath.IsBelow(path, Root)
            ? row with { File = PortablePath.Relative(Root, path) }
            : null;
    }

    private static string EntryOf(Dataset? dataset) => dataset is null || dataset.IsOnlyEntry ? "" : dataset.Entry;
}
