using System.Globalization;
using System.Text;
using LensTools.Engine.Checks;

namespace LensTools.Engine.Reports;

/// <summary>A summary by verdict, facility and rule, and the findings of each dataset that is not usable, for people.</summary>
internal sealed class MarkdownReport : IReportWriter
{
    private const int MostDatasets = 200;

    public string Id => "Markdown";

    public IReadOnlyList<string> Extensions => [".md", ".markdown"];

    public void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop)
    {
        var text = new StringBuilder();
        string profiles = string.Join(", ", report.Profiles.Select(profile => $"{profile.Name} {profile.Version} ({profile.Hash[..12]})"));
        text.Append(CultureInfo.InvariantCulture, $"# Report of {report.At:yyyy-MM-dd HH:mm} UTC\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{report.Verdicts.Count} datasets, profile {profiles}, LensTools {report.Tool}.\n\n");
        Table(text, "Verdict", report.Verdicts.CountBy(verdict => verdict.Verdict.ToString()), "Datasets");
        Table(
            text,
            "Facility",
            report.Verdicts.CountBy(verdict => verdict.Facility.Length > 0 ? verdict.Facility : "unknown"),
            "Datasets");
        Table(
            text,
            "Rule",
            report.Rows.Where(row => row.Suppressed is null).CountBy(row => $"{row.Rule} ({row.Severity.ToString().ToLowerInvariant()})"),
            "Findings");
        if (report.Since is { } since) WriteChanges(text, report, since);
        WriteFolders(text, report);
        WriteDatasets(text, report);
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Table(StringBuilder text, string what, IEnumerable<KeyValuePair<string, int>> counts, string number)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {what} | {number} |\n|---|---:|\n");
        foreach ((string name, int count) in counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(name)} | {count} |\n");
        text.Append('\n');
    }

    private static void WriteChanges(StringBuilder text, Report report, DateTime since)
    {
        text.Append(CultureInfo.InvariantCulture, $"## Since {since:yyyy-MM-dd HH:mm} UTC\n\n");
        int added = report.Rows.Count(row => row.Change == ReportChange.New);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{report.Mended.Count} mended, {added} new, {report.Rows.Count - added} still open.\n\n");
        foreach (ReportRow row in report.Mended.Take(MostDatasets)) text.Append("- Mended: ").Append(Line(row)).Append('\n');
        foreach (ReportRow row in report.Rows.Where(row => row.Change == ReportChange.New).Take(MostDatasets))
            text.Append("- New: ").Append(Line(row)).Append('\n');
        text.Append('\n');
    }

    private static void WriteFolders(StringBuilder text, Report report)
    {
        ReportRow[] rows = [.. report.Rows.Where(row => row.Folder is not null && row.Severity > Severity.Information)];
        if (rows.Length == 0 && report.Folders.All(folder => folder.Failures.Count == 0)) return;
        text.Append("## What the datasets show together\n\n");
        foreach (ReportRow row in rows.Take(MostDatasets)) WriteFinding(text, row, $"{Cell(row.File)}: ");
        foreach (ReportVerdict folder in report.Folders) WriteFailures(text, folder);
        if (rows.Length > MostDatasets)
            text.Append(CultureInfo.InvariantCulture, $"\nAnd {rows.Length - MostDatasets} more, which are in the other formats.\n");
        text.Append('\n');
    }

    private static void WriteDatasets(StringBuilder text, Report report)
    {
        ILookup<(string, string), ReportRow> rows = report.Rows.Where(row => row.Folder is null).ToLookup(row => (row.File, row.Entry));
        ReportVerdict[] notUsable = [.. report.Verdicts.Where(verdict => verdict.Verdict != Verdict.Usable)];
        if (notUsable.Length == 0) return;
        text.Append("## Datasets\n\n");
        foreach (ReportVerdict verdict in notUsable.Take(MostDatasets))
        {
            string entry = verdict.Entry.Length > 0 ? " # " + Cell(verdict.Entry) : "";
            text.Append(CultureInfo.InvariantCulture, $"### {Cell(verdict.File)}{entry}: {verdict.Verdict}\n\n");
            foreach (ReportRow row in rows[(verdict.File, verdict.Entry)].Where(row => row.Severity > Severity.Information))
                WriteFinding(text, row, "");
            WriteFailures(text, verdict);
            text.Append('\n');
        }
        if (notUsable.Length > MostDatasets)
            text.Append(CultureInfo.InvariantCulture, $"And {notUsable.Length - MostDatasets} more, which are in the other formats.\n");
    }

    private static void WriteFinding(StringBuilder text, ReportRow row, string of)
    {
        string where = row.Location.Length > 0 ? $" ({Cell(row.Location)})" : "";
        string suppressed = row.Suppressed is null ? "" : $" Suppressed: {Cell(row.Suppressed)}.";
        text.Append(
            CultureInfo.InvariantCulture,
            $"- **{row.Rule}** ({row.Severity.ToString().ToLowerInvariant()}): {of}{Cell(row.Seen)}; ");
        text.Append(CultureInfo.InvariantCulture, $"expected {Cell(row.Expected)}{where}. {Cell(row.Advice)}{suppressed}\n");
    }

    private static void WriteFailures(StringBuilder text, ReportVerdict verdict)
    {
        foreach (ReportFailure failure in verdict.Failures) text.Append("- Not checked: ").Append(Cell($"{failure}")).Append('\n');
    }

    private static string Line(ReportRow row) => $"{Cell(row.File)}{(row.Entry.Length > 0 ? $" # {Cell(row.Entry)}" : "")}, {row.Rule}";

    // What a file holds must not become a table, a link or a tag.
    private static string Cell(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is '|' or '*' or '`' or '<' or '>' or '[' or ']' or '#' or '\\') safe.Append('\\');
            safe.Append(char.IsControl(c) ? ' ' : c);
        }
        return safe.ToString();
    }
}
