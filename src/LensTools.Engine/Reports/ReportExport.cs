using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Reports;

/// <summary>Writes reports to files.</summary>
public sealed class ReportExport(Workspace workspace)
{
    private static readonly IReportWriter[] Writers =
        [new HtmlReport(), new CsvReport(), new JsonReport(), new MarkdownReport(), new JUnitReport(), new SarifReport()];

    /// <summary>The names of the formats.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Writers.Select(writer => writer.Id)];

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The name of the format; null for the one of the extension of <see cref="Path"/>.</summary>
    public string? Format { get; init; }

    /// <summary>An earlier report in JSON to compare with; null for none.</summary>
    public string? Since { get; init; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Writes a report, after asking.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Who is asked.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="LensException">The format is not known, the earlier report cannot be read, or the file cannot be
    /// written.</exception>
    public bool Write(Report report, IOutputPort output, CancellationToken stop)
    {
        IReportWriter writer = WriterOf();
        if (Since is not null) report = report.ComparedWith(JsonReport.Read(Since));
        Replaceable.Check(Path, Force, "report");
        if (!output.ShouldProcess(Path, $"write a report of {report.Verdicts.Count} datasets")) return false;
        try
        {
            AtomicFile.Write(Path, stream => writer.Write(stream, report, workspace, stop));
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromWriteFailure(problem, Path, "Choose a folder that is there, and that you may write to."));
        }
    }

    private IReportWriter WriterOf()
    {
        string extension = System.IO.Path.GetExtension(Path).ToLowerInvariant();
        return (Format is null
                ? Array.Find(Writers, writer => writer.Extensions.Contains(extension))
                : Array.Find(Writers, writer => writer.Id.Equals(Format, StringComparison.OrdinalIgnoreCase)))
            ?? throw new LensException(new LensError(
                ErrorKind.ExportFormatUnknown,
                Format is null ? $"No report is written to {extension} files." : $"There is no report format \"{Format}\".",
                Path,
                "Use -Format with one of: " + string.Join(", ", Formats) + "."));
    }
}
