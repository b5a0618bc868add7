using LensTools.Engine.Labels.Tables;

namespace LensTools.Engine.Reports;

/// <summary>The findings as a table for spreadsheets, those that are mended too, and what could not be checked.</summary>
internal sealed class CsvReport : IReportWriter
{
    public string Id => "Csv";

    public IReadOnlyList<string> Extensions => [".csv"];

    public void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop) => CsvTable.Write(
        stream,
        ",",
        ["File", "Entry", "Verdict", "Rule", "Severity", "Seen", "Expected", "Location", "Advice", "Remedy", "Suppressed", "Change"],
        [
            .. report.Rows.Concat(report.Mended).Select(row => (IReadOnlyList<string>)[
                row.File,
                row.Entry,
                report.VerdictOf(row)?.ToString() ?? "",
                row.Rule,
                row.Severity.ToString(),
                row.Seen,
                row.Expected,
                row.Location,
                row.Advice,
                row.Remedy.ToString(),
                row.Suppressed ?? "",
                row.Change == ReportChange.None ? "" : row.Change.ToString()]),
            .. report.Failures.Select(one => (IReadOnlyList<string>)[
                one.On.File, one.On.Entry, one.On.Verdict.ToString(), one.Failure.Rule, "", one.Failure.Message, "", "", "", "", "", ""]),
        ]);
}
