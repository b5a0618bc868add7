using System.Globalization;
using System.Text;
using System.Xml;
using LensTools.Engine.Checks;

namespace LensTools.Engine.Reports;

/// <summary>
/// JUnit XML, which build servers show: a dataset is a test, whose failures are its errors, and so is a folder with what its datasets only
/// show together; one that was not checked is an error.
/// </summary>
internal sealed class JUnitReport : IReportWriter
{
    public string Id => "Junit";

    public IReadOnlyList<string> Extensions => [".xml"];

    public void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop)
    {
        ILookup<(string, string), ReportRow> rows = report.Rows.Where(row => row.Suppressed is null)
            .ToLookup(row => row.Folder is { } folder ? (folder, "") : (row.File, row.Entry));
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "LensTools");
        foreach (IGrouping<string, ReportVerdict> suite in report.Verdicts.Concat(report.Folders).GroupBy(verdict => verdict.Profile))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", suite.Key);
            xml.WriteAttributeString("timestamp", report.At.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
            Number(xml, "tests", suite.Count());
            Number(xml, "failures", suite.Count(IsFailure));
            Number(xml, "errors", suite.Count(verdict => verdict.Verdict == Verdict.NotChecked));
            foreach (ReportVerdict verdict in suite) Write(xml, verdict, [.. rows[(verdict.File, verdict.Entry)]]);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static bool IsFailure(ReportVerdict verdict) => verdict.Verdict is Verdict.Rejected or Verdict.NeedsInformation;

    private static void Write(XmlWriter xml, ReportVerdict verdict, ReportRow[] rows)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(verdict.File));
        xml.WriteAttributeString("name", Clean(verdict.Entry.Length > 0 ? verdict.Entry : Path.GetFileName(verdict.File)));
        xml.WriteAttributeString("file", Clean(verdict.File));
        foreach (ReportRow row in IsFailure(verdict) ? rows.Where(row => row.Severity == Severity.Error) : [])
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", row.Rule);
            xml.WriteAttributeString("message", Clean($"{row.Seen}; expected {row.Expected}"));
            xml.WriteString(Clean($"{Where(row)}\n{row.Advice}"));
            xml.WriteEndElement();
        }
        foreach (ReportFailure failure in verdict.Verdict == Verdict.NotChecked ? verdict.Failures : [])
        {
            xml.WriteStartElement("error");
            xml.WriteAttributeString("type", failure.Rule);
            xml.WriteAttributeString("message", Clean(failure.Message));
            xml.WriteEndElement();
        }
        ReportRow[] others = [.. rows.Where(row => row.Severity != Severity.Error || !IsFailure(verdict))];
        if (others.Length > 0)
            xml.WriteElementString("system-out", Clean(string.Join('\n', others.Select(
                row => $"{row.Severity}: {row.Rule}: {row.Seen}; expected {row.Expected} {Where(row)}".TrimEnd()))));
        xml.WriteEndElement();
    }

    // In a folder's test, the file has to be said.
    private static string Where(ReportRow row) => row.Folder is null ? row.Location : $"{row.File} {row.Location}".TrimEnd();

    private static void Number(XmlWriter xml, string name, int value) =>
        xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));

    // Files hold characters that XML does not.
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        return string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
    }
}
