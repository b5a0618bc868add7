using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using LensTools.Engine.Checks;

namespace LensTools.Engine.Reports;

/// <summary>SARIF 2.1.0 (OASIS standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0), which editors and code hosts show.</summary>
internal sealed partial class SarifReport : IReportWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Id => "Sarif";

    public IReadOnlyList<string> Extensions => [".sarif"];

    public void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop)
    {
        RuleInfo[] rules = [.. RuleRegistry.All];
        var indices = rules.Select((rule, index) => (rule.Id, index)).ToDictionary(one => one.Id, one => one.index);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, report, rules);
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject("ROOT");
        json.WriteString("uri", new Uri(Path.TrimEndingDirectorySeparator(report.Root) + Path.DirectorySeparatorChar).AbsoluteUri);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteInvocation(json, [.. report.Failures], indices);
        json.WriteStartArray("results");
        foreach (ReportRow row in report.Rows.Concat(report.Mended)) Write(json, row, indices);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, Report report, RuleInfo[] rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "LensTools");
        json.WriteString("version", report.Tool);
        json.WriteStartArray("rules");
        foreach (RuleInfo rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            json.WriteString("name", rule.Name);
            Message(json, "shortDescription", rule.Description);
            Message(json, "fullDescription", rule.Explanation);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // A rule that could not be applied is no result, but the run was no success (section 3.20).
    private static void WriteInvocation(
        Utf8JsonWriter json, (ReportVerdict On, ReportFailure Failure)[] failures, Dictionary<string, int> indices)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", failures.Length == 0);
        if (failures.Length > 0)
        {
            json.WriteStartArray("toolExecutionNotifications");
            foreach ((ReportVerdict on, ReportFailure failure) in failures)
            {
                json.WriteStartObject();
                json.WriteString("level", "error");
                Message(json, "message", failure.Message);
                json.WriteStartObject("associatedRule");
                json.WriteString("id", failure.Rule);
                if (indices.TryGetValue(failure.Rule, out int index)) json.WriteNumber("index", index);
                json.WriteEndObject();
                json.WriteStartArray("locations");
                json.WriteStartObject();
                json.WriteStartObject("physicalLocation");
                Artifact(json, on.File);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ReportRow row, Dictionary<string, int> indices)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", row.Rule);
        if (indices.TryGetValue(row.Rule, out int index)) json.WriteNumber("ruleIndex", index);
        json.WriteString("level", row.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        Message(json, "message", $"{row.Seen}; expected {row.Expected}. {row.Advice}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        Artifact(json, row.File);
        if (Line().Match(row.Location) is { Success: true } line)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (row.Entry.Length > 0 || row.Location.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", row.Location.Length > 0 ? row.Location : row.Entry);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndArray();
        if (row.Suppressed is { } why)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("justification", why);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (row.Change != ReportChange.None)
            json.WriteString(
                "baselineState", row.Change switch { ReportChange.New => "new", ReportChange.Mended => "absent", _ => "unchanged" });
        json.WriteEndObject();
    }

    private static void Artifact(Utf8JsonWriter json, string file)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", "ROOT");
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    [GeneratedRegex(@"\bline (\d{1,9})\b")]
    private static partial Regex Line();
}
