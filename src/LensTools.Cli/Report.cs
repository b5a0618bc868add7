using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Sharing.Publications;
using Spectre.Console;

namespace LensTools.Cli;

/// <summary>The formats of the report.</summary>
internal enum ReportKind
{
    /// <summary>A table on a terminal, plain lines otherwise.</summary>
    Table,
    /// <summary>One JSON document.</summary>
    Json,
}

/// <summary>Writes what was found and done to standard output.</summary>
internal static class Report
{
    // Does not escape non-ASCII characters, so that names stay readable.
    private static readonly ReportJson Json = new(
        new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void Write(
        ReportKind kind,
        string folder,
        IReadOnlyList<TestResult> results,
        IReadOnlyList<CuratedFile> skipped,
        IReadOnlyList<PublishReceipt> published,
        PublishSummary? summary)
    {
        if (kind == ReportKind.Json) WriteJson(folder, results, skipped, published, summary);
        else if (Console.IsOutputRedirected) WriteLines(folder, results);
        else WriteTable(folder, results);
        if (kind == ReportKind.Table) WriteSummary(results, skipped, summary);
    }

    private static void WriteTable(string folder, IReadOnlyList<TestResult> results)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("File", "Verdict", "Findings");
        foreach (TestResult result in results)
        {
            string findings = string.Join(
                '\n',
                result.Findings.Select(finding => $"{finding.Rule}: {Of(folder, result, finding)}{finding.Message}")
                    .Concat(result.Failures.Select(failure => $"{failure.Rule} failed: {failure.Error.Message}")));
            table.AddRow(Markup.Escape(Path.GetRelativePath(folder, result.Path)), Coloured(result.Verdict), Markup.Escape(findings));
        }
        AnsiConsole.Write(table);
    }

    private static void WriteLines(string folder, IReadOnlyList<TestResult> results)
    {
        foreach (TestResult result in results)
        {
            Console.WriteLine($"{result.Verdict,-18}  {Path.GetRelativePath(folder, result.Path)}");
            foreach (Finding finding in result.Findings)
                Console.WriteLine(
                    $"{"",-18}  {finding.Severity} {finding.Rule}: {Of(folder, result, finding)}{finding.Message}. "
                        + CommandLineWords.Of(finding.Advice));
            foreach (RuleFailure failure in result.Failures)
                Console.WriteLine($"{"",-18}  {failure.Rule} failed: {failure.Error.Message} {CommandLineWords.Of(failure.Error.Advice)}");
        }
    }

    // What is found in a folder as a whole may be about one of its files.
    private static string Of(string folder, TestResult result, Finding finding) =>
        result.IsOfFolder && finding.Location.Path != result.Path ? $"{Path.GetRelativePath(folder, finding.Location.Path)}: " : "";

    private static void WriteSummary(
        IReadOnlyList<TestResult> all,
        IReadOnlyList<CuratedFile> skipped,
        PublishSummary? summary)
    {
        TestResult[] results = [.. all.Where(result => !result.IsOfFolder)];
        if (results.Length == 0) Console.WriteLine("No datasets were found.");
        else
            Console.WriteLine(
                $"{results.Length} datasets: "
                    + string.Join(", ", results.GroupBy(r => r.Verdict).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"))
                    + ".");
        if (skipped.Count > 0) Console.WriteLine($"{skipped.Count} files are not datasets and were skipped; --report json lists them.");
        if (summary is not null) Console.WriteLine($"Published to {summary}");
    }

    private static void WriteJson(
        string folder,
        IReadOnlyList<TestResult> results,
        IReadOnlyList<CuratedFile> skipped,
        IReadOnlyList<PublishReceipt> published,
        PublishSummary? summary)
    {
        var document = new ReportDocument(
            folder,
            [.. results.Select(
                r => new ReportResult(
                    r.Name,
                    r.Path,
                    r.Verdict,
                    r.Profile,
                    [.. r.Findings.Select(f => f with { Advice = CommandLineWords.Of(f.Advice) })],
                    [.. r.Failures.Select(
                        f => new ReportFailure(f.Rule, f.Error.Id, f.Error.Message, CommandLineWords.Of(f.Error.Advice)))]))],
            [.. skipped.Select(file => new ReportSkipped(file.Path, file.SkippedBecause!))],
            published,
            summary);
        Console.WriteLine(JsonSerializer.Serialize(document, Json.ReportDocument));
    }

    private static string Coloured(Verdict verdict) => verdict switch
    {
        Verdict.Usable => "[green]Usable[/]",
        Verdict.UsableWithWarnings => "[yellow]UsableWithWarnings[/]",
        Verdict.NeedsInformation => "[blue]NeedsInformation[/]",
        Verdict.NotChecked => "[purple]NotChecked[/]",
        _ => "[red]Rejected[/]",
    };
}

/// <summary>The JSON report.</summary>
internal sealed record ReportDocument(
    string Folder,
    IReadOnlyList<ReportResult> Results,
    IReadOnlyList<ReportSkipped> Skipped,
    IReadOnlyList<PublishReceipt> Published,
    PublishSummary? Summary);

/// <summary>One dataset of the JSON report.</summary>
internal sealed record ReportResult(
    string Name,
    string Path,
    Verdict Verdict,
    ProfileStamp Profile,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<ReportFailure> Failures);

/// <summary>A rule that could not be applied.</summary>
internal sealed record ReportFailure(string Rule, string Id, string Message, string Advice);

/// <summary>A file that is not a dataset.</summary>
internal sealed record ReportSkipped(string Path, string Reason);

/// <summary>The report's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJson : JsonSerializerContext;
