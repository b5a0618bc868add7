using LensTools.Engine.Pages;

namespace LensTools.Engine.Reports;

/// <summary>The whole report as one page that opens anywhere, for people.</summary>
internal sealed class HtmlReport : IReportWriter
{
    public string Id => "Html";

    public IReadOnlyList<string> Extensions => [".html", ".htm"];

    public void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop) =>
        new ReportPage(report, workspace, stop).Write(stream);
}
